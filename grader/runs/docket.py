"""Which question an answer is about: by id or title, whatever the spaces, case and width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from questions.errors import InputError
from questions.find import find_question
from questions.model import Bank, Question
from questions.plain import match_key
from rubrics.marks import Failure


@dataclass
class Docket:
    """The questions of a bank by every name that is certain; a likeness is only a hint."""

    bank: Bank
    _found: dict[str, Question | Failure] = field(default_factory=dict)
    _titles: dict[str, list[Question]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the questions."""
        for question in self.bank.questions:
            self._titles.setdefault(match_key(question.title), []).append(question)
            self._found[question.id] = question

    def find(self, name: str) -> Question | Failure:
        """The question, or why it is not certain which one is meant."""
        if name not in self._found:
            if len(self._found) > 100_000:
                self._found = {q.id: q for q in self.bank.questions}
            self._found[name] = self._search(name)
        return self._found[name]

    def find_any(self, names: Sequence[str]) -> Question | Failure:
        """The question by the first name that is certain, else why the first name is not."""
        found = [self.find(name) for name in names]
        return next((f for f in found if isinstance(f, Question)), found[0])

    def _search(self, name: str) -> Question | Failure:
        same = self._titles.get(match_key(name), []) if match_key(name) else []
        if len(same) == 1:
            return same[0]
        exact = [q for q in same if q.title.strip() == name.strip()]
        if len(exact) == 1:
            return exact[0]
        if same:
            ids = ", ".join(q.id for q in same[:5])
            return Failure(
                "ambiguous-question", "several questions have this title", f"use an id: {ids}"
            )
        return Failure(
            "question-not-found", "the bank has no such question", _nearest(self.bank, name)
        )


def _nearest(bank: Bank, name: str) -> str:
    try:
        near = find_question(bank, name)
    except InputError as error:
        return error.hint or "check --bank"
    return f"nearest: {near.id} {near.title}"
