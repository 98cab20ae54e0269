"""What the meaning says: each key point against each window of the answer, by cosine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class MeaningEvidence:
    """Raw cosines of one point: its `best` window (index `window`, None without windows), the mean
    of the `top` three, and the mean over the `whole` answer.
    """

    best: float
    top: float
    whole: float
    window: int | None


def weigh_meaning(similarity: NDArray[np.float32]) -> list[MeaningEvidence]:
    """Cosines of shape (points, windows) -> one piece of evidence a point."""
    if not similarity.shape[1]:
        return [MeaningEvidence(0.0, 0.0, 0.0, None) for _ in similarity]
    top = np.sort(similarity, axis=1)[:, -3:].mean(axis=1)
    best = similarity.argmax(axis=1)
    return [
        MeaningEvidence(float(row[w]), float(top[i]), float(row.mean()), int(w))
        for i, (row, w) in enumerate(zip(similarity, best, strict=True))
    ]
