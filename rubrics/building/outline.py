"""The outline of an answer: leads, items, paragraphs, tables and formulas as a tree with lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rubrics.building.lines import (
    Line,
    cells,
    clean_line,
    fence,
    is_table_row,
    is_table_rule,
    read_line,
)
from rubrics.building.split import width
from rubrics.markup import readable

_BOLD_LINE = re.compile(r"^(?:\*\*|__)(?P<inner>[^*]{1,60}?)(?:\*\*|__)\s*[:：.。]?\s*$")
_BOLD_LEAD = re.compile(
    r"^(?:\*\*|__|\*)[^*\n]{1,40}?(?:\*\*|__|\*)\s*[:：]?\s*\S|^[^，。；,.;:：*\s]{1,8}[:：]\s*\S"
)
_NUMBERED = re.compile(
    r"^(?:\*\*|__)?\s*(?:[一二三四五六七八九十]+[、.]|\d+[.、)]|第.{1,2}[步点章阶])"
)
_ENDS = re.compile(r"[。！？!?；;.…]\**\s*$")
_COLON = re.compile(r"[:：]\**\s*$")
_MATH_OPENS = re.compile(r"^\s*(\$\$|\\\[)")
_CLOSERS = {"$$": "$$", "\\[": "\\]"}
_ROOT, _LEAD, _ITEM = 0, 8, 20
_SHORT = 26
_LONGEST_FORMULA = 64
_WRAPPED = 18
_DEEPEST = 24
"""Levels of an outline; what is deeper hangs on the last. Nobody writes that many, and what walks
the tree calls itself at each.
"""


@dataclass
class Node:
    """A piece of the outline. `kind` is root, lead, item, text, table, code or formula.

    `text` is Markdown. `rank` orders nesting: a node belongs to the nearest one above with a lower
    rank. `lines` are counted from 0 within the answer. `rows` are a table's cells, head first.
    """

    kind: str
    text: str
    rank: float
    lines: tuple[int, int]
    rows: list[list[str]] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    ordered: bool = False

    @property
    def is_title(self) -> bool:
        """Whether it only announces what follows."""
        text = self.text.strip()
        if self.kind == "lead":
            return True
        if _COLON.search(text) and len(text) <= 2 * _SHORT:
            return True
        return bool(_BOLD_LINE.match(text)) or (
            _is_short(text) and not _ENDS.search(text) and not _BOLD_LEAD.match(text)
        )


def read_outline(answer: str) -> Node:
    """The tree of an answer's Markdown."""
    root = Node("root", "", _ROOT, (0, 0))
    stack: list[Node] = [root]
    last: Node | None = None
    for node in _nodes([clean_line(line) for line in answer.splitlines()]):
        if node.kind == "rule":
            del stack[1:]
        elif node.kind == "formula" and last is not None and _continues(last, node):
            last.text += f" {node.text}"
            last.lines = (last.lines[0], node.lines[1])
        else:
            _hang(stack, node)
            last = node
    return root


def _continues(last: Node, formula: Node) -> bool:
    if (
        last.kind not in ("item", "text")
        or formula.lines[0] - last.lines[1] > 2
        or width(readable(last.text + formula.text)) > _LONGEST_FORMULA
    ):
        return False
    return bool(_COLON.search(last.text)) or formula.rank > last.rank


def _hang(stack: list[Node], node: Node) -> None:
    while stack[-1].rank >= node.rank and not _takes_in(stack[-1], node):
        stack.pop()
    if stack[-1].rank >= node.rank:
        node.rank = stack[-1].rank + 0.5
    stack[-1].children.append(node)
    opens = node.kind in ("lead", "item") or (node.kind == "text" and _announces(node))
    if opens and len(stack) < _DEEPEST:
        stack.append(node)


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT or width(readable(text)) <= _SHORT - 6


def _announces(text: Node) -> bool:
    return text.is_title or bool(_COLON.search(text.text))


def _takes_in(open_node: Node, node: Node) -> bool:
    """A title-like item takes in what is not indented under it but plainly belongs to it."""
    if open_node.kind != "item" or not open_node.is_title or open_node.rank - node.rank >= 2:
        return False
    if node.kind in ("text", "table", "formula"):
        return node.kind != "text" or bool(_BOLD_LEAD.match(node.text)) or not open_node.children
    return node.kind == "item" and open_node.ordered and not node.ordered


def _nodes(lines: list[str]) -> Iterator[Node]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if marker := fence(line):
            at, node = _code(lines, at, marker)
        elif match := _MATH_OPENS.match(line):
            at, node = _formula(lines, at, match[1])
        elif is_table_row(line) and at + 1 < len(lines) and is_table_rule(lines[at + 1]):
            at, node = _table(lines, at)
        else:
            at, prose = _prose(lines, at, read_line(line))
            if prose is not None:
                yield prose
            continue
        yield node


def _code(lines: list[str], at: int, marker: str) -> tuple[int, Node]:
    end = at + 1
    while end < len(lines) and fence(lines[end])[: len(marker)] != marker:
        end += 1
    return end + 1, Node(
        "code", "\n".join(lines[at + 1 : end]), _ITEM + 40, (at, min(end, len(lines) - 1))
    )


