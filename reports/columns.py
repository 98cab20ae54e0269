"""Text in terminal columns: East Asian characters take two, and lines break where they may."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

_UNITS = re.compile(
    r"[“‘（《「『【]*(?:[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff"
    r"\uff00-\uffef“‘（《「『【]+)[，。、；：？！）》」』】”’…]*[ \t]*|[“‘（《「『【]+|[ \t]+"
)


def wrap(text: str, width: int, indent: str = "", hanging: str | None = None) -> Iterator[str]:
    """Lines of at most `width` columns. `hanging` starts every line but the first.

    A line breaks at spaces and between East Asian characters, never before closing punctuation;
    what is wider than a line is broken anywhere.
    """
    later = indent if hanging is None else hanging
    start = indent
    for paragraph in text.split("\n"):
        for line in _lines(paragraph, max(8, width - cell_len(later))):
            yield f"{start}{line}".rstrip()
            start = later


def _lines(paragraph: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for unit in _units(paragraph, width):
        if used + cell_len(unit.rstrip()) > width and line:
            yield line
            line, used = "", 0
        line += unit
        used += cell_len(unit)
    yield line


def _units(paragraph: str, width: int) -> Iterator[str]:
    """Split into the pieces that stay together, none wider than a line."""
    for unit in _UNITS.findall(paragraph.strip()):
        if cell_len(unit) <= width:
            yield unit
        else:
            yield from unit


def cells(text: str) -> int:
    """How many columns a line takes."""
    return cell_len(text)
