"""Ratings and a run put side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from grader.agreement.ratings import Ratings
from grader.calibration import Array
from questions.errors import InputError
from rubrics.marks import SCORED_STATES, Mark, Scoresheet, State
from rubrics.runs import Row


@dataclass
class Match:
    """The rated answers of a run; `sheets` by answer id."""

    ratings: Ratings
    sheets: dict[str, Scoresheet] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    unscored: int = 0

    @property
    def missing(self) -> int:
        """Rated answers that the run does not have."""
        return len(self.ratings.answers() - self.sheets.keys()) - self.unscored

    def scored(self) -> list[str]:
        """The answers with a score of the grader and of people, in order."""
        return sorted(a for a in self.sheets if self.ratings.mean(a) is not None)

    def marks(self) -> Iterable[tuple[Scoresheet, Mark, State]]:
        """Marks that people rated too, with what they say."""
        for answer, sheet in sorted(self.sheets.items()):
            for mark in sheet.marks:
                state = self.ratings.state(answer, mark.point)
                if state is not None and mark.state is not State.UNSCORED:
                    yield sheet, mark, state


def match(rows: Iterable[Row], ratings: Ratings) -> Match:
    """Keep the sheets of the rated answers. Raises InputError for two answers of one id."""
    found = Match(ratings)
    wanted = ratings.answers()
    seen: set[str] = set()
    for row in rows:
        sheet = row.sheet
        if sheet.answer_id not in wanted:
            continue
        if sheet.answer_id in seen:
            hint = "give every answer an answer_id of its own"
            raise InputError(f"two answers of the run have the id {sheet.answer_id!r}", hint=hint)
        seen.add(sheet.answer_id)
        if sheet.score is None:
            found.unscored += 1
        else:
            found.sheets[sheet.answer_id] = sheet
            found.titles[sheet.answer_id] = row.title
    return found


def columns(found: Match) -> tuple[list[float], list[float], list[str]]:
    """Grader's scores, people's mean scores and questions of the answers that have both."""
    keys = found.scored()
    grader = [found.sheets[k].score or 0.0 for k in keys]
    people = [found.ratings.mean(k) or 0.0 for k in keys]
    return grader, people, [found.sheets[k].question_id for k in keys]


def rating_matrix(found: Match, with_grader: bool) -> Array:
    """Scores, shape (raters, answers), NaN where missing; the grader's row comes last."""
    keys = found.scored()
    lines: list[Sequence[float]] = [
        [scores.get(k, float("nan")) for k in keys]
        for _, scores in sorted(found.ratings.scores.items())
    ]
    if with_grader:
        lines.append([found.sheets[k].score or 0.0 for k in keys])
    return np.array(lines, np.float64).reshape(len(lines), len(keys))


def confusion(found: Match) -> Array:
    """Counts of the grader's states (rows) by people's (columns), in the order of SCORED_STATES."""
    places: Mapping[State, int] = {s: i for i, s in enumerate(SCORED_STATES)}
    counts = np.zeros((4, 4))
    for _, mark, state in found.marks():
        counts[places[mark.state], places[state]] += 1
    return counts
