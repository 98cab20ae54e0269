"""An encoder that looks a text up on disk before it embeds it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from grader.encoders import load_encoder
from questions.errors import InputError
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
        with self._opened() as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
            )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The file in a transaction. Raises InputError when it is no database."""
        with closing(sqlite3.connect(self._path, timeout=30)) as database:
            try:
                with database:
                    yield database
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                raise InputError(
                    "is no cache of vectors", place=str(self._path), hint="delete the file"
                ) from None

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.name}\n{text}".encode("utf-8", "surrogatepass")).digest()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`; only texts that were never seen are embedded. Raises InputError."""
        keys = [self._key(text) for text in texts]
        with self._opened() as database:
            known = {key: self._find(database, key) for key in dict.fromkeys(keys)}
            if len({len(vector) for vector in known.values() if vector is not None}) > 1:
                known = dict.fromkeys(known)  # some are of another model: none can be believed
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
        """None for what is not there, or is no vector."""
        row = database.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        if row is None or not isinstance(row[0], bytes) or len(row[0]) % 4:
            return None
        vector = np.frombuffer(row[0], dtype="<f4")
        return vector if np.isfinite(vector).all() else None


def remembered_encoder(choice: str) -> RememberedEncoder:
    """The encoder `name` or `name:model`, remembering in the user's cache folder."""
    from platformdirs import user_cache_path

    name, _, model = choice.partition(":")
    return RememberedEncoder(
        load_encoder(name, model or None), user_cache_path("kaoguan") / "vectors.sqlite"
    )
