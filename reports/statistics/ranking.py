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
_ROUNDS = 60
_LONGEST_STEP = 2.0
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
    """Maximum likelihood strengths in Elo points around 1000, by Newton's method.

    `wins[…, i, j]` counts how often i beat j, a tie half for each; leading dimensions are problems
    that are solved side by side.
    """
    n = wins.shape[-1]
    eye = np.eye(n)
    padded = wins + prior / 2 * (1 - eye)
    games = padded + np.swapaxes(padded, -1, -2)
    theta = np.zeros(wins.shape[:-1])
    for _ in range(_ROUNDS):
        odds = 1 / (1 + np.exp(theta[..., None, :] - theta[..., :, None]))
        slope = (padded - games * odds).sum(axis=-1)
        weight = games * odds * (1 - odds)
        bend = eye * weight.sum(axis=-1)[..., None] - weight + 1 / n  # the last fixes the mean
        step = np.linalg.solve(bend, slope[..., None])[..., 0]
        theta = theta + np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        if float(np.abs(step).max()) < 1e-9:
            break
    elo: Floats = 1000.0 + 400.0 / np.log(10) * (theta - theta.mean(axis=-1, keepdims=True))
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
    counts = random.multinomial(n, np.full(n, 1 / n), draws).astype(np.float64)
    drawn = strengths(np.einsum("dq,qij->dij", counts, wins))
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
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
