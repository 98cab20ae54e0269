"""Character n-grams hashed and weighted: the fallback where no model can be installed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer

from rubrics.encoder import Vectors
from rubrics.text import folded

_DIMENSIONS = 4096


class Tfidf:
    """Hashed character 1-3-grams inside words with sublinear counts, so nothing has to be fitted.

    Without a corpus there is no document frequency: a row depends on its own text alone.
    """

    def __init__(self) -> None:
        self._vectorizer = HashingVectorizer(
            analyzer="char_wb",
            ngram_range=(1, 3),
            n_features=_DIMENSIONS,
            alternate_sign=True,
            norm=None,
        )
        self.name = "tfidf-hash4096"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Sublinear term frequencies, L2-normalised; an empty text gives a zero row."""
        if not texts:
            return np.zeros((0, _DIMENSIONS), np.float32)
        counts = self._vectorizer.transform([folded(text) for text in texts]).toarray()
        weights = np.sign(counts) * np.log1p(np.abs(counts))
        norms = np.linalg.norm(weights, axis=1, keepdims=True)
        return np.asarray(weights / np.maximum(norms, 1e-12), dtype=np.float32)
