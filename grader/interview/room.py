"""The room: one candidate before a plan, question by question, safe against a crash at any moment.

Nothing is kept in memory that is not in the database: whoever opens the room again, in this
program or in another window, sees the same turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.followups import Followup, Rephrase, propose
from grader.grading import Grader
from grader.store import Store
from grader.store.drafts import Typed, load_draft, save_draft
from grader.store.people import ensure_person
from grader.store.plans import Plan, find_plan
from grader.store.sittings import (
    Sitting,
    Turn,
    add_turn,
    answer_turn,
    find_sitting,
    finish_sitting,
    list_turns,
    start_sitting,
)
from grader.store.snapshots import Snapshot, load_snapshot
from grader.store.values import new_id, now, storable
from questions.errors import InputError
from rubrics.marks import Scoresheet
from rubrics.model import Rubric

FOLLOWUP_SECONDS = 120.0


@dataclass
class Room:
    """One sitting with its plan and its grader."""

    store: Store
    sitting: Sitting
    plan: Plan
    grader: Grader
    rephrase: Rephrase | None = None

    def turns(self) -> tuple[Turn, ...]:
        """What was asked so far."""
        return list_turns(self.store, self.sitting.id)

    def current(self) -> Turn | None:
        """The turn that waits for an answer, opened if need be; None when all is done.

        The sitting is then closed.
        """
        asked = self.turns()
        waiting = next((t for t in asked if t.answered is None), None)
        turn = waiting or self._next(asked)
        if turn is None:
            finish_sitting(self.store, self.sitting.id)
            self.sitting = find_sitting(self.store, self.sitting.id)
        return turn

    def snapshot(self, turn: Turn) -> Snapshot:
        """The question of a turn, as it was planned."""
        return load_snapshot(self.store, turn.snapshot)

    def draft(self, turn: Turn) -> Typed:
        """What was typed so far, "" if nothing."""
        return load_draft(self.store, self.sitting.person, turn.place) or Typed("", 0.0)

    def save_draft(self, turn: Turn, text: str, seconds: float) -> None:
        """Keep what stands in the editor, and the clock."""
        save_draft(self.store, self.sitting.person, turn.place, text, seconds)

    def submit(self, turn: Turn, answer: str, seconds: float) -> Scoresheet:
        """Grade the answer and keep it; while it is graded, and when it cannot be, it is a draft.

        When another window answered first, its sheet counts.
        """
        text = storable(answer)
        self.save_draft(turn, text, seconds)
        snapshot = self.snapshot(turn)
        rubric = aimed(snapshot.rubric, turn.points)
        sheet = self.grader.grade(snapshot.question, rubric, text, turn.id, self.sitting.candidate)
        if answer_turn(self.store, turn, self.sitting.person, seconds, sheet):
            return sheet
        kept = next((t.sheet for t in self.turns() if t.id == turn.id), None)
        return kept or sheet

    def _next(self, asked: Sequence[Turn]) -> Turn | None:
        if asked and (followup := self._followup(asked)):
            return followup
        item = asked[-1].item + 1 if asked else 0
        if item >= len(self.plan.items):
            return None
        planned = self.plan.items[item]
        turn = Turn(
            new_id(),
            self.sitting.id,
            len(asked),
            item,
            planned.snapshot,
            planned.title,
            planned.seconds,
            now(),
        )
        return add_turn(self.store, turn)

    def _followup(self, asked: Sequence[Turn]) -> Turn | None:
        """Another follow-up to the last question, if the plan allows one and a point is open."""
        here = [t for t in asked if t.item == asked[-1].item]
        main, before = here[0], here[1:]
        if main.sheet is None or len(before) >= self.plan.followups:
            return None
        done = [Followup(t.prompt, t.points, "") for t in before]
        snapshot = self.snapshot(main)
        chosen = propose(snapshot.question, snapshot.rubric, main.sheet, done, self.rephrase)
        if chosen is None:
            return None
        turn = Turn(
            new_id(),
            self.sitting.id,
            len(asked),
            main.item,
            main.snapshot,
            chosen.prompt,
            FOLLOWUP_SECONDS,
            now(),
            parent=main.id,
            points=chosen.points,
        )
        return add_turn(self.store, turn)


def open_room(
    store: Store, plan: str, candidate: str, grader: Grader, rephrase: Rephrase | None = None
) -> Room:
    """The room of a candidate and a plan (by name or id): a new sitting, or the one left off.

    Raises InputError for an unknown plan.
    """
    found = find_plan(store, plan)
    person = ensure_person(store, candidate)
    return Room(store, start_sitting(store, found.id, person.id), found, grader, rephrase)


def reopen_room(
    store: Store, sitting: str, grader: Grader, rephrase: Rephrase | None = None
) -> Room:
    """The room of a sitting (its id, or the beginning of it). Raises InputError."""
    found = find_sitting(store, sitting)
    if found.finished is not None:
        raise InputError(
            f"the interview of {found.candidate} is finished", hint="see `kaoguan interview review`"
        )
    return Room(store, found, find_plan(store, found.plan), grader, rephrase)


def aimed(rubric: Rubric, points: Sequence[str]) -> Rubric:
    """The rubric of a turn: all points, or those that a follow-up aims at."""
    if not points:
        return rubric
    return replace(rubric, points=tuple(p for p in rubric.points if p.id in points))
