"""Bradley–Terry strengths from wins on shared questions, with intervals and groups of equals."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from reports.statistics.bootstrap import SEED
from reports.statistics.table import Floats

TIE = 1.0
"""Points of 100: closer scores of two systems on one question are a tie."""
_DRAWS = 500
_ROUNDS = 2000
_PRIOR = 0.1
"""A tenth of a tie between every two systems keeps the strength of a system finite that won all."""


@dataclass(frozen=True, slots=True)
class Rank:
    """`strength` in Elo points around 1000; `group` counts from 1, equals share it."""

    system: int
    strength: float
    low: float
    high: float
    group: int


def wins_of(scores: Floats, tie: float = TIE) -> Floats:
    """Wins, shape (questions, systems, systems): 1, 0.5 for a tie, 0; `scores` may hold NaN."""
    difference = scores[:, :, None] - scores[:, None, :]
    with np.errstate(invalid="ignore"):
        wins = np.where(np.abs(difference) < tie, 0.5, (difference > 0).astype(np.float64))
    wins[np.isnan(difference)] = 0.0
    wins[:, np.arange(scores.shape[1]), np.arange(scores.shape[1])] = 0.0
    return wins


def strengths(wins: Floats, prior: float = _PRIOR) -> Floats:
    """Maximum likelihood by minorisation–maximisation (Hunter 2004), in Elo points around 1000.

    `wins[i, j]` counts how often i beat j, a tie half for each.
    """
    n = len(wins)
    padded = wins + prior / 2 * (1 - np.eye(n))
    games = padded + padded.T
    won = padded.sum(axis=1)
    power = np.ones(n)
    for _ in range(_ROUNDS):
        denominator = (games / (power[:, None] + power[None, :])).sum(axis=1)
        new = won / denominator
        new /= np.exp(np.log(new).mean())
        moved = float(np.abs(np.log(new / power)).max())
        power = new
        if moved < 1e-9:
            break
    elo: Floats = 1000.0 + 400.0 * np.log10(power)
    return elo


def rank(
    scores: Floats, apart: Set[tuple[int, int]], seed: int = SEED, draws: int = _DRAWS
) -> list[Rank]:
    """Systems by strength; `scores` has shape (questions, systems). Intervals draw questions again.

    `apart` holds the pairs (first < second) that a test tells apart: a system joins the group
    above it unless it is apart from that group's first.
    """
    n, k = scores.shape
    if n == 0 or k < 2:
        return []
    wins = wins_of(scores)
    best = strengths(wins.sum(axis=0))
    random = np.random.default_rng(seed)
    drawn = [strengths(wins[random.integers(0, n, n)].sum(axis=0)) for _ in range(draws)]
    low, high = np.quantile(np.array(drawn), [0.025, 0.975], axis=0)
    order = [int(i) for i in np.argsort(-best, kind="stable")]
    groups = _groups(order, apart)
    return [
        Rank(i, float(best[i]), float(low[i]), float(high[i]), group)
        for i, group in zip(order, groups, strict=True)
    ]


def _groups(order: Sequence[int], apart: Set[tuple[int, int]]) -> list[int]:
    groups: list[int] = []
    first = order[0]
    for i in order:
        if groups and (min(i, first), max(i, first)) in apart:
            groups.append(groups[-1] + 1)
            first = i
        else:
            groups.append(groups[-1] if groups else 1)
    return groups
