"""What interviewers decide and write: verdicts are only ever added, the newest one counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from grader.store.engine import Store
from grader.store.tables import notes, turns, verdicts
from grader.store.values import read_time, storable, write_time

RETRACTED = "retracted"
"""The state of a verdict that takes earlier ones back: the program's mark counts again."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's word on a point, or on the score where `point` is "".

    `state` is a mark's state or `RETRACTED`, "" for a score. `score` is in [0, 100], None for a
    point.
    """

    id: str
    turn: str
    point: str
    state: str
    score: float | None
    author: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about a sitting, or about one of its turns."""

    id: str
    sitting: str
    turn: str | None
    author: str
    at: datetime
    text: str


def add_verdict(store: Store, verdict: Verdict) -> None:
    """Keep it for good. There is no way to change one: add another."""
    with store.writing() as db:
        db.execute(
            insert(verdicts).values(
                id=verdict.id, turn=verdict.turn, point=verdict.point, state=verdict.state,
                score=verdict.score, author=storable(verdict.author), at=write_time(verdict.at),
                reason=storable(verdict.reason),
            )
        )  # fmt: skip


def list_verdicts(store: Store, sitting: str) -> tuple[Verdict, ...]:
    """All verdicts on a sitting (its id), oldest first."""
    joined = verdicts.join(turns, verdicts.c.turn == turns.c.id)
    query = select(verdicts).select_from(joined).where(turns.c.sitting == sitting)
    with store.reading() as db:
        rows = db.execute(query.order_by(verdicts.c.at, verdicts.c.id)).all()
    return tuple(
        Verdict(r.id, r.turn, r.point, r.state, r.score, r.author, read_time(r.at), r.reason)
        for r in rows
    )


def add_note(store: Store, note: Note) -> None:
    """Keep a remark."""
    with store.writing() as db:
        db.execute(
            insert(notes).values(
                id=note.id, sitting=note.sitting, turn=note.turn, author=storable(note.author),
                at=write_time(note.at), text=storable(note.text),
            )
        )  # fmt: skip


def list_notes(store: Store, sitting: str) -> tuple[Note, ...]:
    """All remarks about a sitting (its id), oldest first."""
    query = select(notes).where(notes.c.sitting == sitting).order_by(notes.c.at, notes.c.id)
    with store.reading() as db:
        return tuple(
            Note(r.id, r.sitting, r.turn, r.author, read_time(r.at), r.text)
            for r in db.execute(query)
        )
