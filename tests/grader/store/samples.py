"""Questions, sheets and answers to keep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from grader.practice.scheduling import review
from grader.store import Store
from grader.store.attempts import Attempt, Grade, add_attempt
from grader.store.people import Person, ensure_person
from grader.store.plans import Item, Plan, add_plan, list_plans
from grader.store.sittings import Sitting, Turn, add_turn, answer_turn, start_sitting
from grader.store.snapshots import Snapshot, make_snapshot
from grader.store.values import new_id
from questions.model import Question, Source
from rubrics.marks import Evidence, Mark, Scoresheet, State
from rubrics.model import KeyPoint, Rubric

START = datetime(2026, 11, 1, 12, tzinfo=UTC)


def snapshot(name: str = "q1") -> Snapshot:
    question = Question(
        name, f"{name}：KV 缓存为什么能加速解码？", Source("bank.md", 3), answer="避免重复计算。",
        tags=("推理",), difficulty="easy",
    )  # fmt: skip
    points = (
        KeyPoint("k1", "避免重复计算历史 K、V", 3, (("KV 缓存", "KV cache"),)),
        KeyPoint("k2", "每一步只需要计算新 token", 2),
    )
    return make_snapshot(question, Rubric(name, points))


def sheet(
    answer: str = "不用重复计算", score: float | None = 62.5, identity: str = "a"
) -> Scoresheet:
    sure = {"covered": 1.0, "partial": 0.0, "missing": 0.0, "contradicted": 0.0}
    none = {"covered": 0.0, "partial": 0.0, "missing": 1.0, "contradicted": 0.0}
    marks = (
        Mark("k1", "避免重复计算历史 K、V", 3, State.COVERED, sure, (Evidence(0, 2, answer[:2]),)),
        Mark("k2", "每一步只需要计算新 token", 2, State.MISSING, none),
    )
    return Scoresheet("q1", identity, "me", answer, score, "good", marks, signature="tier:words")


def practise(
    store: Store, person: Person, name: str = "q1", days: int = 0, rating: int = 3
) -> Attempt:
    """One answer, rated, so many days after the start."""
    found, identity = snapshot(name), new_id()
    at = START + timedelta(days=days)
    attempt = Attempt(
        identity, person.id, name, found.hash, at, 90.0, 0, sheet(identity=identity), rating
    )
    add_attempt(store, attempt, found, [Grade("", found.question.title, 0, "", rating)], review)
    return attempt


def sit(store: Store, name: str, plan: str = "plan") -> tuple[Sitting, Turn]:
    """A candidate with one answered question; the plan is made for the first."""
    found = snapshot()
    person = ensure_person(store, name)
    item = Item(found.hash, found.question.title, 180.0)
    if plan not in {known.name for known in list_plans(store)}:
        add_plan(store, Plan(plan, plan, START, (item,), "words", "usem3", 1), [found])
    sitting = start_sitting(store, plan, person.id)
    turn = add_turn(store, Turn(new_id(), sitting.id, 0, 0, found.hash, item.title, 180.0, START))
    assert answer_turn(store, turn, person.id, 60.0, sheet())
    return sitting, turn
