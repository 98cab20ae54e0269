"""Options of the commands that keep things: which database, and who."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from grader.store import Store


def database_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--database`: a file or a URL."""
    return click.option(
        "--database", metavar="PLACE", envvar="KAOGUAN_DATABASE",
        help="SQLite file, or postgresql+psycopg://…  Default: a file in your data folder.",
    )(command)  # fmt: skip


def person_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--as`: whose practice it is."""
    return click.option(
        "--as", "person", default="me", show_default=True, envvar="KAOGUAN_PERSON", metavar="NAME",
        help="Whose practice it is.",
    )(command)  # fmt: skip


@contextmanager
def opened(database: str | None) -> Iterator[Store]:
    """The database, closed at the end."""
    from grader.store import open_store

    store = open_store(database)
    try:
        yield store
    finally:
        store.close()
