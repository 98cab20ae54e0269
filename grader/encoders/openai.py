"""Any OpenAI-compatible `/v1/embeddings` endpoint."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
import openai

from questions.errors import InputError
from rubrics.encoder import Vectors

_BATCH = 128


class OpenAIEmbeddings:
    """Base URL and key from OPENAI_BASE_URL and OPENAI_API_KEY, as the package reads them."""

    def __init__(self, model: str = "text-embedding-3-small") -> None:
        if not os.environ.get("OPENAI_API_KEY"):
            raise InputError(
                "the encoder 'openai' needs a key",
                hint="set OPENAI_API_KEY (any text will do for a local server)",
            )
        self._client = openai.OpenAI(timeout=60, max_retries=3)
        self._model = model
        self.name = f"openai:{model}@{self._client.base_url.host}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Raises InputError when the endpoint cannot be used."""
        rows: list[list[float]] = []
        for at in range(0, len(texts), _BATCH):
            batch = [text or " " for text in texts[at : at + _BATCH]]
            try:
                reply = self._client.embeddings.create(model=self._model, input=batch)
            except openai.OpenAIError as error:
                raise InputError(
                    f"embeddings from {self._client.base_url} failed: {type(error).__name__}",
                    hint="check OPENAI_BASE_URL, OPENAI_API_KEY and the model's name",
                ) from error
            rows.extend(item.embedding for item in sorted(reply.data, key=lambda item: item.index))
        vectors = np.asarray(rows, dtype=np.float32).reshape(len(texts), -1)
        return np.asarray(
            vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), np.float32
        )
