"""Practice: answers with their score sheets, the ratings they gave, and the cards they moved."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from grader.store.drafts import drop_draft
from grader.store.engine import Store
from grader.store.snapshots import Snapshot, keep_snapshot
from grader.store.tables import attempts, cards, ratings
from grader.store.values import new_id, read_time, reading, write_time
from rubrics.marks import Scoresheet, from_json, to_json

WHOLE = ""
"""Stands for the question itself where a key point could stand."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer in practice.

    `earlier` is the id of the first try when this is a second one. `rating` is FSRS's 1 to 4, None
    when the answer did not move the schedule. `snapshot` is a hash.
    """

    id: str
    person: str
    question_id: str
    snapshot: str
    at: datetime
    seconds: float
    hints: int
    sheet: Scoresheet
    rating: int | None = None
    earlier: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What is remembered of a question, or of one of its key points.

    `point` is `WHOLE` or `scheduling.point_key`. `text` is the title or the point. `state` is the
    key point's last state, "" for a question. `due` says when to ask again; `data` is the FSRS
    card as JSON.
    """

    question_id: str
    point: str
    text: str
    weight: int
    state: str
    due: datetime
    data: str


@dataclass(frozen=True, slots=True)
class Grade:
    """What one answer says about one card: FSRS's rating 1 to 4, and how the card is called."""

    point: str
    text: str
    weight: int
    state: str
    rating: int


Schedule = Callable[[str, int, datetime], tuple[str, datetime]]
"""From a card's JSON ("" if new), a rating and its time to the card's new JSON and due date."""


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating of one card: FSRS's log."""

    id: str
    question_id: str
    point: str
    rating: int
    at: datetime
    attempt: str | None = None


def add_attempt(
    store: Store, attempt: Attempt, snapshot: Snapshot, grades: Sequence[Grade], schedule: Schedule
) -> None:
    """Store an answer with everything that follows from it, at once; its draft goes."""
    with store.writing() as db:
        keep_snapshot(db, snapshot)
        db.execute(insert(attempts).values(**_attempt_values(attempt)))
        _move(db, attempt, grades, schedule)
        drop_draft(db, attempt.person, draft_place(attempt.question_id))


def rate_attempt(store: Store, attempt: Attempt, grade: Grade, schedule: Schedule) -> bool:
    """Give an answer the rating that its author chose; False when it has one already."""
    unrated = (attempts.c.id == attempt.id) & attempts.c.rating.is_(None)
    with store.writing() as db:
        found = (
            db.execute(update(attempts).where(unrated).values(rating=grade.rating)).rowcount == 1
        )
        if found:
            _move(db, attempt, [grade], schedule)
    return found


def draft_place(question_id: str) -> str:
    """Where the draft of an answer in practice is kept."""
    return f"practice:{question_id}"


def _move(db: Connection, attempt: Attempt, grades: Sequence[Grade], schedule: Schedule) -> None:
    """Rate cards. They are read in the same transaction: two windows count one after the other."""
    for grade in grades:
        log = {"rating": grade.rating, "at": write_time(attempt.at), "point": grade.point}
        owner = {"person": attempt.person, "question_id": attempt.question_id}
        db.execute(insert(ratings).values(id=new_id(), attempt=attempt.id, **owner, **log))
        _put_card(db, attempt, grade, schedule)


def _put_card(db: Connection, attempt: Attempt, grade: Grade, schedule: Schedule) -> None:
    key = {"person": attempt.person, "question_id": attempt.question_id, "point": grade.point}
    here = and_(*(cards.c[name] == value for name, value in key.items()))
    before = db.execute(select(cards.c.card).where(here)).scalar()
    data, due = schedule(before or "", grade.rating, attempt.at)
    values = {
        "text": grade.text,
        "weight": grade.weight,
        "state": grade.state,
        "due": write_time(due),
        "card": data,
    }
    if before is None:
        db.execute(insert(cards).values(**key, **values))
    else:
        db.execute(update(cards).where(here).values(**values))


def list_attempts(store: Store, person: str, question_id: str | None = None) -> tuple[Attempt, ...]:
    """Somebody's answers, oldest first; to one question if it is given."""
    query = (
        select(attempts).where(attempts.c.person == person).order_by(attempts.c.at, attempts.c.id)
    )
    if question_id is not None:
        query = query.where(attempts.c.question_id == question_id)
    with store.reading() as db:
        return tuple(map(_attempt, db.execute(query)))


def find_attempt(store: Store, attempt: str) -> Attempt | None:
    """The answer with this id, None if there is none."""
    with store.reading() as db:
        row = db.execute(select(attempts).where(attempts.c.id == attempt)).first()
    return _attempt(row) if row else None


def list_cards(store: Store, person: str) -> tuple[Card, ...]:
    """All cards of a person, the first due first."""
    query = (
        select(cards)
        .where(cards.c.person == person)
        .order_by(cards.c.due, cards.c.question_id, cards.c.point)
    )
    with store.reading() as db:
        return tuple(_card(row) for row in db.execute(query))


def list_ratings(store: Store, person: str) -> tuple[Rated, ...]:
    """All ratings of a person, oldest first."""
    query = select(ratings).where(ratings.c.person == person).order_by(ratings.c.at, ratings.c.id)
    with store.reading() as db:
        rows = db.execute(query).all()
    return tuple(
        Rated(r.id, r.question_id, r.point, r.rating, read_time(r.at), r.attempt) for r in rows
    )


def _attempt_values(attempt: Attempt) -> dict[str, Any]:
    sheet = attempt.sheet
    return {
        "id": attempt.id, "person": attempt.person, "question_id": attempt.question_id,
        "snapshot": attempt.snapshot, "earlier": attempt.earlier, "at": write_time(attempt.at),
        "seconds": attempt.seconds, "hints": attempt.hints, "score": sheet.score,
        "rating": attempt.rating, "sheet": json.dumps(to_json(sheet)),
    }  # fmt: skip


def _attempt(row: Row[Any]) -> Attempt:
    with reading("answer", str(row.id)):
        sheet = from_json(json.loads(row.sheet))
        return Attempt(
            row.id, row.person, row.question_id, row.snapshot, read_time(row.at), row.seconds,
            row.hints, sheet, row.rating, row.earlier,
        )  # fmt: skip


def _card(row: Row[Any]) -> Card:
    with reading("card", str(row.question_id)):
        due = read_time(row.due)
    return Card(row.question_id, row.point, row.text, row.weight, row.state, due, row.card)
