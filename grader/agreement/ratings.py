"""Scores that people gave: CSV with a row for each answer and rater."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.answers.table import column_names, open_table, table_dialect
from questions.errors import InputError
from rubrics.marks import SCORED_STATES, State

_IDS = ("answer_id", "id")
_SCORES = ("score", "human_score", "human", "rating")
_RATERS = ("rater", "annotator", "author")


@dataclass
class Ratings:
    """Scores on 0 to 100 by rater and answer; states by rater, answer and point."""

    scores: dict[str, dict[str, float]] = field(default_factory=dict)
    states: dict[str, dict[tuple[str, str], State]] = field(default_factory=dict)

    def answers(self) -> set[str]:
        """The answers that somebody rated."""
        rated = {answer for found in self.scores.values() for answer in found}
        return rated | {answer for found in self.states.values() for answer, _ in found}

    def mean(self, answer: str) -> float | None:
        """The mean over raters, None when nobody scored it."""
        found = [scores[answer] for scores in self.scores.values() if answer in scores]
        return sum(found) / len(found) if found else None

    def state(self, answer: str, point: str) -> State | None:
        """What most raters say of a point; None without a rating or on a tie."""
        votes = [found[answer, point] for found in self.states.values() if (answer, point) in found]
        ranked = sorted({v: votes.count(v) for v in votes}.items(), key=lambda pair: -pair[1])
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]


def read_ratings(path: Path, top: float = 100.0) -> Ratings:
    """Columns: answer_id, score, and if you like rater, point and state.

    `top` is the best score of the people's scale, whose worst is 0. Raises InputError with the
    line of the first thing that is not understood.
    """
    ratings = Ratings()
    with open_table(path) as file:
        reader = csv.DictReader(file, dialect=table_dialect(file, path))
        names = column_names(reader, path)
        columns = _Columns.find(names, path)
        try:
            for row in reader:
                columns.add(row, ratings, f"{path}:{reader.line_num}", top)
        except csv.Error as error:
            raise InputError(f"is not CSV: {error}", place=f"{path}:{reader.line_num}") from None
    if not ratings.answers():
        raise InputError("holds no ratings", place=str(path))
    return ratings


@dataclass(frozen=True, slots=True)
class _Columns:
    """The names of the columns in the file, "" for those it does not have."""

    answer: str
    score: str
    rater: str
    point: str
    state: str

    @classmethod
    def find(cls, names: Mapping[str, str], path: Path) -> _Columns:
        def first(wanted: tuple[str, ...]) -> str:
            return next((names[name] for name in wanted if name in names), "")

        found = cls(
            first(_IDS), first(_SCORES), first(_RATERS), first(("point",)), first(("state",))
        )
        if not found.answer or not (found.score or (found.point and found.state)):
            known = ", ".join(names) or "none"
            hint = f"columns: answer_id, score, rater, point, state; found: {known}"
            raise InputError(
                "the columns answer_id and score are missing", place=f"{path}:1", hint=hint
            )
        return found

    def add(self, row: Mapping[str, str | None], ratings: Ratings, place: str, top: float) -> None:
        answer = (row.get(self.answer) or "").strip()
        rater = (row.get(self.rater) or "").strip() if self.rater else ""
        score = (row.get(self.score) or "").strip() if self.score else ""
        point = (row.get(self.point) or "").strip() if self.point else ""
        state = (row.get(self.state) or "").strip().lower() if self.state else ""
        if not answer:
            raise InputError("the row has no answer_id", place=place)
        if score:
            ratings.scores.setdefault(rater or "human", {})[answer] = _score(score, place, top)
        if point and state:
            ratings.states.setdefault(rater or "human", {})[answer, point] = _state(state, place)


def _score(text: str, place: str, top: float) -> float:
    try:
        value = float(text)
    except ValueError:
        raise InputError(f"the score {text[:60]!r} is no number", place=place) from None
    if not 0 <= value <= top:
        hint = f"--scale says what the best score is; now it is {top:g}"
        raise InputError(
            f"the score {value:g} is not between 0 and {top:g}", place=place, hint=hint
        )
    return 100.0 * value / top


def _state(text: str, place: str) -> State:
    if text not in {s.value for s in SCORED_STATES}:
        hint = f"one of {', '.join(s.value for s in SCORED_STATES)}"
        raise InputError(f"{text[:60]!r} is no state", place=place, hint=hint)
    return State(text)
