"""Answers being typed, saved every moment so that a crash costs no more than the last words."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from grader.store.engine import Store
from grader.store.tables import drafts
from grader.store.values import now, storable, write_time


@dataclass(frozen=True, slots=True)
class Typed:
    """A text that nobody submitted yet, and the seconds spent on it."""

    text: str
    seconds: float


def save_draft(store: Store, person: str, place: str, text: str, seconds: float) -> None:
    """Keep what stands in the editor. `person` is an id, `place` says which question it answers."""
    values = {"text": storable(text), "seconds": seconds, "at": write_time(now())}
    here = (drafts.c.person == person) & (drafts.c.place == place)
    with store.writing() as db:
        if not db.execute(update(drafts).where(here).values(**values)).rowcount:
            db.execute(insert(drafts).values(person=person, place=place, **values))


def load_draft(store: Store, person: str, place: str) -> Typed | None:
    """What was saved last, None if nothing."""
    here = (drafts.c.person == person) & (drafts.c.place == place)
    with store.reading() as db:
        row = db.execute(select(drafts.c.text, drafts.c.seconds).where(here)).first()
    return Typed(row.text, row.seconds) if row else None


def drop_draft(db: Connection, person: str, place: str) -> None:
    """Forget it, inside the transaction that stores the answer."""
    db.execute(delete(drafts).where((drafts.c.person == person) & (drafts.c.place == place)))
