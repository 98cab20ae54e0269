"""Plans: which questions, in which order, with how much time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from grader.desk import Desk, find_rubric
from grader.practice.drawing import LADDER
from grader.store import Store
from grader.store.plans import Item, Plan, add_plan
from grader.store.snapshots import make_snapshot
from grader.store.values import new_id, now
from questions.errors import InputError
from questions.model import Question
from questions.search import Filter, search

SECONDS = {"easy": 180.0, "": 240.0, "medium": 240.0, "hard": 360.0}
"""What a candidate gets: a spoken answer of two to four minutes, and time to think."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What an interview should be.

    `questions` is an explicit list (ids, numbers or titles); without it questions are drawn by
    `wanted`, from easy to hard, until `minutes` or `number` is reached. `seconds` is the clock of
    every question, None for one by difficulty. The same `seed` draws the same questions.
    """

    name: str
    questions: tuple[str, ...] = ()
    wanted: Filter = field(default_factory=Filter)
    minutes: float | None = None
    number: int | None = None
    seconds: float | None = None
    followups: int = 1
    seed: int = 0


def make_plan(store: Store, desk: Desk, outline: Outline, tier: str, encoder: str) -> Plan:
    """Choose the questions, fix them with their rubrics, store the plan.

    Raises InputError for an unknown or ungradable question, a taken name, or when nothing fits.
    """
    chosen = (
        [desk.find(q) for q in outline.questions] if outline.questions else _draw(desk, outline)
    )
    if not chosen:
        raise InputError(
            "no question with an answer fits", hint="ask for fewer tags, or another round"
        )
    fixed = [make_snapshot(q, find_rubric(desk, q)) for q in dict.fromkeys(chosen)]
    items = tuple(Item(s.hash, s.question.title, seconds_for(s.question, outline)) for s in fixed)
    plan = Plan(new_id(), outline.name, now(), items, tier, encoder, outline.followups)
    add_plan(store, plan, fixed)
    return plan


def seconds_for(question: Question, outline: Outline) -> float:
    """The clock of a question."""
    return outline.seconds or SECONDS.get(question.difficulty, SECONDS[""])


def _draw(desk: Desk, outline: Outline) -> list[Question]:
    """A ladder: a fair share of each difficulty, spread over tags, from easy to hard."""
    fitting = [q for q in search(desk.bank, outline.wanted) if desk.rubric(q)]
    Random(outline.seed).shuffle(fitting)  # noqa: S311  # a draw that can be repeated, no secret
    steps = [[q for q in fitting if LADDER.get(q.difficulty, 1) == step] for step in (0, 1, 2)]
    chosen = _share_out([_spread(step) for step in steps], outline)
    return sorted(chosen, key=lambda q: LADDER.get(q.difficulty, 1))


def _share_out(steps: Sequence[list[Question]], outline: Outline) -> list[Question]:
    """Take one of each step in turn while time and number allow."""
    number = outline.number if outline.number or outline.minutes else 5
    left = outline.minutes * 60 if outline.minutes else float("inf")
    queues = [list(step) for step in steps]
    chosen: list[Question] = []
    while any(queues) and (number is None or len(chosen) < number):
        queue = min(
            (q for q in queues if q), key=lambda q: sum(c in steps[queues.index(q)] for c in chosen)
        )
        question = queue.pop(0)
        if (seconds := seconds_for(question, outline)) <= left:
            chosen.append(question)
            left -= seconds
    return chosen


def _spread(questions: Sequence[Question]) -> list[Question]:
    """Questions whose first tag was seen least come first."""
    seen: dict[str, int] = {}
    ranked = []
    for place, question in enumerate(questions):
        tag = question.tags[0] if question.tags else ""
        seen[tag] = seen.get(tag, 0) + 1
        ranked.append((seen[tag], place, question))
    return [question for _, _, question in sorted(ranked, key=lambda r: r[:2])]
