"""The tables of a page as a workbook. No cell is ever a formula."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reports.clean import clip, visible
from reports.documents.parts import Table

_LONGEST = 32_000
"""A cell of Excel holds 32,767 characters."""
_WIDE = 48
_NARROW = 14


def write_workbook(tables: Sequence[Table], path: Path) -> None:
    """One sheet a table, with filters; texts are written as texts, numbers as numbers."""
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E9ECF0", "bottom": 1})
        for number, table in enumerate(tables, 1):
            sheet = book.add_worksheet(_name(table.name, number))
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(table.columns):
                sheet.set_column(place, place, _NARROW if column.is_number else _WIDE)
                sheet.write_string(0, place, column.label, head)
            for at, row in enumerate(table.rows, 1):
                for place, cell in enumerate(row):
                    if cell.value is not None:
                        sheet.write_number(at, place, cell.value)
                    else:
                        sheet.write_string(at, place, clip(visible(cell.text), _LONGEST))
            sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
        if not tables:
            book.add_worksheet("empty")


def _name(name: str, number: int) -> str:
    """A name that Excel takes, and no other sheet has."""
    kept = "".join(c for c in name if c not in r"[]:*?/\'")[:26].strip() or "sheet"
    return f"{number} {kept}"
