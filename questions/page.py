"""A document as lines that know what they are: heading, list item, table, code, plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from questions.fences import find_fences, find_formulas
from questions.plain import visible

LineKind = Literal[
    "blank", "text", "heading", "item", "code", "math", "html", "table", "quote", "rule"
]

_ATX_WITHOUT_SPACE = re.compile(r"^( {0,3})(#{2,6})(?=[^#\s])")
_HTML_HEADING = re.compile(
    r"^\s*<h(?P<level>[1-6])(?:\s[^<>]{0,200})?>(?P<text>.{1,400}?)</h[1-6]>\s*$", re.IGNORECASE
)
_WIDE_HASHES = re.compile(r"^ {0,3}＃{1,6}")
_SETEXT_TEXT = re.compile(r"[。；;，,：:.]\s*$|^\s*(?:\*\*|[-*+|>]\s)|</")
_LONGEST_SETEXT = 80
_HOLD = "·"
_PIECE = 500
_KIND_OF_TOKEN: dict[str, LineKind] = {
    "paragraph_open": "text",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "table_open": "table",
    "hr": "rule",
}


@dataclass(slots=True)
class Line:
    """One line: what it is, how deep in lists it stands, and for a heading its level and end."""

    text: str
    kind: LineKind = "blank"
    depth: int = 0
    level: int = 0
    end: int = 0
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of a document or of a part of it.

    `raw` is as the author wrote it (without the signs of an outer quote), `lines` is for
    recognising, `numbers` are line numbers in the file, from 1. `open_fences` are the lines of
    code fences that never close.
    """

    raw: tuple[str, ...]
    lines: tuple[Line, ...]
    numbers: tuple[int, ...]
    open_fences: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.lines)


def read_page(
    raw: Sequence[str], numbers: Sequence[int], is_question: Callable[[Sequence[str], int], bool]
) -> Page:
    """Work out what each line is; `is_question(lines, i)` tells headings that end an open fence."""
    view = [_mended(visible(line).expandtabs(4)) for line in raw]
    fences, mended = find_fences(view, lambda i: is_question(view, i))
    taken = [False] * len(view)
    for fence in fences:
        taken[fence.start : fence.end] = [True] * (fence.end - fence.start)
    lines = [Line(text, "text" if text.strip() else "blank") for text in view]
    masked = list(view)
    held = [(f.start, f.end, "code") for f in fences if mended and not f.closed]
    held += [(start, end, "math") for start, end in find_formulas(view, taken)]
    for start, end, _ in held:
        masked[start:end] = [_held_place(text) for text in view[start:end]]
    for start, end in _pieces(masked, taken):
        _classify(lines[start:end], masked[start:end], start)
    for start, end, kind in held:
        for line in lines[start:end]:
            line.kind = "code" if kind == "code" else "math"
    open_fences = tuple(numbers[f.start] for f in fences if not f.closed)
    return Page(tuple(raw), tuple(lines), tuple(numbers), open_fences)


def _pieces(lines: Sequence[str], taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Cut a long document before headings, so that its tokens need not all live at once.

    A heading after a blank line ends everything but code and comments.
    """
    start = 0
    comment = False
    for index, line in enumerate(lines):
        if "<!--" in line or "-->" in line:
            comment = line.rfind("<!--") > line.rfind("-->")
        if index - start < _PIECE or comment or taken[index] or not line.startswith("#"):
            continue
        if not lines[index - 1].strip() and re.match(r"#{1,6} ", line):
            yield start, index
            start = index
    yield start, len(lines)


def _mended(text: str) -> str:
    """Let `##Title` and full-width `＃＃ Title` be the headings that their author meant."""
    if found := _HTML_HEADING.match(text) if "<h" in text.lower() else None:
        return f"{'#' * int(found['level'])} {found['text']}"
    if _WIDE_HASHES.match(text):
        text = text.replace("＃", "#", 6)
    return _ATX_WITHOUT_SPACE.sub(r"\1\2 ", text)


def _held_place(text: str) -> str:
    return text[: len(text) - len(text.lstrip())] + _HOLD if text.strip() else text


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 30}).enable("table")
    return parser.disable(["inline", "reference"])


def _classify(lines: list[Line], masked: Sequence[str], offset: int) -> None:
    """Mark the lines of one piece, which starts `offset` lines into the page."""
    depth = 0
    quotes = 0
    ordered: list[bool] = []
    for token in _parser().parse("\n".join(masked)):
        if token.type.endswith("_list_open"):
            ordered.append(token.type.startswith("ordered"))
            depth += 1
        elif token.type.endswith("_list_close"):
            ordered.pop()
            depth -= 1
        elif token.type == "blockquote_close":
            quotes -= 1
        elif token.type == "blockquote_open":
            quotes += 1
            _mark(lines, token, "quote", depth)
        elif quotes == 0 and token.map:
            _place(lines, token, depth, ordered)
    for line in lines:
        line.end += offset if line.end else 0


def _place(lines: list[Line], token: Token, depth: int, ordered: list[bool]) -> None:
    if token.type == "list_item_open":
        _mark_item(lines, token, depth, ordered=ordered[-1])
    elif token.type == "heading_open":
        _mark_heading(lines, token, depth)
    elif kind := _KIND_OF_TOKEN.get(token.type):
        _mark(lines, token, kind, depth)


def _span(token: Token, lines: Sequence[Line]) -> tuple[int, int]:
    start, end = token.map or [0, 0]
    end = min(end, len(lines))
    while end > start + 1 and not lines[end - 1].text.strip():
        end -= 1
    return start, end


def _mark(lines: list[Line], token: Token, kind: LineKind, depth: int) -> None:
    start, end = _span(token, lines)
    for line in lines[start:end]:
        if line.kind != "item":
            line.kind = kind if line.text.strip() or kind == "code" else "blank"
            line.depth = depth


def _mark_item(lines: list[Line], token: Token, depth: int, *, ordered: bool) -> None:
    start, end = _span(token, lines)
    line = lines[start]
    if line.kind != "item":
        line.depth = depth
        line.end = end
        line.ordered = ordered
    line.kind = "item"


def _mark_heading(lines: list[Line], token: Token, depth: int) -> None:
    start, end = _span(token, lines)
    if token.markup in {"-", "="} and not _is_setext(lines, start, end):
        for line in lines[start : end - 1]:
            line.kind, line.depth = "text", depth
        lines[end - 1].kind = "rule"
        return
    if depth or lines[start].kind == "item":
        _mark(lines, token, "text", depth)
        return
    lines[start].kind = "heading"
    lines[start].level = int(token.tag[1])
    lines[start].end = end
    for line in lines[start + 1 : end]:
        line.kind = "rule"


def _is_setext(lines: Sequence[Line], start: int, end: int) -> bool:
    """Tell a heading underlined with dashes from a sentence with a rule right below it."""
    text = lines[start].text
    if end - start != 2 or len(text) > _LONGEST_SETEXT:
        return False
    return not _SETEXT_TEXT.search(text)


def heading_text(line: Line) -> str:
    """Strip a heading's line of its hashes."""
    text = line.text.strip()
    if text.startswith("#"):
        text = text.lstrip("#").strip()
        text = re.sub(r"\s#+$", "", text)
    return text.strip()
