"""Scores in a team's own tests: `assert kaoguan_grade(question, answer).score >= 60`.

A conftest.py says `pytest_plugins = ["grader.testing"]`. It is not registered as a plug-in of
pytest on purpose: nobody who installs this program should have it loaded by tests of other things.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from grader.shortcut import Graded, grade

if TYPE_CHECKING:
    from grader.desk import Desk
    from questions.model import Question
    from rubrics.model import Rubric

_COMPARED = ("<", "<=", ">", ">=", "==", "!=")


class Score(float):
    """A score in [0, 100] that can explain itself."""

    def __new__(cls, value: float, explanation: str) -> Score:
        """A number like any other."""
        made = super().__new__(cls, value)
        made.explanation = explanation
        return made

    explanation: str


class UnscoredError(AssertionError):
    """There is no score to compare: the message says why."""


class Assessed:
    """A graded answer whose score explains itself where an assertion fails."""

    def __init__(self, graded: Graded) -> None:
        self.graded = graded

    @property
    def score(self) -> Score:
        """0 to 100. Raises UnscoredError, which fails the test, where there is none."""
        explanation = self.graded.explain()
        if self.graded.score is None:
            raise UnscoredError(explanation)
        return Score(self.graded.score, explanation)

    @property
    def contradicted(self) -> list[str]:
        """The points that the answer gets wrong."""
        return self._texts("contradicted")

    @property
    def missing(self) -> list[str]:
        """The points that the answer does not make."""
        return self._texts("missing")

    def _texts(self, state: str) -> list[str]:
        return [mark.text for mark in self.graded.sheet.marks if mark.state == state]

    def __repr__(self) -> str:
        """What pytest shows of it."""
        return self.graded.explain()


def assess(
    question: str | Question,
    answer: str,
    *,
    desk: Desk | None = None,
    rubric: Rubric | None = None,
) -> Assessed:
    """As `grade`, without pytest's fixtures. Raises InputError."""
    return Assessed(grade(question, answer, desk=desk, rubric=rubric))


@pytest.fixture(scope="session")
def kaoguan_desk() -> Desk | None:
    """Bank and models; override it with what `make_desk` returns. None: the bundled ones."""
    return None


@pytest.fixture
def kaoguan_grade(kaoguan_desk: Desk | None) -> Callable[..., Assessed]:
    """Grades an answer: `kaoguan_grade(question, answer, rubric=None)`."""
    return partial(assess, desk=kaoguan_desk)


def pytest_assertrepr_compare(op: str, left: Any, right: Any) -> Sequence[str] | None:  # noqa: ANN401  # pytest's hook
    """The missed points where a comparison with a score fails."""
    score = next((side for side in (left, right) if isinstance(side, Score)), None)
    if score is None or op not in _COMPARED:
        return None
    sides = (
        f"{float(side):g}" if isinstance(side, float) else repr(side) for side in (left, right)
    )
    return [f" {op} ".join(sides), *score.explanation.split("\n")]
