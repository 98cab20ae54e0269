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

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


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
    """Parse what `training/calibrate.py` wrote. Raises KeyError or ValueError on anything else."""
    data = json.loads(text)
    tiers = {
        name: TierModel(
            features=tuple(tier["features"]),
            mean=np.array(tier["mean"]),
            scale=np.array(tier["scale"]),
            coefficients=np.array(tier["coefficients"]),
            intercepts=np.array(tier["intercepts"]),
            unsure_below=float(tier["unsure_below"]),
        )
        for name, tier in data["tiers"].items()
    }
    return Calibration(data["name"], tiers)
