"""Intervals and tests for means over questions: questions are drawn again, never answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from reports.statistics.table import Floats

SEED = 20260101
SCORES = (0.0, 100.0)
DRAWS = 2000
_EXACT = 14
_BLOCK = 4_000_000
"""Numbers drawn at a time."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval; `low` and `high` are None when `n` questions are too few."""

    value: float
    low: float | None
    high: float | None
    n: int

    @property
    def is_negative(self) -> bool:
        """Whether all of the interval lies below 0."""
        return self.high is not None and self.high < 0


def mean_interval(
    values: Sequence[float] | Floats,
    seed: int = SEED,
    draws: int = DRAWS,
    bounds: tuple[float, float] = (-np.inf, np.inf),
) -> Estimate | None:
    """The mean of one number a question with a studentised bootstrap interval; None for none.

    Drawing questions keeps the answers to one question together. The bootstrap-t is second-order
    accurate where the percentile interval is too short for few questions (Efron & Tibshirani 1993,
    chapter 12). Fewer than three questions have no interval. `bounds` are values that the mean
    cannot leave, such as 0 and 100 for scores: no end of the interval lies beyond them.
    """
    x = np.asarray(values, np.float64)
    n = len(x)
    if n == 0:
        return None
    mean = float(x.mean())
    error = float(x.std(ddof=1)) / np.sqrt(n) if n > 1 else 0.0
    if n < 3:
        return Estimate(mean, None, None, n)
    if error < 1e-12:
        return Estimate(mean, mean, mean, n)
    t = _studentised(x, seed, draws)
    ends = np.clip(mean - np.quantile(t, [0.975, 0.025]) * error, *bounds)
    return Estimate(mean, float(ends[0]), float(ends[1]), n)


def _studentised(x: Floats, seed: int, draws: int) -> Floats:
    """The t of each resample; resamples without spread say nothing and are left out."""
    random = np.random.default_rng(seed)
    n = len(x)
    found = []
    step = max(1, _BLOCK // n)
    for at in range(0, draws, step):
        drawn = x[random.integers(0, n, (min(step, draws - at), n))]
        spread = drawn.std(axis=1, ddof=1) / np.sqrt(n)
        sound = spread > 1e-12
        found.append((drawn.mean(axis=1)[sound] - x.mean()) / spread[sound])
    return np.concatenate(found)


def percentile_interval(
    measure: Callable[[Floats], float],
    groups: Sequence[Floats],
    seed: int = SEED,
    draws: int = DRAWS,
) -> Estimate | None:
    """Any measure of rows, with a percentile interval from drawing whole groups of rows again.

    `measure` takes the rows of the drawn groups, one below the other, and may give NaN where it is
    not defined; such draws are left out. None when it is not defined for the groups themselves.
    """
    if not groups:
        return None
    value = measure(np.concatenate(groups))
    if np.isnan(value):
        return None
    random = np.random.default_rng(seed)
    n = len(groups)
    if n < 3:
        return Estimate(float(value), None, None, n)
    drawn = [
        measure(np.concatenate([groups[i] for i in random.integers(0, n, n)])) for _ in range(draws)
    ]
    sound = [v for v in drawn if not np.isnan(v)]
    if len(sound) < draws / 2:
        return Estimate(float(value), None, None, n)
    low, high = np.quantile(sound, [0.025, 0.975])
    return Estimate(float(value), float(low), float(high), n)


def flip_test(
    differences: Sequence[float] | Floats, seed: int = SEED, draws: int = 10_000
) -> float | None:
    """Two-sided p of the mean under sign flips: exact up to 14 questions, else by `draws` flips.

    None for no differences. The observed sign counts as one of the draws, so p is never 0
    (Phipson & Smyth 2010).
    """
    d = np.asarray(differences, np.float64)
    d = d[d != 0]
    if len(np.asarray(differences)) == 0:
        return None
    if len(d) == 0:
        return 1.0
    seen = abs(d.sum()) - 1e-9
    if len(d) <= _EXACT:
        bits = (np.arange(2 ** len(d))[:, None] >> np.arange(len(d))) & 1
        return float((abs((1 - 2 * bits) @ d) >= seen).mean())
    random = np.random.default_rng(seed)
    hits = 0
    step = max(1, _BLOCK // len(d))
    for at in range(0, draws, step):
        signs = 1.0 - 2.0 * random.integers(0, 2, (min(step, draws - at), len(d)))
        hits += int((abs(signs @ d) >= seen).sum())
    return (hits + 1) / (draws + 1)


def holm(values: Sequence[float]) -> list[float]:
    """Adjust p-values for being many (Holm 1979), in the order given."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[at]))
        adjusted[at] = highest
    return adjusted
