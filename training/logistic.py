"""A multinomial logistic model for the states of points: the tiers that no network informs.

Trees were tried there and thrown away. They learnt steps, such as "few statements: missing", that a right answer
falls over when one crude signal is wrong; a sum of signals bends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

STRENGTHS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
Folds = list[tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Logistic:
    """The model on standardised signals, and what it says of questions it has not seen."""

    mean: np.ndarray
    scale: np.ndarray
    model: LogisticRegression
    strength: float
    unseen: np.ndarray


def fit_logistic(x: np.ndarray, y: np.ndarray, folds: Folds) -> Logistic:
    """The strength is chosen by log loss over the folds."""
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    z = (x - mean) / scale

    def held_out(strength: float) -> np.ndarray:
        rows = np.zeros((len(z), 4))
        for fitted, kept in folds:
            model = LogisticRegression(C=strength, max_iter=3000).fit(z[fitted], y[fitted])
            rows[kept] = model.predict_proba(z[kept])
        return rows

    tried = {strength: held_out(strength) for strength in STRENGTHS}
    losses = {strength: log_loss(y, rows) for strength, rows in tried.items()}
    print({k: round(v, 4) for k, v in losses.items()})
    best = min(losses, key=losses.__getitem__)
    model = LogisticRegression(C=best, max_iter=3000).fit(z, y)
    return Logistic(mean, scale, model, best, tried[best])
