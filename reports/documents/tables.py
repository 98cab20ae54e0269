"""Tables written column by column: what a column is called stands beside what its cells show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from reports.documents.parts import Cell, Column, Table
from reports.points import state_badge
from reports.words import Words
from rubrics.marks import State

T = TypeVar("T")
Field = tuple[Column, Callable[[T], Cell]]
"""A column, and its cell for one item."""


def tabulate(
    name: str, items: Sequence[T], *fields: Field[T], empty: str = "", more: str = ""
) -> Table:
    """A row an item, a column a field; `name`, `empty` and `more` as in `Table`."""
    columns = tuple(column for column, _ in fields)
    rows = tuple(tuple(cell(item) for _, cell in fields) for item in items)
    return Table(name, columns, rows, empty, more)


def filled(*tables: Table) -> tuple[Table, ...]:
    """Those of the tables that have rows."""
    return tuple(table for table in tables if table.rows)


def state_cell(state: str, words: Words) -> Cell:
    """A state with its symbol, in its colour."""
    badge = state_badge(State(state), words)
    return Cell(f"{badge.symbol} {badge.label}", tone=badge.tone)
