"""Any model that `sentence-transformers` can load from the user's own disk or cache."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sentence_transformers import SentenceTransformer

from rubrics.encoder import Vectors


class SentenceTransformers:
    """The extra `kaoguan[sentence-transformers]`; the user names a model or its folder."""

    def __init__(self, model: str = "intfloat/multilingual-e5-small") -> None:
        self._model = SentenceTransformer(model)
        self.name = f"sentence-transformers:{model}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Normalised by the library."""
        return np.asarray(self._model.encode(list(texts), normalize_embeddings=True), np.float32)
