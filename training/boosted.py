"""Boosted trees for the states of points, as `grader.boosting` reads them."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from grader.boosting import QUESTIONS, Forest, log_odds

DEPTH = 3
RISING = {
    "contradicted": ({"contradicted"}, {"covered"}),
    "covered": ({"covered", "best"}, {"missing"}),
    "partial": ({"partial"}, {"missing"}),
}
"""By question: the signals with which a yes may only become likelier, and only less likely."""


class States:
    """Three forests; a call gives probabilities (points, 4)."""

    def __init__(self, forests: dict[str, Forest]) -> None:
        self.forests = forests

    def __call__(self, x: np.ndarray) -> np.ndarray:
        odds = np.exp(log_odds(self.forests, x))
        return odds / odds.sum(axis=1, keepdims=True)


def fit_states(
    names: list[str], x: np.ndarray, y: np.ndarray, weights: np.ndarray, rounds: int
) -> States:
    """`y` are states 0-3: covered, partial, missing, contradicted."""
    rows = {"contradicted": y >= 0, "covered": y != 3, "partial": (y == 1) | (y == 2)}
    yes = {"contradicted": y == 3, "covered": y == 0, "partial": y == 1}
    return States(
        {
            q: fit_forest(names, RISING[q], x[rows[q]], yes[q][rows[q]], weights[rows[q]], rounds)
            for q in QUESTIONS
        }
    )


def fit_forest(
    names: list[str],
    rising: tuple[set[str], set[str]],
    x: np.ndarray,
    yes: np.ndarray,
    weights: np.ndarray,
    rounds: int,
) -> Forest:
    """One question's trees, exactly those of scikit-learn."""
    up, down = rising
    model = HistGradientBoostingClassifier(
        max_depth=DEPTH,
        max_iter=rounds,
        learning_rate=0.06,
        l2_regularization=1.0,
        min_samples_leaf=40,
        early_stopping=False,
        monotonic_cst=[(n in up) - (n in down) for n in names],
        random_state=0,
    ).fit(x, yes, sample_weight=weights)
    trees = [full_tree(p[0].nodes) for p in model._predictors]  # noqa: SLF001  # no public way to the trees
    splits, thresholds, leaves = (np.array(part) for part in zip(*trees, strict=True))
    base = model._baseline_prediction.item()  # noqa: SLF001  # as above
    forest = Forest(float(base), splits, thresholds, leaves)
    if not np.allclose(forest.probability(x), model.predict_proba(x)[:, 1], atol=1e-3):
        raise RuntimeError("the trees do not say what scikit-learn's say; has its layout changed?")
    return forest


def full_tree(nodes: np.ndarray) -> tuple[list[int], list[float], list[float]]:
    """A tree of full depth that says the same: a leaf above the last level is handed down."""
    splits, thresholds = [0] * (2**DEPTH - 1), [0.0] * (2**DEPTH - 1)
    leaves = [0.0] * 2**DEPTH

    def fill(place: int, node: int) -> None:
        row = nodes[node]
        if place >= len(splits):
            leaves[place - len(splits)] = round(float(row["value"]), 5)
            return
        if not row["is_leaf"]:
            splits[place] = int(row["feature_idx"])
            thresholds[place] = float(row["num_threshold"])
        fill(2 * place + 1, node if row["is_leaf"] else int(row["left"]))
        fill(2 * place + 2, node if row["is_leaf"] else int(row["right"]))

    fill(0, 0)
    return splits, thresholds, leaves


def plain(states: States) -> dict[str, Any]:
    """What `grader.calibration.read_calibration` reads."""
    return {name: forest.plain() for name, forest in states.forests.items()}
