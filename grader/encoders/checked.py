"""An encoder of another package, held to what the protocol promises."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.plugins import Plugin, broken
from questions.errors import InputError
from rubrics.encoder import Vectors


class CheckedEncoder:
    """Rows are counted, checked to be finite, and normalised; what goes wrong is an InputError."""

    def __init__(self, plugin: Plugin) -> None:
        self._encoder = plugin.made
        self.name = plugin.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`. Raises InputError."""
        try:
            vectors = np.asarray(self._encoder.encode(list(texts)), np.float32)
        except InputError:
            raise
        except Exception as error:  # other people's code: anything may come out of it
            raise broken("encoder", self.name, error) from error
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise InputError(
                f"the encoder {self.name} gives {vectors.shape} for {len(texts)} texts,"
                " not a row of finite numbers for each",
                hint="mend or uninstall that package",
            )
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)
