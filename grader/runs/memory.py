"""What has been graded before, by the hash of everything that a sheet depends on."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from grader.engines.bench import Bench
from questions.model import Question
from rubrics.marks import Scoresheet, from_json, to_json

_RECENT = 2_000
_LARGEST = 2_000_000_000
_SCHEMA = """
create table if not exists sheets (
  key blob primary key, sheet text not null, made text not null default current_timestamp
) without rowid
"""


class Memory:
    """Sheets by key: a few in this process and, where `path` is given, all of them in SQLite.

    Failures are never remembered. A database that cannot be used is done without.
    """

    def __init__(self, bench: Bench, path: Path | None = None) -> None:
        self._bench = bench
        self._recent: OrderedDict[str, Scoresheet] = OrderedDict()
        self._prefixes: dict[str, str] = {}
        self._store = _connect(path) if path else None
        self._common = f"{code_hash()}|{_hash(repr(bench.desk.grader.models.glossary.groups))}"

    def key(self, question: Question, text: str) -> str:
        """Program, models, glossary, question, reference, rubric and text, in one hash."""
        if question.id not in self._prefixes:
            signature = self._bench.desk.grader.signature(self._bench.rubric(question))
            parts = [self._common, signature, question.title, question.answer]
            self._prefixes[question.id] = json.dumps(parts)
        return _hash(f"{self._prefixes[question.id]}\n{text}")

    def get(self, key: str, question_id: str, text: str) -> Scoresheet | None:
        """The sheet that was made for this key, None if there is none."""
        if key in self._recent:
            return self._recent[key]
        if self._store is None:
            return None
        try:
            row = self._store.execute("select sheet from sheets where key = ?", (key,)).fetchone()
            sheet = from_json(json.loads(row[0])) if row else None
        except (sqlite3.Error, ValueError, TypeError, RecursionError):
            return None
        return replace(sheet, question_id=question_id, answer=text) if sheet else None

    def put(self, pairs: Iterable[tuple[str, Scoresheet]]) -> None:
        """Remember the sheets that are no failures."""
        sound = [(key, sheet) for key, sheet in pairs if sheet.failure is None]
        for key, sheet in sound:
            self._recent[key] = sheet
        while len(self._recent) > _RECENT:
            self._recent.popitem(last=False)
        if self._store is None or not sound:
            return
        rows = [(key, json.dumps(to_json(replace(s, answer="")))) for key, s in sound]
        try:
            with self._store:
                self._store.executemany(
                    "insert or replace into sheets (key, sheet) values (?, ?)", rows
                )
        except sqlite3.Error:
            self._store = None


def _connect(path: Path) -> sqlite3.Connection | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LARGEST:
            path.unlink()
        store = sqlite3.connect(path, timeout=30)
        store.execute("pragma journal_mode = wal")
        store.execute("pragma synchronous = normal")
        store.execute(_SCHEMA)
    except (OSError, sqlite3.Error):
        return None
    return store


@cache
def code_hash() -> str:
    """Twelve hex digits over the program's own code and word lists; models sign for themselves."""
    digest = hashlib.sha256()
    for package in ("questions", "rubrics", "grader"):
        for file in _files(files(package)):
            if file.name.endswith((".py", ".json", ".txt", ".toml")):
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Traversable) -> Iterator[Traversable]:
    """All files below a folder, in an order that stays."""
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _files(entry)
        else:
            yield entry


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
