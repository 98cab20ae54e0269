"""Systems compared on the questions they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from reports.statistics.bootstrap import SCORES, SEED, Estimate, flip_test, holm, mean_interval
from reports.statistics.power import detectable, questions_needed
from reports.statistics.ranking import TIE, Rank, rank
from reports.statistics.table import Floats, Ints, RunTable

WISH = 2.0
"""Points: the half width that the advice on more questions aims at."""
SURE = 0.05
"""Adjusted p below which two systems are told apart."""


@dataclass(frozen=True, slots=True)
class System:
    """One author of a run, or a whole run. `mean` weighs every question alike.

    `scores` has a number for each question of the comparison, NaN where there is none. `spread` is
    the standard deviation over repeats within a question, `worst` the mean of each question's
    worst repeat, `repeats` the mean number of repeats; the first two are None without repeats.
    """

    name: str
    answers: int
    unscored: int
    mean: Estimate | None
    scores: Floats
    lengths: Floats
    repeats: float
    spread: float | None
    worst: float | None
    tokens: float | None
    seconds: float | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class Pair:
    """`first` minus `second` (places in the systems) over the questions that both have.

    `p` is that of the permutation test, `adjusted` after Holm. `controlled` is the difference with
    the length of the answers held equal. `detectable` is the least difference that so many
    questions show, `needed` how many give ± `WISH`.
    """

    first: int
    second: int
    difference: Estimate
    p: float
    adjusted: float
    wins: int
    ties: int
    losses: int
    controlled: Estimate | None
    detectable: float | None
    needed: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything about some systems. `mixed` names questions whose scores are not comparable."""

    questions: tuple[str, ...]
    titles: tuple[str, ...]
    systems: tuple[System, ...]
    pairs: tuple[Pair, ...]
    ranks: tuple[Rank, ...]
    mixed: tuple[str, ...]
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Side:
    """What a system is made of: rows of a run."""

    name: str
    table: RunTable
    rows: Ints


def sides_of(tables: Sequence[RunTable], by: str = "auto") -> list[Side]:
    """Systems in the tables: `by` "author", "run", or "auto": authors where a run has several."""
    if by == "auto":
        by = "author" if any(len(t.authors) > 1 for t in tables) else "run"
    if by == "run":
        return [
            Side(name, t, np.arange(len(t)))
            for name, t in zip(_run_names(tables), tables, strict=True)
        ]
    found = [
        Side(author, t, np.flatnonzero(np.array(t.author) == i))
        for t in tables
        for i, author in enumerate(t.authors)
    ]
    names = [side.name for side in found]
    return [
        Side(f"{s.name} ({s.table.name})" if names.count(s.name) > 1 else s.name, s.table, s.rows)
        for s in found
    ]


def _run_names(tables: Sequence[RunTable]) -> list[str]:
    """The only author's name where that tells the runs apart, else the folders' names."""
    authors = [t.authors[0] if len(t.authors) == 1 else "" for t in tables]
    unique = all(authors) and len(set(authors)) == len(authors)
    return authors if unique else [t.name for t in tables]


def compare(sides: Sequence[Side], seed: int = SEED, tests: bool = True) -> Comparison:
    """Compare each two systems on the questions that both answered; without `tests` no two are."""
    titles = {q: t for s in sides for q, t in zip(s.table.questions, s.table.titles, strict=True)}
    asked = [_means(side) for side in sides]
    counts = [set(scores) for scores, _ in asked]
    fewest = min(2, len(sides))
    ids = [q for q in titles if sum(q in found for found in counts) >= fewest]
    systems = tuple(_system(s, a, ids, seed) for s, a in zip(sides, asked, strict=True))
    found = _pairs(systems, seed) if tests else []
    adjusted = holm([p.p for p in found])
    pairs = tuple(replace(p, adjusted=a) for p, a in zip(found, adjusted, strict=True))
    apart = {(p.first, p.second) for p in pairs if p.adjusted < SURE}
    scores = np.array([s.scores for s in systems]).T
    return Comparison(
        questions=tuple(ids),
        titles=tuple(titles[q] for q in ids),
        systems=systems,
        pairs=pairs,
        ranks=tuple(rank(scores.reshape(len(ids), -1), apart, seed)) if tests else (),
        mixed=tuple(_mixed(sides, ids)),
        seed=seed,
    )


