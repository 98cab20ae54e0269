"""An open database: transactions that are whole or not at all, on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, text

from grader.store.address import VARIABLE, Address, find_address
from grader.store.migrations import WRITERS, migrate
from questions.errors import InputError

_WAIT_SECONDS = 30
_READING = "kaoguan_reading"


@dataclass(frozen=True)
class Store:
    """A database whose tables are those of this program. Safe to share between threads."""

    engine: Engine
    address: Address

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this machine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with self.engine.connect().execution_options(**{_READING: True}) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept when the block ends, and undone when it raises.

        One writes at a time, on a server as in a file: what is looked up and then written (a card,
        a draft, the next turn) is never written by two. It takes milliseconds.
        Raises InputError when others hold the database for half a minute, or the disk is full.
        """
        try:
            with self.engine.begin() as connection:
                if not self.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})
                yield connection
        except exc.OperationalError as error:
            raise InputError(_reason(error), place=str(self.address), hint="try again") from error

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_store(address: str | None = None) -> Store:
    """Open the database, make it if it is new, bring it up to this program's tables.

    `address` is a path or a URL; without it KAOGUAN_DATABASE, else the user's file. Raises
    InputError when it cannot be opened, is no database, or was made by a newer program.
    """
    place = find_address(address)
    store = Store(_make_engine(place), place)
    try:
        with store.writing() as connection:
            migrate(connection, str(place))
    except exc.DatabaseError as error:
        hint = f"set {VARIABLE} to another place" if place.path else f"see {VARIABLE}"
        raise InputError(_reason(error), place=str(place), hint=hint) from error
    return store


def _make_engine(place: Address) -> Engine:
    if place.path is None:
        return _make_server_engine(place)
    try:
        place.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot be made: {error.strerror}", place=str(place.path.parent)
        ) from error
    url = URL.create("sqlite", database=str(place.path))  # as text a "?" would end the name
    engine = create_engine(url, connect_args={"timeout": _WAIT_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_server_engine(place: Address) -> Engine:
    try:
        return create_engine(place.url, pool_pre_ping=True)
    except ImportError:
        hint = "pip install 'kaoguan[postgresql]'"
        raise InputError(
            "PostgreSQL needs the package psycopg", place=str(place), hint=hint
        ) from None
    except exc.ArgumentError as error:
        raise InputError(f"is no database URL: {error}", place=VARIABLE) from None


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Hand transactions to SQLAlchemy, let readers read while one writes, lose no commit."""
    connection.isolation_level = None
    for pragma in (
        "trusted_schema = OFF",  # a file that somebody hands over runs nothing of its own
        "foreign_keys = ON",
        "synchronous = FULL",
        f"busy_timeout = {_WAIT_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    """Take the write lock at once: two readers that both want to write would wait for ever."""
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN" if options.get(_READING) else "BEGIN IMMEDIATE")


def _reason(error: exc.DBAPIError) -> str:
    return " ".join(str(error.orig).split())[:200]
