"""Backups: the whole database as one SQLite file, from and to SQLite and PostgreSQL alike.

The file is itself a database of this program: it can be opened, moved to a server, or looked into.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, func, insert, select

from grader.store.engine import Store, open_store
from grader.store.tables import METADATA, attempts, turns
from questions.errors import InputError

_NAMES = "people snapshots attempts ratings cards drafts plans sittings turns verdicts notes"
_ORDER = tuple(_NAMES.split())
"""Whoever is referred to comes first."""
_BATCH = 500


def back_up(store: Store, path: Path) -> Mapping[str, int]:
    """Write everything, as it is at one moment, and say how many rows each table has.

    The file appears whole or not at all. Raises InputError when it exists.
    """
    if path.exists():
        raise InputError("exists already", place=str(path), hint="give another name")
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    target = open_store(str(partial))
    try:
        with store.reading() as source, target.writing() as copy:
            counts = _copy(source, copy)
    finally:
        target.close()
    with sqlite3.connect(partial) as base:
        base.execute("PRAGMA journal_mode = DELETE")
    base.close()
    partial.replace(path)
    return counts


def restore(store: Store, path: Path) -> Mapping[str, int]:
    """Put a backup in the place of all that is in the database, in one transaction.

    Raises InputError, and changes nothing, when the file is no whole backup.
    """
    _check(path)
    source = open_store(str(path))
    try:
        with source.reading() as backup, store.writing() as db:
            for name in reversed(_ORDER):
                db.execute(delete(METADATA.tables[name]))
            return _copy(backup, db)
    finally:
        source.close()


def count_rows(store: Store) -> Mapping[str, int]:
    """How many rows each table has."""
    with store.reading() as db:
        return {name: _count(db, METADATA.tables[name]) for name in _ORDER}


def _copy(source: Connection, target: Connection) -> dict[str, int]:
    counts = {}
    for name in _ORDER:
        table = METADATA.tables[name]
        rows = source.execute(_parents_first(table)).mappings()
        for batch in rows.partitions(_BATCH):
            target.execute(insert(table), [dict(row) for row in batch])
        counts[name] = _count(target, table)
    return counts


def _parents_first(table: Table) -> Select[Any]:
    query = select(table)
    if table is attempts:
        return query.order_by(attempts.c.earlier.is_not(None), attempts.c.at)
    return query.order_by(turns.c.sitting, turns.c.position) if table is turns else query


def _count(db: Connection, table: Table) -> int:
    return int(db.execute(select(func.count()).select_from(table)).scalar_one())


def _check(path: Path) -> None:
    """Look before anything is replaced."""
    if not path.is_file():
        raise InputError("no such file", place=str(path))
    try:
        base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        whole = base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        known = base.execute("SELECT max(number) FROM migrations").fetchone()[0]
        base.close()
    except sqlite3.Error as error:
        raise InputError(f"is no backup: {error}", place=str(path)) from None
    if not (whole and known):
        raise InputError("is damaged", place=str(path), hint="take another backup")