def _mixed(sides: Sequence[Side], ids: Sequence[str]) -> list[str]:
    """Questions that were not graded with one and the same signature."""
    tables = {id(side.table): side.table for side in sides}.values()
    return [q for q in ids if len(set().union(*(t.signatures.get(q, set()) for t in tables))) > 1]


def _means(side: Side) -> tuple[dict[str, list[float]], dict[str, list[int]]]:
    """The scores, and the lengths in characters of the scored answers, by question."""
    table = side.table
    scores: dict[str, list[float]] = {}
    lengths: dict[str, list[int]] = {}
    for row in side.rows:
        value = table.score[row]
        if not np.isnan(value):
            question = table.questions[table.question[row]]
            scores.setdefault(question, []).append(value)
            lengths.setdefault(question, []).append(table.characters[row])
    return scores, lengths


def _system(
    side: Side,
    asked: tuple[dict[str, list[float]], dict[str, list[int]]],
    ids: Sequence[str],
    seed: int,
) -> System:
    scores, lengths = asked
    table = side.table
    means = np.array([np.mean(scores[q]) if q in scores else np.nan for q in ids])
    repeated = [v for v in scores.values() if len(v) > 1]
    variances = [float(np.var(v, ddof=1)) for v in repeated]
    return System(
        name=side.name,
        answers=len(side.rows),
        unscored=int(np.isnan(table.scores()[side.rows]).sum()),
        mean=mean_interval([float(np.mean(v)) for v in scores.values()], seed, bounds=SCORES),
        scores=means,
        lengths=np.array([np.mean(lengths[q]) if q in lengths else np.nan for q in ids]),
        repeats=float(np.mean([len(v) for v in scores.values()])) if scores else 0.0,
        spread=float(np.sqrt(np.mean(variances))) if repeated else None,
        worst=float(np.mean([min(v) for v in scores.values()])) if repeated else None,
        tokens=_known_mean(table.tokens, side.rows),
        seconds=_known_mean(table.seconds, side.rows),
        cost=_known_mean(table.cost, side.rows),
    )


def _known_mean(column: Sequence[float], rows: Ints) -> float | None:
    values = np.array(column)[rows]
    values = values[~np.isnan(values)]
    return float(values.mean()) if len(values) else None


def _pairs(systems: Sequence[System], seed: int) -> list[Pair]:
    pairs = (_pair(systems, i, j, seed) for i, j in combinations(range(len(systems)), 2))
    return [pair for pair in pairs if pair is not None]


def _pair(systems: Sequence[System], first: int, second: int, seed: int) -> Pair | None:
    a, b = systems[first], systems[second]
    both = ~(np.isnan(a.scores) | np.isnan(b.scores))
    d = a.scores[both] - b.scores[both]
    difference = mean_interval(d, seed)
    p = flip_test(d, seed)
    if difference is None or p is None:
        return None
    deviation = float(d.std(ddof=1)) if len(d) > 1 else float("nan")
    return Pair(
        first=first,
        second=second,
        difference=difference,
        p=p,
        adjusted=p,
        wins=int((d >= TIE).sum()),
        ties=int((abs(d) < TIE).sum()),
        losses=int((d <= -TIE).sum()),
        controlled=_controlled(d, a.lengths[both], b.lengths[both]),
        detectable=detectable(deviation, len(d)),
        needed=questions_needed(deviation, WISH),
    )


def _controlled(d: Floats, first: Floats, second: Floats) -> Estimate | None:
    """The difference at equal length: the intercept of the differences on the log ratio of lengths.

    After the length-controlled view of AlpacaEval 2 (Dubois et al. 2024), for scores. None for
    fewer than 8 questions, or when the lengths do not vary.
    """
    from scipy.stats import t

    x = np.log((first + 1) / (second + 1))
    n = len(d)
    if n < 8 or x.std() < 1e-6:
        return None
    design = np.column_stack([np.ones(n), x])
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ d
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    residual = (d - design @ beta) / np.maximum(1e-9, 1 - leverage)  # HC3, MacKinnon & White 1985
    meat = design.T @ (design * residual[:, None] ** 2)
    error = float(np.sqrt((inverse @ meat @ inverse)[0, 0]))
    margin = float(t.ppf(0.975, n - 2)) * error
    return Estimate(float(beta[0]), float(beta[0] - margin), float(beta[0] + margin), n)
