"""From raw signals to calibrated probabilities: one model per tier, boosted trees or logistic.

Fitted by `training/calibrate.py` with scikit-learn on questions that the entailment network has not
seen, stored as plain numbers in `calibration.json` with its provenance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.boosting import QUESTIONS, SHAPE, Forests, log_odds, read_forest
from rubrics.shapes import fault, number

Array = NDArray[np.float64]
_VALUE = number(-1e6, 1e6)
_TIER = {
    "features": [str],
    "mean": [_VALUE],
    "scale": [_VALUE],
    "coefficients": [[_VALUE]],
    "intercepts": [_VALUE],
    "unsure_below": number(0, 1),
    "forests?": dict.fromkeys(QUESTIONS, SHAPE),
}


@dataclass(frozen=True)
class TierModel:
    """`forests` turn the signals into four logarithms of probabilities; without them the signals
    themselves are the inputs. These are standardised by `mean` and `scale`, and `coefficients`
    (4, inputs) and `intercepts` (4,) act on them.
    """

    features: tuple[str, ...]
    mean: Array
    scale: Array
    coefficients: Array
    intercepts: Array
    unsure_below: float
    forests: Forests = field(default_factory=dict)

    def probabilities(self, signals: Sequence[Mapping[str, float]]) -> Array:
        """One row of four probabilities for each point's signals."""
        x = np.array([[row[name] for name in self.features] for row in signals], dtype=np.float64)
        logits = self.logits(x.reshape(len(signals), -1))
        logits -= logits.max(axis=1, keepdims=True)
        weights = np.exp(logits)
        result: Array = weights / weights.sum(axis=1, keepdims=True)
        return result

    def logits(self, x: Array) -> Array:
        """Of the four states (rows, 4) from rows of features in their order."""
        inputs = log_odds(self.forests, x) if self.forests else x
        found: Array = (inputs - self.mean) / self.scale @ self.coefficients.T + self.intercepts
        return found

    def plain(self) -> dict[str, Any]:
        """What `read_calibration` reads of a tier."""
        numbers = {
            "features": list(self.features),
            "mean": self.mean.tolist(),
            "scale": self.scale.tolist(),
            "coefficients": self.coefficients.tolist(),
            "intercepts": self.intercepts.tolist(),
            "unsure_below": self.unsure_below,
        }
        forests = {name: forest.plain() for name, forest in self.forests.items()}
        return {**numbers, "forests": forests} if forests else numbers


@dataclass(frozen=True)
class Calibration:
    """All tiers, and the name that goes into signatures."""

    name: str
    tiers: Mapping[str, TierModel]


@cache
def bundled_calibration() -> Calibration:
    """What ships with the package."""
    return read_calibration(files("grader").joinpath("calibration.json").read_text("utf-8"))


def read_calibration(text: str) -> Calibration:
    """Parse what `training/calibrate.py` wrote. Raises ValueError on anything else."""
    data = json.loads(text)
    if wrong := fault(data, {"name": str, "tiers": dict}, "the calibration"):
        raise ValueError(wrong)
    return Calibration(data["name"], {name: _tier(d, name) for name, d in data["tiers"].items()})


def _tier(data: object, name: str) -> TierModel:
    if wrong := fault(data, _TIER, name):
        raise ValueError(wrong)
    tier: Mapping[str, Any] = data  # type: ignore[assignment]  # it has the shape
    model = TierModel(
        features=tuple(tier["features"]),
        mean=np.array(tier["mean"], np.float64),
        scale=np.array(tier["scale"], np.float64),
        coefficients=np.array(tier["coefficients"], np.float64),
        intercepts=np.array(tier["intercepts"], np.float64),
        unsure_below=float(tier["unsure_below"]),
        forests=_forests(tier, name),
    )
    count = 4 if model.forests else len(model.features)
    sizes = (model.mean.shape, model.scale.shape, model.coefficients.shape, model.intercepts.shape)
    if sizes != ((count,), (count,), (4, count), (4,)) or not model.scale.all():
        raise ValueError(f"{name} has not as many numbers as features")
    return model


def _forests(tier: Mapping[str, Any], name: str) -> Forests:
    count = len(tier["features"])
    try:
        return {q: read_forest(forest, count) for q, forest in tier.get("forests", {}).items()}
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
