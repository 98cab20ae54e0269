"""What the meaning says: each key point against each window of the answer, by cosine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NEARLY = 0.03
"""Windows this near to the best say the same; the shortest of them is the better quotation."""


@dataclass(frozen=True, slots=True)
class MeaningEvidence:
    """Raw cosines of one point: the `best` of its windows, the mean of the `top` three, the mean
    over the `whole` answer. `window` is the shortest window that is nearly the best; None without
    windows.
    """

    best: float
    top: float
    whole: float
    window: int | None


def weigh_meaning(
    similarity: NDArray[np.float32], lengths: NDArray[np.int64]
) -> list[MeaningEvidence]:
    """Cosines of shape (points, windows), characters of each window -> evidence a point."""
    if not similarity.shape[1]:
        return [MeaningEvidence(0.0, 0.0, 0.0, None) for _ in similarity]
    top = np.sort(similarity, axis=1)[:, -3:].mean(axis=1)
    best = similarity.max(axis=1)
    near = similarity >= best[:, None] - _NEARLY
    chosen = np.where(near, lengths[None, :], np.iinfo(np.int64).max).argmin(axis=1)
    return [
        MeaningEvidence(float(best[i]), float(top[i]), float(row.mean()), int(chosen[i]))
        for i, row in enumerate(similarity)
    ]
