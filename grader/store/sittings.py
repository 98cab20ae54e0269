"""Sittings: one candidate before one plan, turn by turn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from grader.store.drafts import drop_draft
from grader.store.engine import Store
from grader.store.tables import people, plans, sittings, turns
from grader.store.values import new_id, now, read_time, reading, write_time
from questions.errors import InputError
from rubrics.marks import Scoresheet, from_json, to_json


@dataclass(frozen=True, slots=True)
class Sitting:
    """`plan` and `person` are ids. `finished` is None while it goes on."""

    id: str
    plan: str
    plan_name: str
    person: str
    candidate: str
    started: datetime
    finished: datetime | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One question asked, or one follow-up.

    `position` counts the turns of the sitting from 0, `item` is the place in the plan. A follow-up
    has the question's turn as `parent` and aims at `points` (ids). `allowed` is its clock in
    seconds, `seconds` what was used. `answered` and `sheet` are None until it is submitted.
    """

    id: str
    sitting: str
    position: int
    item: int
    snapshot: str
    prompt: str
    allowed: float
    opened: datetime
    seconds: float = 0.0
    parent: str | None = None
    points: tuple[str, ...] = ()
    answered: datetime | None = None
    sheet: Scoresheet | None = None

    @property
    def place(self) -> str:
        """Where its draft is kept."""
        return f"turn:{self.id}"


def start_sitting(store: Store, plan: str, person: str) -> Sitting:
    """Open a sitting, or find the one that this person already has with this plan (both ids)."""
    known = _find(store, (sittings.c.plan == plan) & (sittings.c.person == person))
    if known:
        return known[0]
    values = {"id": new_id(), "plan": plan, "person": person, "started": write_time(now())}
    try:
        with store.writing() as db:
            db.execute(insert(sittings).values(**values))
    except IntegrityError:  # opened in another window at the same moment
        return start_sitting(store, plan, person)
    return find_sitting(store, str(values["id"]))


def find_sitting(store: Store, sitting: str) -> Sitting:
    """The sitting with this id, or a beginning of it that fits only one. Raises InputError."""
    found = _find(store, sittings.c.id.startswith(sitting, autoescape=True)) if sitting else ()
    if len(found) != 1:
        what = "no sitting has" if not found else "more than one sitting has"
        raise InputError(f"{what} the id {sitting!r}", hint="see `kaoguan interview list`")
    return found[0]


def list_sittings(store: Store, plan: str | None = None) -> tuple[Sitting, ...]:
    """All sittings, or those of a plan (its id), oldest first."""
    return _find(store, None if plan is None else sittings.c.plan == plan)


def finish_sitting(store: Store, sitting: str) -> None:
    """Close it, unless it is closed."""
    open_one = (sittings.c.id == sitting) & sittings.c.finished.is_(None)
    with store.writing() as db:
        db.execute(update(sittings).where(open_one).values(finished=write_time(now())))


def add_turn(store: Store, turn: Turn) -> Turn:
    """Open a turn; when another window has opened that position already, that turn is returned."""
    values = {
        "id": turn.id, "sitting": turn.sitting, "position": turn.position, "item": turn.item,
        "parent": turn.parent, "snapshot": turn.snapshot, "prompt": turn.prompt,
        "points": json.dumps(list(turn.points)), "allowed": turn.allowed, "seconds": turn.seconds,
        "opened": write_time(turn.opened),
    }  # fmt: skip
    try:
        with store.writing() as db:
            db.execute(insert(turns).values(**values))
    except IntegrityError:
        return next(t for t in list_turns(store, turn.sitting) if t.position == turn.position)
    return turn


def answer_turn(store: Store, turn: Turn, person: str, seconds: float, sheet: Scoresheet) -> bool:
    """Store an answer with its sheet, and drop its draft; False when it was answered already."""
    values = {
        "answered": write_time(now()),
        "seconds": seconds,
        "sheet": json.dumps(to_json(sheet)),
    }
    open_one = (turns.c.id == turn.id) & turns.c.answered.is_(None)
    with store.writing() as db:
        stored = db.execute(update(turns).where(open_one).values(**values)).rowcount == 1
        drop_draft(db, person, turn.place)
    return stored


def list_turns(store: Store, sitting: str) -> tuple[Turn, ...]:
    """The turns of a sitting (its id) in the order they were asked."""
    query = select(turns).where(turns.c.sitting == sitting).order_by(turns.c.position)
    with store.reading() as db:
        return tuple(map(_turn, db.execute(query)))


def find_turn(store: Store, turn: str) -> Turn | None:
    """The turn with this id, None if there is none."""
    with store.reading() as db:
        row = db.execute(select(turns).where(turns.c.id == turn)).first()
    return _turn(row) if row else None


def _find(store: Store, condition: Any) -> tuple[Sitting, ...]:  # noqa: ANN401  # SQLAlchemy's expressions have no common type
    joined = sittings.join(plans, sittings.c.plan == plans.c.id).join(
        people, sittings.c.person == people.c.id
    )
    query = select(
        sittings, plans.c.name.label("plan_name"), people.c.name.label("candidate")
    ).select_from(joined)
    if condition is not None:
        query = query.where(condition)
    with store.reading() as db:
        rows = db.execute(query.order_by(sittings.c.started, sittings.c.id)).all()
    return tuple(map(_sitting, rows))


def _sitting(row: Row[Any]) -> Sitting:
    finished = read_time(row.finished) if row.finished else None
    return Sitting(
        row.id, row.plan, row.plan_name, row.person, row.candidate, read_time(row.started), finished
    )


def _turn(row: Row[Any]) -> Turn:
    with reading("answer", str(row.id)):
        return Turn(
            id=row.id, sitting=row.sitting, position=row.position, item=row.item,
            snapshot=row.snapshot, prompt=row.prompt, allowed=row.allowed,
            opened=read_time(row.opened), seconds=row.seconds, parent=row.parent,
            points=tuple(json.loads(row.points)),
            answered=read_time(row.answered) if row.answered else None,
            sheet=from_json(json.loads(row.sheet)) if row.sheet else None,
        )  # fmt: skip
