"""People: who practises, who sits an interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from grader.store.engine import Store
from grader.store.snapshots import forget_unused
from grader.store.tables import attempts, people, sittings, turns
from grader.store.values import new_id, now, read_time, storable, write_time
from questions.errors import InputError

MYSELF = "me"
"""The name under which one person practises alone."""
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name that nobody else here has."""

    id: str
    name: str
    created: datetime


def find_person(store: Store, name: str) -> Person | None:
    """The person of that name (or id), None if there is none."""
    wanted = _clean(name)
    with store.reading() as db:
        row = db.execute(
            select(people).where((people.c.name == wanted) | (people.c.id == wanted))
        ).first()
    return _person(row) if row else None


def ensure_person(store: Store, name: str = MYSELF) -> Person:
    """The person of that name, made if new. Raises InputError for an empty or endless name."""
    wanted = _clean(name)
    if not wanted or len(wanted) > _LONGEST_NAME:
        raise InputError("a name has 1 to 200 characters", hint="give another name")
    known = find_person(store, wanted)
    if known is not None:
        return known
    person = Person(new_id(), wanted, now())
    try:
        with store.writing() as db:
            db.execute(
                insert(people).values(id=person.id, name=wanted, created=write_time(person.created))
            )
    except IntegrityError:  # somebody else was faster
        return ensure_person(store, wanted)
    return person


def list_people(store: Store) -> tuple[Person, ...]:
    """Everybody, by name."""
    with store.reading() as db:
        return tuple(map(_person, db.execute(select(people).order_by(people.c.name))))


def erase_person(store: Store, name: str) -> int:
    """Delete everything about a person, and say how many answers that was. Raises InputError.

    Questions that nobody else answered are forgotten too; on SQLite the file is cleaned, so that
    nothing is left in its free pages.
    """
    person = find_person(store, name)
    if person is None:
        raise InputError(f"nobody is called {name!r}", hint="see `kaoguan database people`")
    with store.writing() as db:
        count = _count_answers(db, person.id)
        db.execute(delete(people).where(people.c.id == person.id))
        forget_unused(db)
    _wipe(store)
    return count


def _count_answers(db: Connection, person: str) -> int:
    own = select(func.count()).select_from(attempts).where(attempts.c.person == person)
    joined = turns.join(sittings, turns.c.sitting == sittings.c.id)
    sat = select(func.count()).select_from(joined).where(sittings.c.person == person)
    return int(db.execute(own).scalar_one()) + int(db.execute(sat).scalar_one())


def _wipe(store: Store) -> None:
    if not store.is_sqlite:
        return
    with store.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        if raw is not None:
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _clean(name: str) -> str:
    return " ".join(storable(name).split())


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, read_time(row.created))
