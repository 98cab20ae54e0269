"""Citations of numbered passages in a drafted answer: `[1]`, `[1][3]`, `[1, 3]`, `【2】`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CITED = re.compile(r"[\[【]\s*(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\s*[\]】](?!\()")
_FENCE = re.compile(r"^\s*(?P<mark>```|~~~|\$\$)")
_CODE = re.compile(r"`[^`\n]*`|\$[^$\n]+\$")
_TITLE = re.compile(r"^\s*(?:#{1,6}\s+.*|(?:\*\*|__)[^*_]{1,60}(?:\*\*|__)[:：]?)\s*$")
_SHOWN = 24
"""Characters of a paragraph that a message quotes."""


def cited_in(text: str) -> tuple[int, ...]:
    """The numbers cited, in order, each once. What stands in code or formulas does not count."""
    prose = _CODE.sub(" ", text)
    numbers = (int(n) for group in _CITED.findall(prose) for n in re.findall(r"\d+", group))
    return tuple(dict.fromkeys(numbers))


def paragraphs(text: str) -> Iterator[str]:
    """What must cite: blocks of prose. Titles need no source; code, formulas and tables belong to
    the block before them.
    """
    return (block for block in _blocks(text) if not _needs_no_source(block.split("\n")))


def _blocks(text: str) -> Iterator[str]:
    """What stands between blank lines, outside of code and formulas."""
    held: list[str] = []
    fence = ""
    for line in [*text.split("\n"), ""]:
        opened = _FENCE.match(line)
        if fence or opened:
            fence = _next_fence(fence, line, opened)
        elif line.strip():
            held.append(line)
        elif held:
            yield "\n".join(held)
            held = []


def _next_fence(fence: str, line: str, opened: re.Match[str] | None) -> str:
    """The fence that is open after this line, "" if none; one may open and close on one line."""
    if opened is None:
        return "" if fence and line.rstrip().endswith(fence) else fence
    mark = opened["mark"]
    closes = fence == mark or (not fence and line.strip().endswith(mark) and line.count(mark) > 1)
    return "" if closes else fence or mark


def _needs_no_source(lines: list[str]) -> bool:
    return all(_TITLE.match(line) for line in lines) or all(
        line.lstrip().startswith("|") for line in lines
    )


def citation_problem(text: str, count: int) -> str:
    """What is wrong with the citations of a draft from `count` passages, "" if nothing."""
    cited = cited_in("\n".join(_blocks(text)))
    strange = [number for number in cited if not 1 <= number <= count]
    if strange:
        return f"the draft cites [{strange[0]}], and there are {count} passages"
    found = list(paragraphs(text))
    for number, paragraph in enumerate(found, 1):
        if not cited_in(paragraph):
            begin = " ".join(paragraph.split())[:_SHOWN]
            return f"paragraph {number} of the draft cites no passage: “{begin}…”"
    return "" if found else "the draft has no paragraph"
