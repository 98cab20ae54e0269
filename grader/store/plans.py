"""Interview plans: the same questions, clocks and grader for every candidate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.exc import IntegrityError

from grader.store.engine import Store
from grader.store.snapshots import Snapshot, keep_snapshot
from grader.store.tables import plans
from grader.store.values import read_time, reading, write_time
from questions.errors import InputError


@dataclass(frozen=True, slots=True)
class Item:
    """A planned question: the hash of its snapshot, its title, and the seconds it may take."""

    snapshot: str
    title: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """`followups` is how many a question may have; `tier` and `encoder` grade all alike."""

    id: str
    name: str
    created: datetime
    items: tuple[Item, ...]
    tier: str
    encoder: str
    followups: int

    @property
    def seconds(self) -> float:
        """What all questions may take, without follow-ups."""
        return sum(item.seconds for item in self.items)


def add_plan(store: Store, plan: Plan, snapshots: Sequence[Snapshot]) -> None:
    """Store a plan with its questions. Raises InputError when the name is taken."""
    values = {
        "id": plan.id,
        "name": plan.name,
        "created": write_time(plan.created),
        "data": _write(plan),
    }
    try:
        with store.writing() as db:
            for snapshot in snapshots:
                keep_snapshot(db, snapshot)
            db.execute(insert(plans).values(**values))
    except IntegrityError:
        raise InputError(
            f"there is a plan called {plan.name!r}", hint="choose another name"
        ) from None


def find_plan(store: Store, name: str) -> Plan:
    """The plan of that name or id. Raises InputError with the names there are."""
    with store.reading() as db:
        row = db.execute(select(plans).where((plans.c.name == name) | (plans.c.id == name))).first()
    if row is None:
        known = ", ".join(plan.name for plan in list_plans(store)[-5:])
        hint = f"there are: {known}" if known else "make one with `kaoguan interview new`"
        raise InputError(f"no plan is called {name!r}", hint=hint)
    return _plan(row)


def list_plans(store: Store) -> tuple[Plan, ...]:
    """All plans, oldest first."""
    with store.reading() as db:
        return tuple(map(_plan, db.execute(select(plans).order_by(plans.c.created, plans.c.id))))


def _write(plan: Plan) -> str:
    items = [{"snapshot": i.snapshot, "title": i.title, "seconds": i.seconds} for i in plan.items]
    data = {"items": items, "tier": plan.tier, "encoder": plan.encoder, "followups": plan.followups}
    return json.dumps(data)


def _plan(row: Row[Any]) -> Plan:
    with reading("plan", str(row.name)):
        data = json.loads(row.data)
        items = tuple(Item(**item) for item in data["items"])
        return Plan(
            row.id,
            row.name,
            read_time(row.created),
            items,
            data["tier"],
            data["encoder"],
            data["followups"],
        )
