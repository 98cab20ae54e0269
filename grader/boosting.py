"""Boosted trees as plain numbers: three yes-or-no questions that part the four states.

Is the point contradicted? If not, is it covered? If not, is it at least half said? Each is
answered by gradient-boosted trees (Friedman 2001) under monotone constraints: the more the
entailment network says "contradicted", the likelier is the first yes, whatever else was seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rubrics.shapes import number, whole

Array = NDArray[np.float64]
QUESTIONS = ("contradicted", "covered", "partial")
_VALUE = number(-1e6, 1e6)
SHAPE = {
    "base": _VALUE,
    "splits": [[whole(0, 999)]],
    "thresholds": [[_VALUE]],
    "leaves": [[_VALUE]],
}
_LEAST = 1e-4


@dataclass(frozen=True)
class Forest:
    """`trees` full binary trees of one depth: `splits` and `thresholds` (trees, 2^depth - 1) in
    breadth-first order, `leaves` (trees, 2^depth); a value above its threshold goes right.
    """

    base: float
    splits: NDArray[np.int64]
    thresholds: Array
    leaves: Array

    def probability(self, x: Array) -> Array:
        """Of a yes for each row of `x` (rows, features), between 0 and 1."""
        inner = self.splits.shape[1]
        trees = np.arange(len(self.splits))
        at = np.zeros((len(x), len(trees)), np.int64)
        for _ in range(inner.bit_length()):
            seen = np.take_along_axis(x, self.splits[trees, at], axis=1)
            at = 2 * at + 1 + (seen > self.thresholds[trees, at])
        margin = self.base + self.leaves[trees, at - inner].sum(axis=1)
        found: Array = 1.0 / (1.0 + np.exp(-margin))
        return found

    def plain(self) -> dict[str, Any]:
        """What `read_forest` reads."""
        return {
            "base": self.base,
            "splits": self.splits.tolist(),
            "thresholds": self.thresholds.tolist(),
            "leaves": self.leaves.tolist(),
        }


Forests = Mapping[str, Forest]


def log_odds(forests: Forests, x: Array) -> Array:
    """Logarithms (rows, 4) of the probabilities of covered, partial, missing and contradicted."""
    wrong, right, half = (forests[name].probability(x) for name in QUESTIONS)
    rest = (1 - wrong) * (1 - right)
    odds = np.stack([(1 - wrong) * right, rest * half, rest * (1 - half), wrong], axis=1)
    found: Array = np.log(np.maximum(odds, _LEAST))
    return found


def read_forest(data: Mapping[str, Any], features: int) -> Forest:
    """A forest over so many features. Raises ValueError on trees that are not whole."""
    rows = [data[name] for name in ("splits", "thresholds", "leaves")]
    widths = [{len(row) for row in part} for part in rows]
    if len({len(part) for part in rows}) != 1 or not rows[0] or not _is_whole(widths):
        raise ValueError("a tree has not as many splits, thresholds and leaves as it must")
    if max(map(max, rows[0])) >= features:
        raise ValueError("a tree splits on a feature that is not there")
    splits, thresholds, leaves = rows
    return Forest(
        float(data["base"]),
        np.array(splits, np.int64),
        np.array(thresholds, np.float64),
        np.array(leaves, np.float64),
    )


def _is_whole(widths: Sequence[set[int]]) -> bool:
    """Whether all trees have one depth: 2^depth - 1 splits and 2^depth leaves, depth 1 to 8."""
    if any(len(width) != 1 for width in widths):
        return False
    splits, thresholds, leaves = (next(iter(width)) for width in widths)
    return splits == thresholds == leaves - 1 and leaves in {2**depth for depth in range(1, 9)}
