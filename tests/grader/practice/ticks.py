"""A grader that ticks what the answer says outright, so that tests choose every state.

`+k1` covers a point, `~k1` does so in part, `!k1` contradicts it, `?k1` leaves it unsure; what is
not named is missing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from grader.grading import Grader, make_grader
from grader.scoring import band, score_interval, score_marks
from questions.model import Question
from rubrics.marks import SCORED_STATES, Evidence, Mark, Scoresheet, State
from rubrics.model import KeyPoint, Rubric

_REAL = make_grader
_STATES = {"+": State.COVERED, "~": State.PARTIAL, "!": State.CONTRADICTED, "?": State.PARTIAL}


class Ticks(Grader):
    """Grades by signs; too long an answer fails as in the real one."""

    def grade(
        self, question: Question, rubric: Rubric, answer: str, answer_id: str = "", author: str = ""
    ) -> Scoresheet:
        """Marks from the signs, the score from the marks."""
        sheet = super().grade(question, rubric, answer, answer_id, author)
        if sheet.failure is not None:
            return sheet
        marks = tuple(_mark(point, answer) for point in rubric.points)
        score = score_marks(marks)
        interval = score_interval(marks)
        return replace(
            sheet,
            marks=marks,
            score=score,
            band=band(score),
            interval=interval,
            flags=(),
            reason="",
        )


def ticking(*_: object, **__: object) -> Ticks:
    """Stands for `make_grader`."""
    made = _REAL("words")
    return Ticks(made.models, made.calibration)


def _mark(point: KeyPoint, answer: str) -> Mark:
    found = re.search(rf"([+~!?]){point.id}\b", answer)
    state = _STATES[found[1]] if found else State.MISSING
    odds = {s.value: float(s is state) for s in SCORED_STATES}
    quote = (Evidence(found.start(), found.end(), found[0]),) if found else ()
    unsure = found is not None and found[1] == "?"
    return Mark(
        point.id, point.text, point.weight, state, odds, quote, decided_by="words", unsure=unsure
    )
