"""Does the answer state the point, part of it, nothing of it, or the opposite? Backends by name."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from questions.errors import InputError

BACKENDS = {"small": "grader.entailment.small:SmallEntailment"}
DEFAULT = "small"

Logits = NDArray[np.float32]


class Entailment(Protocol):
    """Reads an answer against key points. `name` goes into the signature."""

    @property
    def name(self) -> str:
        """Model and revision, such as `small-3f2a9c01`."""
        ...

    def judge(self, question: str, answer: str, points: Sequence[str]) -> Logits:
        """Logits (points, 4) for covered, partial, missing, contradicted.

        A row depends on its own point, the question and the answer, not on the other points.
        """
        ...


def load_entailment(name: str = DEFAULT) -> Entailment:
    """The backend of that name. Raises InputError when there is none."""
    target = BACKENDS.get(name)
    if target is None:
        raise InputError(
            f"no entailment model is called {name!r}", hint=f"choose one of {', '.join(BACKENDS)}"
        )
    module, _, attribute = target.partition(":")
    model: Entailment = getattr(import_module(module), attribute)()
    return model
