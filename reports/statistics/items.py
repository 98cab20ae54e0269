"""The health of a bank as a test: items too easy, too hard, or that tell nobody apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reports.statistics.table import Floats, PointColumn, RunTable

FEWEST = 5
"""Answers or authors below which a correlation says nothing."""
WEAK = 0.2
"""Discrimination below which an item should be looked at (Ebel & Frisbie 1991)."""
_FEW = 10
_MANY = 30
"""Answers that a verdict needs: on what nobody or everybody meets, and on a correlation."""
_SHARE = 0.95
_SHORT_ALPHA = 0.95


@dataclass(frozen=True, slots=True)
class Item:
    """A question: `difficulty` is the mean share of the score earned, 0 to 1.

    `discrimination` is the correlation over authors of the question's score with the mean score on
    all other questions; `without` is alpha when the question is left out. None where not defined.
    """

    id: str
    title: str
    answers: int
    unscored: int
    difficulty: float | None
    discrimination: float | None
    without: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class PointItem:
    """A key point: shares of the scored answers that cover it and that contradict it.

    `discrimination` is its point-biserial correlation with the rest of its question.
    """

    question: str
    title: str
    id: str
    text: str
    answers: int
    covered: float
    contradicted: float
    discrimination: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Review:
    """An answer that a person should look at; `value` is what a look is expected to change."""

    row: int
    answer_id: str
    author: str
    question: str
    title: str
    score: float | None
    value: float
    why: str


@dataclass(frozen=True, slots=True)
class Health:
    """`alpha` is Cronbach's over questions and `authors`; `short` the questions of a short form."""

    authors: int
    answers: int
    alpha: float | None
    items: tuple[Item, ...]
    points: tuple[PointItem, ...]
    short: tuple[str, ...]
    short_alpha: float | None
    reviews: tuple[Review, ...]


def examine(table: RunTable, reviews: int = 50) -> Health:
    """Look at every question and point of a run."""
    matrix = _by_author(table)
    whole = cronbach(matrix)
    items = tuple(
        _item(table, matrix, i)
        for i in range(len(table.questions))
        if table.questions[i] in table.points
    )
    short, short_alpha = _short_form(table, matrix, items)
    points = tuple(p for q, column in table.points.items() for p in _points(table, q, column))
    return Health(
        authors=len(table.authors),
        answers=len(table),
        alpha=whole,
        items=items,
        points=points,
        short=short,
        short_alpha=short_alpha,
        reviews=tuple(_reviews(table, reviews)),
    )


def _by_author(table: RunTable) -> Floats:
    """Mean score, shape (authors, questions), NaN where an author has none."""
    shape = (len(table.authors), len(table.questions))
    scores = table.scores()
    keep = ~np.isnan(scores)
    at = (np.array(table.author)[keep], np.array(table.question)[keep])
    total, count = np.zeros(shape), np.zeros(shape)
    np.add.at(total, at, scores[keep])
    np.add.at(count, at, 1)
    with np.errstate(invalid="ignore"):
        result: Floats = total / count
    return result


def cronbach(matrix: Floats) -> float | None:
    """Cronbach's alpha of shape (people, items), from the people who have every item.

    None for fewer than 5 such people or 2 items, or when nothing varies.
    """
    full = matrix[~np.isnan(matrix).any(axis=1)]
    n, k = full.shape
    if n < FEWEST or k < 2:
        return None
    total = float(full.sum(axis=1).var(ddof=1))
    if total <= 1e-12:
        return None
    single = float(full.var(axis=0, ddof=1).sum())
    return float(k / (k - 1) * (1 - single / total))


def rest_correlation(values: Floats, rest: Floats) -> float | None:
    """Correlation over the places where both are known; None below 5, or where one is constant."""
    both = ~(np.isnan(values) | np.isnan(rest))
    if both.sum() < FEWEST:
        return None
    a, b = values[both], rest[both]
    if a.std() < 1e-12 or b.std() < 1e-12:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def _mean_rows(matrix: Floats) -> Floats:
    """Mean of each row over what is known, NaN for an empty row."""
    count = (~np.isnan(matrix)).sum(axis=1)
    with np.errstate(invalid="ignore"):
        result: Floats = np.where(
            count > 0, np.nansum(matrix, axis=1) / np.maximum(count, 1), np.nan
        )
    return result


