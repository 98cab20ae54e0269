"""A calibration of one's own: fitted on half of the questions, judged on the other half."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.agreement.accord import Match
from grader.calibration import Array, Calibration, TierModel
from questions.errors import InputError
from rubrics.marks import SCORED_STATES

FEWEST = 40
"""Rated points that each half must have."""
_PULL = 1.0
"""Strength of the prior that nothing has to change; one rated point weighs as much as the whole
penalty of moving one weight by 1.4."""


@dataclass(frozen=True)
class Fitted:
    """A calibration as the data of its file; shares of right states on the judged half."""

    data: Mapping[str, Any]
    fitted: int
    judged: int
    before: float
    after: float


def refit(found: Match, tier: str, base: Calibration) -> Fitted:
    """Correct the tier's model by people's states; the other tiers stay as they are.

    Questions are dealt to the halves by the hash of their id; what is returned is fitted on the
    first half only, so that `after` is what it does on questions it has not seen. Raises InputError
    where there are too few rated points.
    """
    model = base.tiers[tier]
    rated = [
        (
            sheet.question_id,
            [mark.signals[name] for name in model.features],
            SCORED_STATES.index(state),
        )
        for sheet, mark, state in found.marks()
        if all(name in mark.signals for name in model.features)
    ]
    first = np.array([_is_first_half(question) for question, _, _ in rated], bool)
    if first.sum() < FEWEST or (~first).sum() < FEWEST:
        hint = "the ratings need the columns point and state, over several questions"
        raise InputError(f"a calibration needs {FEWEST} rated points in each half", hint=hint)
    x = np.array([values for _, values, _ in rated], np.float64)
    y = np.array([state for _, _, state in rated])
    fitted = _correct(model, x[first], y[first])
    before, after = (_share_right(m, x[~first], y[~first]) for m in (model, fitted))
    data = _file(base, tier, fitted)
    return Fitted(data, int(first.sum()), int((~first).sum()), before, after)


def _is_first_half(question: str) -> bool:
    return hashlib.sha256(question.encode("utf-8", "surrogatepass")).digest()[0] % 2 == 0


def _share_right(model: TierModel, x: Array, y: Array) -> float:
    return float((model.logits(x).argmax(axis=1) == y).mean())


def _correct(model: TierModel, x: Array, y: Array) -> TierModel:
    """Matrix scaling (Guo et al. 2017) of the model's logits, drawn towards no change."""
    from scipy.optimize import minimize

    logits = model.logits(x)
    target = np.eye(4)[y]

    def loss(flat: Array) -> tuple[float, Array]:
        weights, shift = flat[:16].reshape(4, 4), flat[16:]
        z = logits @ weights.T + shift
        z -= z.max(axis=1, keepdims=True)
        odds = np.exp(z)
        odds /= odds.sum(axis=1, keepdims=True)
        moved = np.concatenate([(weights - np.eye(4)).ravel(), shift])
        wrong = odds - target
        slope = np.concatenate([(wrong.T @ logits).ravel(), wrong.sum(axis=0)])
        seen = np.maximum((odds * target).sum(axis=1), 1e-12)
        return float(-np.log(seen).sum() + _PULL * (moved**2).sum() / 2), slope + _PULL * moved

    start = np.concatenate([np.eye(4).ravel(), np.zeros(4)])
    best = minimize(loss, start, jac=True, method="L-BFGS-B").x
    weights, shift = best[:16].reshape(4, 4), best[16:]
    return replace(
        model,
        coefficients=weights @ model.coefficients,
        intercepts=weights @ model.intercepts + shift,
    )


def _file(base: Calibration, tier: str, fitted: TierModel) -> dict[str, Any]:
    """What `grader.calibration.read_calibration` reads; the name is a hash of the numbers."""
    tiers = {name: model.plain() for name, model in {**base.tiers, tier: fitted}.items()}
    digest = hashlib.sha256(json.dumps(tiers, sort_keys=True).encode("ascii")).hexdigest()[:8]
    return {"name": f"own-{digest}", "tiers": tiers}
