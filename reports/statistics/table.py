"""The rows of a run as columns of numbers: what every statistic is derived from."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rubrics.marks import CREDIT, Failure, State
from rubrics.runs import Row

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NAN = float("nan")
_EXAMPLES = 200


@dataclass(frozen=True, slots=True)
class Lost:
    """An answer without a score, and why."""

    answer_id: str
    author: str
    title: str
    kind: str
    message: str
    hint: str


@dataclass
class PointColumn:
    """What the answers to one question did with its points.

    `credits` holds one number an answer and point, row after row: the state's credit, NaN where
    unscored. `rows` are the rows of the run table that they belong to.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    weights: tuple[int, ...]
    credits: array[float] = field(default_factory=lambda: array("f"))
    rows: array[int] = field(default_factory=lambda: array("l"))

    def matrix(self) -> Floats:
        """The credits, shape (answers, points)."""
        flat = np.frombuffer(self.credits, np.float32) if self.credits else np.zeros(0, np.float32)
        return flat.reshape(-1, len(self.ids)).astype(np.float64)


@dataclass
class RunTable:
    """A run in columns; `question` and `author` are places in `questions` and `authors`.

    `score` is NaN where nothing was scored. `tokens`, `seconds` and `cost` are NaN where unknown.
    `lost` holds the first 200 failures.
    """

    name: str
    questions: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    answer_ids: list[str] = field(default_factory=list)
    question: array[int] = field(default_factory=lambda: array("l"))
    author: array[int] = field(default_factory=lambda: array("l"))
    score: array[float] = field(default_factory=lambda: array("d"))
    characters: array[int] = field(default_factory=lambda: array("l"))
    tokens: array[float] = field(default_factory=lambda: array("d"))
    seconds: array[float] = field(default_factory=lambda: array("d"))
    cost: array[float] = field(default_factory=lambda: array("d"))
    unsure: array[float] = field(default_factory=lambda: array("d"))
    margin: array[float] = field(default_factory=lambda: array("d"))
    points: dict[str, PointColumn] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)
    lost: list[Lost] = field(default_factory=list)
    flags: Counter[str] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)
    signatures: dict[str, set[str]] = field(default_factory=dict)
    _question_at: dict[str, int] = field(default_factory=dict)
    _author_at: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.score)

    def add(self, row: Row) -> None:
        """Append a row."""
        sheet = row.sheet
        self.question.append(self._place(sheet.question_id, row.title))
        self.author.append(_place(sheet.author, self.authors, self._author_at))
        self.answer_ids.append(sheet.answer_id)
        self.score.append(_NAN if sheet.score is None else sheet.score)
        self.characters.append(len(sheet.answer))
        self.tokens.append(_NAN if row.usage.output_tokens is None else row.usage.output_tokens)
        self.seconds.append(_NAN if row.usage.seconds is None else row.usage.seconds)
        self.cost.append(_NAN if row.usage.cost is None else row.usage.cost)
        total = sum(m.weight for m in sheet.marks)
        self.unsure.append(sum(m.weight for m in sheet.marks if m.unsure) / total if total else 0.0)
        low, high = sheet.interval or (0.0, 0.0)
        self.margin.append((high - low) / 2)
        self.bands[sheet.band] += 1
        self.flags.update(sheet.flags)
        if sheet.failure is not None:
            self._add_failure(row, sheet.failure)
        if sheet.signature:
            self.signatures.setdefault(sheet.question_id, set()).add(sheet.signature)
        self._add_points(row)

    def _add_failure(self, row: Row, failure: Failure) -> None:
        self.failures[failure.kind] += 1
        if len(self.lost) < _EXAMPLES:
            sheet = row.sheet
            reason = (failure.kind, failure.message, failure.hint)
            self.lost.append(Lost(sheet.answer_id, sheet.author, row.title, *reason))

    def _place(self, question: str, title: str) -> int:
        if question not in self._question_at:
            self.titles.append(title)
        return _place(question, self.questions, self._question_at)

    def _add_points(self, row: Row) -> None:
        marks = row.sheet.marks
        if not marks:
            return
        ids = tuple(m.point for m in marks)
        column = self.points.get(row.sheet.question_id)
        if column is None:
            column = PointColumn(ids, tuple(m.text for m in marks), tuple(m.weight for m in marks))
            self.points[row.sheet.question_id] = column
        if column.ids == ids:
            column.rows.append(len(self.score) - 1)
            column.credits.extend(
                _NAN if m.state is State.UNSCORED else CREDIT[m.state] for m in marks
            )

    def scores(self) -> Floats:
        """The scores, NaN where there is none."""
        return np.array(self.score, np.float64)

    def question_means(self, author: int | None = None) -> dict[str, float]:
        """Mean score by question id over the scored rows, of one author or of all."""
        scores, questions = self.scores(), np.array(self.question)
        keep = ~np.isnan(scores)
        if author is not None:
            keep &= np.array(self.author) == author
        totals = np.bincount(questions[keep], scores[keep], len(self.questions))
        counts = np.bincount(questions[keep], minlength=len(self.questions))
        return {q: totals[i] / counts[i] for i, q in enumerate(self.questions) if counts[i]}


def make_table(name: str, rows: Iterable[Row]) -> RunTable:
    """Read rows into columns, one at a time."""
    table = RunTable(name)
    for row in rows:
        table.add(row)
    return table


def _place(name: str, names: list[str], places: dict[str, int]) -> int:
    if name not in places:
        places[name] = len(names)
        names.append(name)
    return places[name]
