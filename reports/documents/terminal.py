"""A document for a terminal: aligned columns, bars of blocks, colours if asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.columns import cells, wrap
from reports.documents.parts import Bars, Block, Cell, Document, Section, Table, Whiskers
from reports.parts import Fact

_CODES = {
    "covered": "32", "good": "32", "partial": "33", "fair": "33", "contradicted": "31", "bad": "31",
    "unscored": "35", "bold": "1", "quiet": "2",
}  # fmt: skip
_BAR = 24
_WIDEST = 44
_NARROWEST = 40
_MOST_ROWS = 12
_LEAST = 10


def render_terminal(document: Document, width: int, color: bool) -> str:
    """Write the page in lines of at most `width` columns where words allow it."""
    view = _View(max(width, _NARROWEST), color)
    return "\n".join(view.document(document)) + "\n"


@dataclass(frozen=True, slots=True)
class _View:
    width: int
    color: bool

    def paint(self, text: str, tone: str) -> str:
        code = _CODES.get(tone)
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and code and text else text

    def prose(self, text: str, tone: str = "", indent: str = "") -> Iterator[str]:
        if text:
            yield from (self.paint(line, tone) for line in wrap(text, self.width, indent))

    def document(self, document: Document) -> Iterator[str]:
        yield from self.prose(document.title, "bold")
        yield from self.facts(document.facts)
        if document.figure:
            yield ""
            figure = self.paint(f"{document.figure} {document.unit}".rstrip(), "bold")
            yield f"{figure}  {document.range}".rstrip()
        for notice in document.notices:
            yield from self.prose(f"! {notice.text} {notice.hint}".rstrip(), notice.tone)
        for section in document.sections:
            if not section.folded:
                yield from self.section(section)
        yield ""
        yield from self.facts(document.sources)

    def facts(self, facts: tuple[Fact, ...]) -> Iterator[str]:
        text = " · ".join(f"{f.label} {f.value}".strip() for f in facts)
        yield from self.prose(text, "quiet")

    def section(self, section: Section) -> Iterator[str]:
        yield ""
        yield self.paint(section.title, "bold")
        yield from self.prose(section.note, "quiet")
        for block in section.blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Table):
            yield from self.table(block)
        elif isinstance(block, Bars):
            wide = max((cells(row.label) for row in block.rows), default=0)
            for row in block.rows:
                filled = round(row.share * _BAR)
                bar = self.paint("█" * filled, row.tone) + self.paint(
                    "░" * (_BAR - filled), "quiet"
                )
                yield f"  {_pad(row.label, wide)}  {bar}  {row.text}"
        elif isinstance(block, Whiskers):
            wide = max((cells(row.label) for row in block.rows), default=0)
            for item in block.rows:
                yield f"  {_pad(item.label, wide)}  {self.paint(item.text, item.tone)}"

    def table(self, table: Table) -> Iterator[str]:
        if not table.rows:
            yield from self.prose(table.empty, "quiet", "  ")
            return
        head = [Cell(column.label, tone="quiet") for column in table.columns]
        shown = table.rows[:_MOST_ROWS]
        widths = self.widths([head, *shown], [column.is_number for column in table.columns])
        for row in [tuple(head), *shown]:
            yield (
                "  "
                + "  ".join(
                    self.paint(_fit(cell.text, wide, column.is_number), cell.tone)
                    for cell, column, wide in zip(row, table.columns, widths, strict=True)
                ).rstrip()
            )
        if len(table.rows) > len(shown):
            yield self.paint(f"  … +{len(table.rows) - len(shown)}", "quiet")
        yield from self.prose(table.more, "quiet", "  ")

    def widths(self, rows: list[tuple[Cell, ...] | list[Cell]], numbers: list[bool]) -> list[int]:
        """As wide as needed; words give way until the line fits, figures only after them."""
        wide = [
            min(_WIDEST, max(cells(c.text) for c in column)) for column in zip(*rows, strict=True)
        ]
        room = self.width - 2 * len(wide)
        for kind in (False, True):
            some = [i for i, is_number in enumerate(numbers) if is_number == kind]
            while sum(wide) > room and some and max(wide[i] for i in some) > _LEAST:
                wide[max(some, key=lambda i: wide[i])] -= 1
        return wide


def _pad(text: str, wide: int) -> str:
    return text + " " * (wide - cells(text))


def _fit(text: str, wide: int, right: bool) -> str:
    """The text in exactly so many columns, cut with an ellipsis."""
    if cells(text) > wide:
        kept = ""
        for char in text:
            if cells(kept + char) >= wide:
                break
            kept += char
        text = kept + "…"
    space = " " * (wide - cells(text))
    return space + text if right else text + space
