"""From raw signals to calibrated probabilities: a multinomial logistic model per tier.

Fitted by `training/calibrate.py` with scikit-learn on questions that the entailment network has not
seen, stored as plain numbers in `calibration.json` with its provenance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
}


@dataclass(frozen=True)
class TierModel:
    """`coefficients` (4, features) and `intercepts` (4,) act on standardised features."""

    features: tuple[str, ...]
    mean: Array
    scale: Array
    coefficients: Array
    intercepts: Array
    unsure_below: float

    def probabilities(self, signals: Sequence[Mapping[str, float]]) -> Array:
        """One row of four probabilities for each point's signals."""
        x = np.array([[row[name] for name in self.features] for row in signals], dtype=np.float64)
        z = (x.reshape(len(signals), -1) - self.mean) / self.scale
        logits = z @ self.coefficients.T + self.intercepts
        logits -= logits.max(axis=1, keepdims=True)
        weights = np.exp(logits)
        result: Array = weights / weights.sum(axis=1, keepdims=True)
        return result


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
    )
    count = len(model.features)
    sizes = (model.mean.shape, model.scale.shape, model.coefficients.shape, model.intercepts.shape)
    if sizes != ((count,), (count,), (4, count), (4,)) or not model.scale.all():
        raise ValueError(f"{name} has not as many numbers as features")
    return model
