"""How far two raters, or a grader and people, agree: the measures and their intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from reports.statistics.bootstrap import SEED, Estimate, percentile_interval
from reports.statistics.table import Floats

BANDS = 5
"""Equal parts of 0 to 100 that the weighted kappa looks at."""
DRAWS = 1000
FEW = 5
"""With fewer questions than this, answers are drawn instead of questions."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two columns of scores on 0 to 100 compared; a measure is None where it is not defined.

    `bias` is the mean of first minus second; `limits` the range that holds 95 % of the differences
    (Bland & Altman 1986). `unit` is what the intervals draw: "question" or "answer".
    """

    n: int
    unit: str
    pearson: Estimate | None
    spearman: Estimate | None
    kappa: Estimate | None
    error: Estimate | None
    bias: Estimate | None
    limits: tuple[float, float] | None


def agree(
    first: Sequence[float],
    second: Sequence[float],
    groups: Sequence[str],
    seed: int = SEED,
    draws: int = DRAWS,
) -> Agreement:
    """Compare two columns; `groups` names the question of each row."""
    rows = np.column_stack([np.asarray(first, float), np.asarray(second, float)])
    unit = "question" if len(set(groups)) >= FEW else "answer"
    parts = (
        _split(rows, groups) if unit == "question" else [rows[i : i + 1] for i in range(len(rows))]
    )

    def measured(measure: Callable[[Floats, Floats], float]) -> Estimate | None:
        return percentile_interval(lambda r: measure(r[:, 0], r[:, 1]), parts, seed, draws)

    difference = rows[:, 0] - rows[:, 1]
    limits = None
    if len(rows) > 2:
        reach = 1.96 * float(difference.std(ddof=1))
        limits = (float(difference.mean()) - reach, float(difference.mean()) + reach)
    return Agreement(
        n=len(rows),
        unit=unit,
        pearson=measured(pearson),
        spearman=measured(spearman),
        kappa=measured(weighted_kappa),
        error=measured(lambda a, b: float(abs(a - b).mean())),
        bias=measured(lambda a, b: float((a - b).mean())),
        limits=limits,
    )


def _split(rows: Floats, groups: Sequence[str]) -> list[Floats]:
    places: dict[str, list[int]] = {}
    for at, group in enumerate(groups):
        places.setdefault(group, []).append(at)
    return [rows[found] for found in places.values()]


def pearson(a: Floats, b: Floats) -> float:
    """Linear correlation; NaN where a column does not vary."""
    if len(a) < 2 or a.std() < 1e-12 or b.std() < 1e-12:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def spearman(a: Floats, b: Floats) -> float:
    """Correlation of the ranks, ties sharing theirs."""
    from scipy.stats import rankdata

    return pearson(rankdata(a), rankdata(b))


def band_of(scores: Floats, bands: int = BANDS) -> Floats:
    """Number of the band, 0 to `bands` - 1."""
    found: Floats = np.clip(np.floor(scores * bands / 100.0 + 1e-9), 0, bands - 1)
    return found


def weighted_kappa(a: Floats, b: Floats, bands: int = BANDS) -> float:
    """Quadratic weighted kappa over bands (Cohen 1968); NaN where chance explains all."""
    x, y = band_of(a, bands).astype(int), band_of(b, bands).astype(int)
    seen = np.zeros((bands, bands))
    np.add.at(seen, (x, y), 1.0)
    weights = (np.arange(bands)[:, None] - np.arange(bands)) ** 2.0
    chance = np.outer(seen.sum(1), seen.sum(0)) / max(1.0, seen.sum())
    expected = float((weights * chance).sum())
    return 1.0 - float((weights * seen).sum()) / expected if expected > 0 else float("nan")


def kappa(confusion: Floats) -> float | None:
    """Cohen's kappa of a square table of counts; None where chance explains all."""
    total = confusion.sum()
    if total == 0:
        return None
    chance = float((confusion.sum(0) @ confusion.sum(1)) / total**2)
    seen = float(np.trace(confusion) / total)
    return (seen - chance) / (1 - chance) if chance < 1 else None


def krippendorff(ratings: Floats, level: str = "interval") -> float | None:
    """Krippendorff's alpha of ratings, shape (raters, units), NaN where missing.

    `level` is "interval" or "nominal". None where nothing can be paired or nothing varies. After
    Krippendorff (2011), Computing Krippendorff's alpha-reliability.
    """
    counts = (~np.isnan(ratings)).sum(axis=0)
    paired = ratings[:, counts > 1]
    values = paired[~np.isnan(paired)]
    n = len(values)
    if n < 2:
        return None
    seen = sum(_within(column[~np.isnan(column)], level) for column in paired.T) / n
    expected = _within(values, level) / n
    return 1.0 - seen / expected if expected > 0 else None


def _within(values: Floats, level: str) -> float:
    """Sum of squared differences over ordered pairs, over the number of values less one."""
    m = len(values)
    if level == "nominal":
        _, counts = np.unique(values, return_counts=True)
        return float((m * m - (counts**2).sum()) / (m - 1))
    return float(2 * (m * (values**2).sum() - values.sum() ** 2) / (m - 1))


def pairwise(
    ratings: Mapping[str, Mapping[str, float]], groups: Mapping[str, str]
) -> list[tuple[str, str, Agreement]]:
    """Agreement of each two raters on the answers that both rated.

    `ratings` maps a rater to answer and score; `groups` an answer to its question.
    """
    found = []
    for a, b in combinations(sorted(ratings), 2):
        shared = sorted(set(ratings[a]) & set(ratings[b]))
        if len(shared) > 1:
            first, second = ([ratings[r][k] for k in shared] for r in (a, b))
            found.append((a, b, agree(first, second, [groups[k] for k in shared])))
    return found
