"""An encoder that looks a text up on disk before it embeds it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from grader.encoders import load_encoder
from rubrics.encoder import Encoder, Vectors


class RememberedEncoder:
    """Keyed by the encoder's name and the text's hash.

    Meant for banks, whose texts come again; answers are embedded directly, so that a score never
    depends on what was remembered.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self._encoder = encoder
        self.name = encoder.name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        with closing(self._connect()) as database, database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
            )

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=30)

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.name}\n{text}".encode("utf-8", "surrogatepass")).digest()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`; only texts that were never seen are embedded."""
        keys = [self._key(text) for text in texts]
        with closing(self._connect()) as database, database:
            known = {key: self._find(database, key) for key in dict.fromkeys(keys)}
            fresh = list(dict.fromkeys(k for k in keys if known[k] is None))
            if fresh:
                by_key = dict(zip(keys, texts, strict=True))
                vectors = self._encoder.encode([by_key[key] for key in fresh])
                for key, vector in zip(fresh, vectors, strict=True):
                    known[key] = vector
                    database.execute(
                        "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                        (key, vector.astype("<f4").tobytes()),
                    )
        return np.array([known[key] for key in keys], dtype=np.float32)

    @staticmethod
    def _find(database: sqlite3.Connection, key: bytes) -> Vectors | None:
        row = database.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return np.frombuffer(row[0], dtype="<f4") if row else None


def remembered_encoder(choice: str) -> RememberedEncoder:
    """The encoder `name` or `name:model`, remembering in the user's cache folder."""
    from platformdirs import user_cache_path

    name, _, model = choice.partition(":")
    return RememberedEncoder(
        load_encoder(name, model or None), user_cache_path("kaoguan") / "vectors.sqlite"
    )