def _item(table: RunTable, matrix: Floats, at: int) -> Item:
    rows = np.flatnonzero(np.array(table.question) == at)
    scores = table.scores()[rows]
    known = scores[~np.isnan(scores)]
    others = np.delete(matrix, at, axis=1)
    column = table.points.get(table.questions[at])
    return Item(
        id=table.questions[at],
        title=table.titles[at],
        answers=len(rows),
        unscored=int(np.isnan(scores).sum()),
        difficulty=float(known.mean()) / 100 if len(known) else None,
        discrimination=rest_correlation(matrix[:, at], _mean_rows(others)),
        without=cronbach(others),
        alpha=cronbach(column.matrix()) if column else None,
    )


def _points(table: RunTable, question: str, column: PointColumn) -> list[PointItem]:
    matrix = column.matrix()
    title = table.titles[table.questions.index(question)]
    found = []
    for i, (point, text) in enumerate(zip(column.ids, column.texts, strict=True)):
        known = matrix[:, i][~np.isnan(matrix[:, i])]
        covered = float((known >= 1).mean()) if len(known) else 0.0
        contradicted = float((known < 0).mean()) if len(known) else 0.0
        weights = np.delete(np.array(column.weights, float), i)
        rest = _mean_rows(np.delete(matrix, i, axis=1) * weights)
        r = rest_correlation(matrix[:, i], rest)
        verdict = _verdict(len(known), known, covered, r)
        found.append(
            PointItem(question, title, point, text, len(known), covered, contradicted, r, verdict)
        )
    return found


def _verdict(n: int, known: Floats, covered: float, discrimination: float | None) -> str:
    """Why to look at the point: "nobody", "everybody", "inverse", "weak", or "" if it is fine."""
    if n < _FEW:
        return ""
    if (known <= 0).mean() >= _SHARE:
        return "nobody"
    if covered >= _SHARE:
        return "everybody"
    if n < _MANY or discrimination is None or discrimination >= WEAK:
        return ""
    reach = 1.96 / np.sqrt(n - 3)  # of Fisher's z
    return "inverse" if np.arctanh(max(discrimination, -0.999)) + reach < 0 else "weak"


def _short_form(
    table: RunTable, matrix: Floats, items: Sequence[Item]
) -> tuple[tuple[str, ...], float | None]:
    """The fewest questions, best discriminating first, whose mean ranks authors as all of them do.

    They correlate at least 0.95 with the mean of all questions. Empty where that is not known.
    """
    ranked = sorted(
        (i for i in items if i.discrimination is not None), key=lambda i: -(i.discrimination or 0)
    )
    whole = _mean_rows(matrix)
    places = {q: i for i, q in enumerate(table.questions)}
    for size in range(2, len(ranked)):
        chosen = [places[item.id] for item in ranked[:size]]
        r = rest_correlation(_mean_rows(matrix[:, chosen]), whole)
        if r is not None and r >= _SHORT_ALPHA:
            return tuple(item.id for item in ranked[:size]), cronbach(matrix[:, chosen])
    return (), None


def _reviews(table: RunTable, most: int) -> list[Review]:
    """Answers by the expected change of a look: half the range, more where points are unsure."""
    unsure, margin = np.array(table.unsure), np.array(table.margin)
    scores = table.scores()
    value = np.where(np.isnan(scores), 100.0, margin * (0.5 + unsure))
    order = np.argsort(-value, kind="stable")[:most]
    return [_review(table, int(i), float(value[i])) for i in order if value[i] > 0]


def _review(table: RunTable, row: int, value: float) -> Review:
    score = table.score[row]
    question = table.question[row]
    unscored = bool(np.isnan(score))
    return Review(
        row=row,
        answer_id=table.answer_ids[row],
        author=table.authors[table.author[row]],
        question=table.questions[question],
        title=table.titles[question],
        score=None if unscored else score,
        value=value,
        why="unscored" if unscored else "unsure" if table.unsure[row] > 0 else "range",
    )
