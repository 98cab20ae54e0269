"""The trainer: draws questions for one person, grades answers, keeps everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median

from grader.desk import Desk, find_rubric
from grader.practice.drawing import Draw, Wish, draw
from grader.practice.ratings import Suggestion, point_grades, question_grade, suggest
from grader.practice.scheduling import review
from grader.store import Store
from grader.store.attempts import (
    WHOLE,
    Attempt,
    add_attempt,
    draft_place,
    list_attempts,
    list_cards,
    rate_attempt,
)
from grader.store.drafts import Typed, load_draft, save_draft
from grader.store.people import Person
from grader.store.snapshots import Snapshot, make_snapshot
from grader.store.values import new_id, now, storable
from questions.model import Question
from questions.search import Filter, search
from rubrics.marks import Scoresheet, State


@dataclass(frozen=True, slots=True)
class Effort:
    """What an answer took: seconds, and hints looked at."""

    seconds: float
    hints: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What a second try did, as texts of key points.

    `added` were missing or partial and are covered, `fixed` were wrong and no longer are, `lost`
    were covered or partial and no longer are. `gain` is the difference of the scores, None where
    one has none.
    """

    added: tuple[str, ...]
    fixed: tuple[str, ...]
    lost: tuple[str, ...]
    gain: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A graded answer. `change` is None for a first try. `suggestion.unsure`: ask for a rating."""

    attempt: Attempt
    snapshot: Snapshot
    suggestion: Suggestion
    change: Change | None = None

    @property
    def sheet(self) -> Scoresheet:
        """The marks and the score."""
        return self.attempt.sheet


@dataclass
class Trainer:
    """Practice of one person at one desk."""

    store: Store
    desk: Desk
    person: Person

    def draw(self, wanted: Filter, wish: Wish, at: datetime | None = None) -> tuple[Draw, ...]:
        """Questions that fit the filter, in order of need, timed by this person's own answers."""
        cards = list_cards(self.store, self.person.id)
        timed = replace(wish, seconds=self._seconds())
        return draw(search(self.desk.bank, wanted), cards, at or now(), timed)

    def draft(self, question: Question) -> Typed | None:
        """What was typed and never submitted, None if nothing."""
        return load_draft(self.store, self.person.id, draft_place(question.id))

    def save_draft(self, question: Question, text: str, seconds: float) -> None:
        """Keep what stands in the editor."""
        save_draft(self.store, self.person.id, draft_place(question.id), text, seconds)

    def submit(
        self, question: Question, answer: str, effort: Effort, earlier: Attempt | None = None,
        at: datetime | None = None,
    ) -> Outcome:  # fmt: skip
        """Grade an answer and keep it; while it is graded, and when it cannot be, it is a draft.

        A first try moves the cards at once, unless the grade is unsure: then `rate` does. A second
        try (`earlier` is the first) comes fresh from the feedback and moves nothing. Raises
        InputError for a question without a reference.
        """
        rubric = find_rubric(self.desk, question)
        text = storable(answer)
        self.save_draft(question, text, effort.seconds)
        identity = new_id()
        sheet = self.desk.grader.grade(question, rubric, text, identity, self.person.name)
        suggestion = suggest(sheet, effort.hints)
        snapshot = make_snapshot(question, rubric)
        is_first = earlier is None
        sure = is_first and suggestion.rating is not None and not suggestion.unsure
        attempt = Attempt(
            identity, self.person.id, question.id, snapshot.hash, at or now(), effort.seconds,
            effort.hints, sheet, suggestion.rating if sure else None,
            None if earlier is None else earlier.id,
        )  # fmt: skip
        grades = list(point_grades(sheet, effort.hints)) if is_first else []
        if sure and suggestion.rating is not None:
            grades.insert(0, question_grade(question, suggestion.rating))
        add_attempt(self.store, attempt, snapshot, grades, review)
        change = None if earlier is None else compare(earlier.sheet, sheet)
        return Outcome(attempt, snapshot, suggestion, change)

    def rate(self, outcome: Outcome, rating: int) -> bool:
        """Move the question's card by its author's word; False when it was rated already."""
        grade = question_grade(outcome.snapshot.question, rating)
        return rate_attempt(self.store, outcome.attempt, grade, review)

    def due(self, question: Question) -> datetime | None:
        """The day on which a question comes back (midnight UTC), None when it was never rated."""
        cards = list_cards(self.store, self.person.id)
        return next(
            (c.due for c in cards if (c.question_id, c.point) == (question.id, WHOLE)), None
        )

    def _seconds(self) -> dict[str, float]:
        """The median of this person's times by question, of answers that took a plausible time."""
        times: dict[str, list[float]] = {}
        for attempt in list_attempts(self.store, self.person.id):
            if 5 <= attempt.seconds <= 3600:
                times.setdefault(attempt.question_id, []).append(attempt.seconds)
        return {question: median(found) for question, found in times.items()}


def compare(before: Scoresheet, after: Scoresheet) -> Change:
    """What changed between two answers to the same rubric, point by point."""
    old = {m.point: m.state for m in before.marks}
    pairs = [(m.text, old.get(m.point, State.UNSCORED), m.state) for m in after.marks]
    right = (State.COVERED, State.PARTIAL)
    gain = (
        None
        if before.score is None or after.score is None
        else round(after.score - before.score, 2)
    )
    return Change(
        added=_texts(
            p for p in pairs if p[1] in (State.MISSING, State.PARTIAL) and p[2] is State.COVERED
        ),
        fixed=_texts(
            p
            for p in pairs
            if p[1] is State.CONTRADICTED and p[2] not in (State.CONTRADICTED, State.UNSCORED)
        ),
        lost=_texts(
            p for p in pairs if p[1] in right and p[2] in (State.MISSING, State.CONTRADICTED)
        ),
        gain=gain,
    )


def _texts(pairs: Iterable[tuple[str, State, State]]) -> tuple[str, ...]:
    return tuple(pair[0] for pair in pairs)
