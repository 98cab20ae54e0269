"""Short ways to a rubric in tests."""

from __future__ import annotations

from questions.model import Question, Source
from rubrics.build import build_rubric
from rubrics.model import KeyPoint, Rubric


def question(title: str, answer: str, *marks: str) -> Question:
    return Question(
        "q1", title, Source("bank.md", 3), answer=answer.strip("\n"), marks=marks, answer_line=5
    )


def built(title: str, answer: str, *marks: str) -> Rubric:
    return build_rubric(question(title, answer, *marks))


def texts(title: str, answer: str, *marks: str) -> list[str]:
    return [point.text for point in built(title, answer, *marks).points]


def rubric(*points: str | KeyPoint) -> Rubric:
    made = [p if isinstance(p, KeyPoint) else KeyPoint(f"k{n}", p) for n, p in enumerate(points, 1)]
    return Rubric("q1", tuple(made))
