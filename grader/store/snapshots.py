"""Questions with their rubrics as they were when they were asked, by the hash of their content.

A bank may change afterwards: what was graded can still be shown, graded again and compared.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from grader.store.engine import Store
from grader.store.tables import attempts, plans, snapshots, turns
from grader.store.values import reading
from questions.model import Question, Source
from rubrics.model import KeyPoint, Rubric

_TUPLES = ("marks", "tags", "section", "followups", "choices")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A question and what its answer is held against. `hash` is over all of it."""

    question: Question
    rubric: Rubric
    hash: str


def make_snapshot(question: Question, rubric: Rubric) -> Snapshot:
    """Fix a question; the same content always has the same hash."""
    return Snapshot(
        question, rubric, hashlib.sha256(_write(question, rubric).encode()).hexdigest()[:24]
    )


def keep_snapshot(db: Connection, snapshot: Snapshot) -> None:
    """Store it inside a transaction, unless it is there."""
    known = select(snapshots.c.hash).where(snapshots.c.hash == snapshot.hash)
    if db.execute(known).first() is None:
        question = snapshot.question
        db.execute(
            insert(snapshots).values(
                hash=snapshot.hash, question_id=question.id, title=question.title,
                data=_write(question, snapshot.rubric),
            )
        )  # fmt: skip


def load_snapshot(store: Store, key: str) -> Snapshot:
    """The snapshot with this hash. Raises KeyError when there is none."""
    with store.reading() as db:
        row = db.execute(select(snapshots.c.data).where(snapshots.c.hash == key)).first()
    if row is None:
        raise KeyError(key)
    with reading("question", key):
        return _read(row.data, key)


def forget_unused(db: Connection) -> None:
    """Delete the snapshots that no answer and no plan needs."""
    used = set(db.execute(select(attempts.c.snapshot).union(select(turns.c.snapshot))).scalars())
    for data in db.execute(select(plans.c.data)).scalars():
        used |= {item["snapshot"] for item in json.loads(data)["items"]}
    for key in set(db.execute(select(snapshots.c.hash)).scalars()) - used:
        db.execute(delete(snapshots).where(snapshots.c.hash == key))


def _write(question: Question, rubric: Rubric) -> str:
    data = {"question": _question(question), "rubric": _rubric(rubric)}
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def _question(question: Question) -> dict[str, Any]:
    texts = ("id", "title", "answer", "company", "round", "date", "difficulty")
    data: dict[str, Any] = {name: getattr(question, name) for name in texts}
    data |= {name: list(getattr(question, name)) for name in _TUPLES}
    return data | {"path": question.source.path, "line": question.source.line}


def _rubric(rubric: Rubric) -> dict[str, Any]:
    points = [
        {
            "id": p.id, "text": p.text, "weight": p.weight, "mistakes": list(p.mistakes),
            "keywords": [list(names) for names in p.keywords], "passage": p.passage,
            "doubt": p.doubt,
        }
        for p in rubric.points
    ]  # fmt: skip
    return {"question": rubric.question, "points": points}


def _read(text: str, key: str) -> Snapshot:
    data = json.loads(text)
    asked = dict(data["question"])
    source = Source(asked.pop("path"), asked.pop("line"))
    asked |= {name: tuple(asked[name]) for name in _TUPLES}
    points = tuple(_read_point(p) for p in data["rubric"]["points"])
    return Snapshot(
        Question(source=source, **asked), Rubric(data["rubric"]["question"], points), key
    )


def _read_point(data: dict[str, Any]) -> KeyPoint:
    names = tuple(tuple(group) for group in data["keywords"])
    return KeyPoint(**(data | {"keywords": names, "mistakes": tuple(data["mistakes"])}))
