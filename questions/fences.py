"""Code fences and formulas: lines whose signs are not Markdown, even where a fence never closes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_FENCE = re.compile(
    r"^(?P<lead>[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*)(?P<sign>`{3,}|~{3,})(?P<info>[^\n]*)$"
)
_HEADING = re.compile(r"^ {0,3}#{1,6}(?!#)\s*\S")
_MATH_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Fence:
    """Lines `start` to `end` (exclusive), counted from 0; `closed` by a fence of its own."""

    start: int
    end: int
    closed: bool


def find_fences(
    lines: Sequence[str], is_question: Callable[[int], bool]
) -> tuple[tuple[Fence, ...], bool]:
    """Find the code fences of a document; True if one had to be mended.

    A fence that never closes would swallow the rest. So if any is left open at the end, or opened
    twice, every fence ends before the first heading inside it that asks (`is_question(line)`).
    """
    fences, doubtful = _scan(lines, lambda _: False)
    if not doubtful:
        return fences, False
    mended, _ = _scan(lines, lambda i: bool(_HEADING.match(lines[i])) and is_question(i))
    return mended, any(not fence.closed for fence in mended)


def _scan(lines: Sequence[str], breaks: Callable[[int], bool]) -> tuple[tuple[Fence, ...], bool]:
    found: list[Fence] = []
    sign = ""
    start = 0
    doubtful = False
    for index, line in enumerate(lines):
        match = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if sign and breaks(index):
            found.append(Fence(start, index, closed=False))
            sign = ""
        if not match:
            continue
        if not sign:
            sign, start = _opening(match), index
        elif _closes(match, sign):
            found.append(Fence(start, index + 1, closed=True))
            sign = ""
        else:
            doubtful |= match["sign"][0] == sign[0] and bool(match["info"].strip())
    if sign:
        found.append(Fence(start, len(lines), closed=False))
    return tuple(found), doubtful or bool(sign)


def _opening(match: re.Match[str]) -> str:
    sign = match["sign"]
    return "" if sign[0] == "`" and "`" in match["info"] else sign


def _closes(match: re.Match[str], sign: str) -> bool:
    same = match["sign"][0] == sign[0] and len(match["sign"]) >= len(sign)
    return same and not match["info"].strip()


def find_formulas(lines: Sequence[str], taken: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    r"""Find displayed formulas (`$$ … $$`, `\[ … \]`) of several lines, outside `taken` ones."""
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        close = None if taken[index] else _closing_sign(lines[index])
        end = _formula_end(lines, index, close) if close else None
        if end:
            found.append((index, end))
        index = end or index + 1
    return tuple(found)


def _closing_sign(line: str) -> str | None:
    text = line.strip(" \t>")
    if text.startswith("$$") and "$$" not in text[2:]:
        return "$$"
    if text.startswith("\\[") and "\\]" not in text:
        return "\\]"
    return None


def _formula_end(lines: Sequence[str], start: int, close: str) -> int | None:
    for index in range(start + 1, min(start + _MATH_LIMIT, len(lines))):
        if close in lines[index]:
            return index + 1
        if _HEADING.match(lines[index]) and lines[index].lstrip().startswith("##"):
            return None
    return None
