"""Where the database is: KAOGUAN_DATABASE, else a file in the user's data folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from questions.errors import InputError

VARIABLE = "KAOGUAN_DATABASE"
_DIALECTS = ("sqlite", "postgresql", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Address:
    """A database. `url` is SQLAlchemy's; `path` is the file of a SQLite database, else None."""

    url: str
    path: Path | None

    def __str__(self) -> str:
        """The place as people may see it: a password is not shown."""
        if self.path is not None:
            return str(self.path)
        from sqlalchemy.engine import make_url

        return make_url(self.url).render_as_string(hide_password=True)


def find_address(text: str | None = None) -> Address:
    """`text`, else the variable, else the user's file. A path means a SQLite file.

    Raises InputError for a URL of another kind of database.
    """
    chosen = text or os.environ.get(VARIABLE, "")
    if not chosen:
        from platformdirs import user_data_path

        return _file(user_data_path("kaoguan") / "kaoguan.sqlite3")
    scheme, colon, rest = chosen.partition("://")
    if not colon:
        return _file(Path(chosen).expanduser())
    if scheme not in _DIALECTS:
        hint = "use a file, or postgresql+psycopg://user@host/name"
        raise InputError(f"no database of this kind: {scheme}", place=VARIABLE, hint=hint)
    if scheme == "sqlite":
        return _file(Path(rest.removeprefix("/")).expanduser())
    return Address(f"postgresql+psycopg://{rest}", None)


def _file(path: Path) -> Address:
    return Address(f"sqlite:///{path}", path)
