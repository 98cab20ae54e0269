"""Somebody's practice as one JSON document, to keep, to move to another machine, or to join.

Joining is safe to repeat: answers and ratings are known by their ids, and cards are worked out
again from all ratings in their order, whichever machine they were made on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from grader.store.attempts import Schedule
from grader.store.engine import Store
from grader.store.people import Person
from grader.store.tables import attempts, cards, ratings, snapshots
from grader.store.values import read_time, write_time
from questions.errors import InputError

FORMAT = "kaoguan-history/1"
"""History: /1 (0.1.0) first version."""


def export_history(store: Store, person: Person) -> dict[str, Any]:
    """All answers, ratings and cards, with the questions as they were asked."""
    with store.reading() as db:
        own = {
            "attempts": _rows(db, attempts, person.id, "at"),
            "ratings": _rows(db, ratings, person.id, "at"),
            "cards": _rows(db, cards, person.id, "question_id"),
        }
        used = {row["snapshot"] for row in own["attempts"]}
        kept = select(snapshots).where(snapshots.c.hash.in_(used)).order_by(snapshots.c.hash)
        asked = [dict(row) for row in db.execute(kept).mappings()]
    return {"format": FORMAT, "name": person.name, "snapshots": asked, **own}


def import_history(
    store: Store, person: Person, data: Mapping[str, Any], schedule: Schedule
) -> int:
    """Join a document to what a person has; says how many answers were new.

    Raises InputError, and changes nothing, when it is not whole.
    """
    if data.get("format") != FORMAT:
        raise InputError(f"is no history of the format {FORMAT}", hint="export it again")
    try:
        with store.writing() as db:
            _add(db, snapshots, "hash", data["snapshots"], {})
            later = sorted(
                data["attempts"], key=lambda row: (row["earlier"] is not None, row["at"])
            )
            new = _add(db, attempts, "id", later, {"person": person.id})
            _add(db, ratings, "id", data["ratings"], {"person": person.id})
            _replay(db, person.id, data["cards"], schedule)
    except (
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        OverflowError,
        SQLAlchemyError,
    ) as error:
        reason = str(error)[:200]
        raise InputError(f"is not whole: {reason}", hint="export it again") from None
    return new


def _rows(db: Connection, table: Table, person: str, order: str) -> list[dict[str, Any]]:
    query = select(table).where(table.c.person == person).order_by(table.c[order])
    return [{k: v for k, v in row.items() if k != "person"} for row in db.execute(query).mappings()]


def _add(
    db: Connection, table: Table, key: str, rows: list[dict[str, Any]], owner: dict[str, str]
) -> int:
    """Insert the rows whose key is new."""
    known = set(db.execute(select(table.c[key])).scalars())
    names = {column.name for column in table.columns}
    new = [
        {k: v for k, v in row.items() if k in names} | owner
        for row in rows
        if row[key] not in known
    ]
    if new:
        db.execute(insert(table), new)
    return len(new)


def _replay(db: Connection, person: str, told: list[dict[str, Any]], schedule: Schedule) -> None:
    """Make the cards again from the ratings; names and states are the newest known."""
    own = db.execute(select(cards).where(cards.c.person == person)).mappings()
    named = {(c["question_id"], c["point"]): dict(c) for c in [*told, *own]}
    made: dict[tuple[str, str], tuple[str, str]] = {}
    query = select(ratings).where(ratings.c.person == person).order_by(ratings.c.at, ratings.c.id)
    for row in db.execute(query):
        key = (row.question_id, row.point)
        card, day = schedule(made.get(key, ("", ""))[0], row.rating, read_time(row.at))
        made[key] = (card, write_time(day))
    db.execute(delete(cards).where(cards.c.person == person))
    for key, (card, due) in made.items():
        about = {
            name: named[key][name] for name in ("question_id", "point", "text", "weight", "state")
        }
        db.execute(insert(cards).values(person=person, card=card, due=due, **about))
