"""Replies already paid for, in SQLite: keyed by everything that was computed, safe for two runs."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from time import time

from grader.judges.ballots import Usage
from questions.errors import InputError

MIGRATIONS = (
    """
    CREATE TABLE replies (
      key TEXT PRIMARY KEY, model TEXT NOT NULL, nonce TEXT NOT NULL, text TEXT NOT NULL,
      finish TEXT NOT NULL, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
      created REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE dialects (endpoint TEXT PRIMARY KEY, dialect TEXT NOT NULL) WITHOUT ROWID;
    """,
)
"""Numbered by their place; `PRAGMA user_version` says how many have run."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply with the nonce of its prompt, which is needed to read it again."""

    nonce: str
    text: str
    finish: str
    usage: Usage


class ReplyCache:
    """`path` None keeps it in memory. A folder that cannot be written does the same, and says so in
    `note`.
    """

    def __init__(self, path: Path | None) -> None:
        self.note = ""
        self._base = _open(None)
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = _open(path)
        except (OSError, sqlite3.OperationalError) as error:
            self.note = f"{path}: replies are not kept ({error})"
        except sqlite3.DatabaseError:
            raise InputError(
                "is no cache of replies", place=str(path), hint="delete the file"
            ) from None

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def get(self, key: str) -> Kept | None:
        """The reply kept under a key, or None."""
        row = self._base.execute(
            "SELECT nonce, text, finish, prompt_tokens, completion_tokens"
            " FROM replies WHERE key = ?",
            (key,),
        ).fetchone()
        return Kept(row[0], row[1], row[2], Usage(row[3], row[4])) if row else None

    def put(self, key: str, model: str, kept: Kept) -> None:
        """Keep a reply; the first one stays when two runs race."""
        values = (
            key,
            model,
            kept.nonce,
            kept.text,
            kept.finish,
            kept.usage.prompt,
            kept.usage.completion,
            time(),
        )
        self._write("INSERT OR IGNORE INTO replies VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def dialect(self, endpoint: str) -> str:
        """What was learnt about an endpoint's dialect, "" if nothing."""
        row = self._base.execute(
            "SELECT dialect FROM dialects WHERE endpoint = ?", (endpoint,)
        ).fetchone()
        return str(row[0]) if row else ""

    def learn(self, endpoint: str, dialect: str) -> None:
        """Remember an endpoint's dialect."""
        self._write("INSERT OR REPLACE INTO dialects VALUES (?, ?)", (endpoint, dialect))

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        """A disk that is full or locked costs the keeping, not the reply."""
        try:
            self._base.execute(statement, values)
        except sqlite3.OperationalError as error:
            self.note = f"a reply was not kept ({error})"


def cache_path() -> Path:
    """KAOGUAN_JUDGE_CACHE, else a file in the user's cache folder."""
    chosen = os.environ.get("KAOGUAN_JUDGE_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("kaoguan") / "judge-replies.sqlite3"


def cache_key(**parts: object) -> str:
    """SHA-256 of the parts, by name."""
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _open(path: Path | None) -> sqlite3.Connection:
    base = sqlite3.connect(
        path or ":memory:", timeout=10, isolation_level=None, check_same_thread=False
    )
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    _migrate(base)
    return base


def _migrate(base: sqlite3.Connection) -> None:
    """Run what has not run yet, one writer at a time."""
    if base.execute("PRAGMA user_version").fetchone()[0] >= len(MIGRATIONS):
        return
    base.execute("BEGIN IMMEDIATE")
    done = base.execute("PRAGMA user_version").fetchone()[0]
    for number, script in enumerate(MIGRATIONS[done:], start=done + 1):
        for statement in script.split(";"):
            base.execute(statement)
        base.execute(f"PRAGMA user_version = {number}")
    base.execute("COMMIT")
