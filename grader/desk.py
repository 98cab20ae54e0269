"""A desk to grade at: a bank, its rubrics and a grader, put together once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from grader.grading import Grader, make_grader
from questions.errors import InputError
from questions.find import find_question
from questions.model import Bank, Question
from rubrics.build import build_rubric
from rubrics.files import bundled_rubrics, load_rubrics
from rubrics.glossary import bundled_glossary, join_glossaries, mine_glossary
from rubrics.model import Rubric
from rubrics.text import folded


@dataclass
class Desk:
    """`rubrics` by question id or folded title: the ones people wrote."""

    bank: Bank
    grader: Grader
    rubrics: dict[str, Rubric]
    _built: dict[str, Rubric] = field(default_factory=dict)

    def find(self, query: str) -> Question:
        """The question of that id, number or title. Raises InputError."""
        return find_question(self.bank, query)

    def rubric(self, question: Question) -> Rubric | None:
        """A written rubric, else one built from the reference; None without either."""
        written = self.rubrics.get(folded(question.id)) or self.rubrics.get(folded(question.title))
        if written is not None:
            return written
        if not question.is_gradable:
            return None
        if question.id not in self._built:
            self._built[question.id] = build_rubric(question, self.grader.models.glossary)
        return self._built[question.id]


def find_rubric(desk: Desk, question: Question) -> Rubric:
    """As `Desk.rubric`, but a question that cannot be graded is an InputError."""
    rubric = desk.rubric(question)
    if rubric is None or not rubric.points:
        what = "only a draft answer" if question.draft else "no reference answer"
        raise InputError(
            f"the question {question.title!r} has {what}",
            place=str(question.source),
            hint="write an answer below the question, or give --rubric",
        )
    return rubric


def make_desk(
    bank: Bank,
    rubrics: Path | None = None,
    tier: str = "full",
    encoder: str = "usem3",
    *,
    late: bool = False,
) -> Desk:
    """`encoder` may be `name:model`; for `late` see `make_grader`. Written rubrics come first.

    Raises InputError for unreadable rubrics and unknown encoders.
    """
    written = {_key(r.question): r for r in bundled_rubrics()}
    if rubrics is not None:
        written |= {_key(r.question): r for r in load_rubrics(rubrics)}
    mined = mine_glossary(q.answer for q in bank.questions)
    name, _, model = encoder.partition(":")
    names = join_glossaries(bundled_glossary(), mined)
    grader = make_grader(tier, name, model or None, names, late=late)
    return Desk(bank, grader, written)


def _key(question: str) -> str:
    return folded(question)
