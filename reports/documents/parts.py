"""What such a page is made of: finished words and figures, as in `reports.parts`."""

from __future__ import annotations

from dataclasses import dataclass

from reports.parts import Fact, Notice


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a table. `value` is the number behind the text, for programs; None for words."""

    text: str
    value: float | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; numbers stand to the right."""

    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns. `name` is short, for sheets; `more` says what is cut."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled length in [0, 1] with the text that stands behind it."""

    label: str
    share: float
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Lengths one below the other; `text` says what they show."""

    text: str
    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Whisker:
    """A value and its range."""

    label: str
    at: float
    low: float
    high: float
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Whiskers:
    """Values on one scale; `zero` draws a line where nothing differs."""

    text: str
    rows: tuple[Whisker, ...]
    zero: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A named place; `best` means that nothing is better in both directions."""

    label: str
    x: float
    y: float
    best: bool = False


@dataclass(frozen=True, slots=True)
class Scatter:
    """Named places on two scales; `line` draws a horizontal line at each of its heights."""

    text: str
    x_label: str
    y_label: str
    dots: tuple[Dot, ...]
    lines: tuple[float, ...] = ()


Block = Table | Bars | Whiskers | Scatter


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the page. A `folded` one is closed at first."""

    title: str
    note: str
    blocks: tuple[Block, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page. `figure` is its main number with `unit` behind it, "" if there is none."""

    lang: str
    kind: str
    title: str
    facts: tuple[Fact, ...]
    figure: str
    unit: str
    range: str
    notices: tuple[Notice, ...]
    sections: tuple[Section, ...]
    source_title: str
    source_note: str
    sources: tuple[Fact, ...]

    def tables(self) -> tuple[Table, ...]:
        """All tables in order."""
        return tuple(b for s in self.sections for b in s.blocks if isinstance(b, Table))