def _formula(lines: list[str], at: int, opener: str) -> tuple[int, Node]:
    closer = _CLOSERS[opener]
    indent = len(lines[at]) - len(lines[at].lstrip())
    end = at
    if closer not in lines[at].strip()[len(opener) :]:
        end = at + 1
        while end < len(lines) - 1 and closer not in lines[end]:
            end += 1
    return end + 1, Node(
        "formula",
        " ".join(line.strip() for line in lines[at : end + 1]),
        _ITEM + indent,
        (at, min(end, len(lines) - 1)),
    )


def _table(lines: list[str], at: int) -> tuple[int, Node]:
    indent = len(lines[at]) - len(lines[at].lstrip())
    end = at + 2
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        end += 1
    rows = [cells(lines[at]), *(cells(row) for row in lines[at + 2 : end])]
    return end, Node("table", "", _ITEM + indent, (at, end - 1), rows)


def _prose(lines: list[str], at: int, line: Line) -> tuple[int, Node | None]:
    if line.kind == "blank":
        return at + 1, None
    if line.kind == "rule":
        return at + 1, Node("rule", "", _ROOT, (at, at))
    if line.kind == "heading":
        return at + 1, Node("lead", line.text, line.indent, (at, at))
    end, text = _joined(lines, at, line)
    kind, rank = _kind_and_rank(text, lines, end, line)
    return end, Node(kind, text, rank, (at, end - 1), ordered=line.kind == "ordered")


def _kind_and_rank(text: str, lines: list[str], end: int, line: Line) -> tuple[str, float]:
    """Of a paragraph or item that ends before line `end`. A lead with a number is above others."""
    if line.kind == "text" and _is_lead(text, lines, end):
        return "lead", _LEAD + (0 if _NUMBERED.match(text) else 1) + min(line.indent, 9)
    if line.kind == "text":
        is_labelled = line.indent == 0 and text.startswith("**") and _BOLD_LEAD.match(text)
        return "text", _LEAD + 1 if is_labelled else _ITEM + line.indent
    is_section = line.kind == "ordered" and line.indent == 0 and not _BOLD_LINE.match(text)
    if is_section and _is_section(text, lines, end):
        return "lead", _LEAD
    return "item", _ITEM + line.indent


def _is_section(text: str, lines: list[str], end: int) -> bool:
    """`A. Some title` with nothing but a title, a blank line and paragraphs behind it."""
    return (
        _is_short(text)
        and not re.search("[，：:]", text)
        and not _ENDS.search(text)
        and end + 1 < len(lines)
        and not lines[end].strip()
        and bool(lines[end + 1].strip())
        and (
            read_line(lines[end + 1]).kind == "text"
            and not _BOLD_LEAD.match(lines[end + 1].strip())
        )
    )


def _joined(lines: list[str], at: int, line: Line) -> tuple[int, str]:
    """The line with its soft-wrapped rest."""
    text, end = line.text, at + 1
    while end < len(lines):
        following = read_line(lines[end])
        if (
            following.kind != "text"
            or fence(lines[end])
            or _MATH_OPENS.match(lines[end])
            or _starts_new(text, lines, end, following, line)
        ):
            break
        bold = line.kind != "text" and _BOLD_LINE.match(text.strip()) and not _COLON.search(text)
        text += ("：" if bold else _glue(text, following.text)) + following.text
        end += 1
    return end, text


def _starts_new(text: str, lines: list[str], end: int, following: Line, first: Line) -> bool:
    if is_table_row(lines[end]) and end + 1 < len(lines) and is_table_rule(lines[end + 1]):
        return True
    if _BOLD_LINE.match(text.strip()) and first.kind == "text":
        return True
    if first.kind == "text" and (_is_short(text) and _COLON.search(text)):
        return True
    if _BOLD_LEAD.match(following.text) or _BOLD_LINE.match(following.text):
        return True
    return not _is_wrapped(text, following.text) and first.kind == "text"


def _is_wrapped(before: str, after: str) -> bool:
    """Whether only the editor broke the line: it is long and its sentence unfinished."""
    if _ENDS.search(before) or width(before) < _WRAPPED:
        return False
    return not (
        after[:1].isupper()
        and before.isascii()
        and not re.search(r"(?:,|\b(?:and|or|the|of|a|to|in))$", before)
    )


def _glue(before: str, after: str) -> str:
    return " " if before[-1:].isascii() and after[:1].isascii() else ""


def _is_lead(text: str, lines: list[str], end: int) -> bool:
    """A bold line; or a short one without an end, or with a colon, that a list or table follows."""
    if _BOLD_LINE.match(text.strip()):
        return True
    if (
        len(text) > 2 * _SHORT
        or _ENDS.search(text)
        or (_BOLD_LEAD.match(text) and not _COLON.search(text))
    ):
        return False
    following = next((line for line in lines[end : end + 3] if line.strip()), "")
    kind = read_line(following).kind
    if _MATH_OPENS.match(following):
        return False
    listed = kind in ("bullet", "ordered") or is_table_row(following)
    if _COLON.search(text):
        return listed or kind == "text"
    return (
        _is_short(text)
        and (listed or (kind == "text" and not lines[end].strip() if end < len(lines) else False))
        and "，" not in text
    )
