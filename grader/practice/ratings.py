"""What an answer was worth to the scheduler: the question's rating, and one for each key point."""

from __future__ import annotations

from dataclasses import dataclass

from grader.practice.scheduling import AGAIN, EASY, GOOD, HARD, point_key
from grader.store.attempts import WHOLE, Grade
from questions.model import Question
from rubrics.marks import Mark, Scoresheet, State

FLOORS = ((85.0, EASY), (60.0, GOOD), (40.0, HARD), (0.0, AGAIN))
"""Least score for each rating: 60 and 40 are where the bands good and fair begin
(`grader.scoring.BANDS`); 85 is an answer that misses a detail at most."""
_MOST_UNSURE = 1 / 3
_OF_STATE = {
    State.COVERED: GOOD,
    State.PARTIAL: HARD,
    State.MISSING: AGAIN,
    State.CONTRADICTED: AGAIN,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The rating that the grade suggests, None without a score.

    `unsure` means that its author should choose: the grader could not call more than a third of
    the weight, or the range of the score spans three ratings.
    """

    rating: int | None
    unsure: bool = False


def suggest(sheet: Scoresheet, hints: int = 0) -> Suggestion:
    """Rate a sheet. A core point said wrong is no pass; an answer after a hint is hard at best."""
    if sheet.score is None:
        return Suggestion(None)
    rating = _of_score(sheet.score)
    if any(m.state is State.CONTRADICTED and m.weight >= 3 and not m.unsure for m in sheet.marks):
        rating = min(rating, HARD)
    return Suggestion(min(rating, HARD) if hints else rating, _is_unsure(sheet))


def question_grade(question: Question, rating: int) -> Grade:
    """The rating as the question's card takes it."""
    return Grade(WHOLE, question.title, 0, "", rating)


def point_grades(sheet: Scoresheet, hints: int = 0) -> tuple[Grade, ...]:
    """One grade for each point that the grader is sure of; the others say nothing."""
    sure = [m for m in sheet.marks if m.state in _OF_STATE and not m.unsure]
    return tuple(
        Grade(point_key(m.text), m.text, m.weight, m.state.value, _of_mark(m, hints)) for m in sure
    )


def _of_mark(mark: Mark, hints: int) -> int:
    rating = _OF_STATE[mark.state]
    return min(rating, HARD) if hints else rating


def _of_score(score: float) -> int:
    return next(rating for floor, rating in FLOORS if score >= floor)


def _is_unsure(sheet: Scoresheet) -> bool:
    total = sum(m.weight for m in sheet.marks)
    doubtful = sum(m.weight for m in sheet.marks if m.unsure or m.state is State.UNSCORED)
    low, high = sheet.interval or (sheet.score or 0.0, sheet.score or 0.0)
    return doubtful > _MOST_UNSURE * total or _of_score(high) - _of_score(low) >= 2
