"""The parts that pages are made of: finished words and figures, nothing left to decide.

Every text is visible text (`reports.clean`) but never markup: each renderer escapes it in its own
way. A `tone` names a colour: a state's name, "good", "bad" or "quiet".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Badge:
    """A short label with its colour and a symbol that says the same without colour."""

    tone: str
    symbol: str
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before reading on: a flag, a failure, a range left open."""

    tone: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """The score as a picture: `at` and the range `low` to `high`, all in [0, 100]."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Headline:
    """What was asked, and the score. `score` is "62" or the word for unscored; `out_of` "/ 100"."""

    kind: str
    title: str
    facts: tuple[Fact, ...]
    score_label: str
    score: str
    out_of: str
    band: Badge
    interval: str
    reason: str
    gauge: Gauge | None
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One point in the bar; `size` is its weight, at least 1."""

    number: int
    size: int
    badge: Badge
    text: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many points are in one state."""

    badge: Badge
    number: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The points by state, best first, with their counts; `text` says it all in words."""

    title: str
    text: str
    cells: tuple[Cell, ...]
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A mark in the answer that leads to a point; `label` says so in words."""

    number: int
    badge: Badge
    label: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the answer.

    `tone` is that of the gravest point it decides, "" if none. `points` are the numbers of those
    points, `references` the marks to print after it. `number` counts the coloured segments from 1;
    0 means plain text.
    """

    text: str
    number: int = 0
    tone: str = ""
    points: tuple[int, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer in coloured segments; `empty` is what to say when there is no text."""

    title: str
    note: str
    empty: str
    long: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the answer; `segment` is the coloured segment where they start."""

    text: str
    segment: int


@dataclass(frozen=True, slots=True)
class PointRow:
    """One key point with what the answer does with it.

    `gain` is "+8" or "". `advice` says what to do about it, "" if nothing. `passage` is Markdown.
    """

    number: int
    badge: Badge
    text: str
    weight: str
    quotes: tuple[Quote, ...]
    reason: str
    decided_by: str
    unsure: str
    gain: str
    advice: str
    passage: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The small words around a point; `colon` joins a label to its value."""

    point: str
    state: str
    quotes: str
    reason: str
    decided_by: str
    passage: str
    doubt: str
    weight: str
    to_answer: str
    to_point: str
    colon: str


@dataclass(frozen=True, slots=True)
class PointList:
    """Points in the order they should be read in; `empty` is what to say when there are none."""

    title: str
    note: str
    empty: str
    rows: tuple[PointRow, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A titled text: `paragraphs` are plain text, `markdown` is Markdown; either may be empty."""

    title: str
    note: str
    paragraphs: tuple[str, ...] = ()
    markdown: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the score comes from and how to get it again."""

    title: str
    note: str
    facts: tuple[Fact, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Page:
    """The report of one graded answer. `record` is its data as JSON text, for verification."""

    lang: str
    title: str
    skip: str
    headline: Headline
    bar: Bar
    corrections: PointList
    additions: PointList
    answer: AnswerView
    points: PointList
    summary: Prose
    reference: Prose
    provenance: Provenance
    labels: Labels
    record: str
