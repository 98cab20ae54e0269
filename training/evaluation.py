"""Figures of a network on examples with known states (numpy and scikit-learn only)."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from examples import Example


def simple_score(weights: np.ndarray, probabilities: np.ndarray) -> float:
    """A plain expected score for watching a training; the product's own is fitted elsewhere."""
    value = probabilities @ np.array([1.0, 0.5, 0.0, -0.35])
    return float(np.clip(100 * (weights * value).sum() / weights.sum(), 0, 100))


def figures(examples: list[Example], probabilities: list[np.ndarray]) -> dict[str, float]:
    """Pearson, four-state kappa and AUCs, and the mean score of each kind of answer."""
    truth = np.concatenate([np.argmax(e.targets, 1) for e in examples])
    p = np.concatenate(probabilities)
    result: dict[str, float] = {
        "accuracy": float((p.argmax(1) == truth).mean()),
        "kappa": float(cohen_kappa_score(truth, p.argmax(1))),
    }
    for name, positive, negative in (("auc_cov_mis", 0, 2), ("auc_cov_con", 0, 3)):
        chosen = (truth == positive) | (truth == negative)
        if len(set(truth[chosen])) == 2:
            log_ratio = np.log(p[chosen, positive] + 1e-9) - np.log(p[chosen, negative] + 1e-9)
            result[name] = float(roc_auc_score(truth[chosen] == positive, log_ratio))
    if (truth == 3).any():
        result["auc_con_rest"] = float(roc_auc_score(truth == 3, p[:, 3]))
    scored = [(e, q) for e, q in zip(examples, probabilities, strict=True) if e.score is not None]
    if scored:
        predicted = np.array([simple_score(np.array(e.weights), q) for e, q in scored])
        result["pearson"] = float(np.corrcoef(predicted, [e.score for e, _ in scored])[0, 1])
        kinds = defaultdict(list)
        for (e, _), value in zip(scored, predicted, strict=True):
            kinds[e.kind].append(value)
        result |= {f"mean {kind}": float(np.mean(values)) for kind, values in kinds.items()}
    return result
