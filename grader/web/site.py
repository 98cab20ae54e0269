"""What is served: one desk to grade at, the records of people, the state of the server."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from grader.desk import Desk, find_rubric
from grader.grading import Grader, make_grader
from grader.practice.trainer import Trainer
from grader.store import Store
from grader.store.people import Person
from grader.web.counter import Counter
from grader.web.keys import Keys
from grader.web.shelf import Shelf
from questions.errors import InputError
from questions.model import Question
from reports.clean import one_line
from reports.words import Language, _
from rubrics.glossary import bundled_glossary

_LOG = logging.getLogger("kaoguan.web")

TABS = (
    ("/practice", _("Practise")),
    ("/questions", _("Questions")),
    ("/interviews", _("Interviews")),
    ("/progress", _("Progress")),
    ("/runs", _("Runs")),
)
"""Address and message of the pages at the top."""


@dataclass
class Site:
    """`person` practises here. `lang` is for browsers that have not chosen.

    `encoder` is the one of the desk, "" where its tier does without. `runs` are folders in which
    runs are looked for.
    """

    desk: Desk
    store: Store
    person: Person
    lang: Language = "zh"
    encoder: str = ""
    runs: tuple[Path, ...] = ()
    keys: Keys = field(default_factory=Keys)
    counter: Counter = field(default_factory=Counter)
    shelf: Shelf = field(default_factory=Shelf)
    _graders: dict[tuple[str, str], Grader] = field(default_factory=dict)

    @property
    def tabs(self) -> tuple[tuple[str, str], ...]:
        """The pages at the top: address and message."""
        return TABS

    @property
    def tier(self) -> str:
        """What answers are graded with here."""
        return self.desk.grader.models.tier

    @property
    def trainer(self) -> Trainer:
        """Practice of the person at this machine."""
        return Trainer(self.store, self.desk, self.person)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """The questions of the bank by id."""
        return {question.id: question for question in self.desk.bank.questions}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each question in the bank, from 1, by id."""
        return {q.id: number for number, q in enumerate(self.desk.bank.questions, 1)}

    def is_gradable(self, question: Question) -> bool:
        """Whether there is a rubric to grade against."""
        rubric = self.desk.rubric(question)
        return rubric is not None and bool(rubric.points)

    def warm(self) -> None:
        """Wait until the models are read; what is wrong with one is a line in the terminal.

        The page of the first answer says it too.
        """
        question = next(filter(self.is_gradable, self.desk.bank.questions), None)
        if question is None:
            return
        try:
            self.desk.grader.signature(find_rubric(self.desk, question))
        except InputError as error:
            _LOG.warning("%s", one_line(str(error), 500))

    def grader_for(self, tier: str, encoder: str) -> Grader:
        """The grader of a plan: with the bundled glossary alone, as at the terminal."""
        known = self._graders.get((tier, encoder))
        return known or self.counter.call(self._plan_grader, tier, encoder)

    def _plan_grader(self, tier: str, encoder: str) -> Grader:
        """The models of the desk serve where they are the right ones: they are large."""
        key, own = (tier, encoder), self.desk.grader
        if key not in self._graders:
            if tier == self.tier and encoder == self.encoder:
                models = replace(own.models, glossary=bundled_glossary())
                self._graders[key] = Grader(models, own.calibration)
            else:
                name, _, model = encoder.partition(":")
                self._graders[key] = make_grader(tier, name, model or None)
        return self._graders[key]
