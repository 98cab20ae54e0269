"""The words of the reports: gettext catalogues, and what each state, band, flag and tier is called.

To add one: write it here or in a module that asks `Words`, run `tests/reports/test_locales.py`
with UPDATE_GOLDEN=1, translate it in `locales/*/LC_MESSAGES/reports.po`, and run that once more.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from rubrics.marks import State

Language = Literal["zh", "en"]

SYMBOLS = {
    State.COVERED: "✓",
    State.PARTIAL: "◐",
    State.MISSING: "○",
    State.CONTRADICTED: "✗",
    State.UNSCORED: "?",
}
"""A state is never told by its colour alone."""


@cache
def catalogue(lang: Language) -> gettext.NullTranslations:
    """Load the messages of one language; what is not translated stays in English."""
    folder = resources.files("reports") / "locales" / lang / "LC_MESSAGES"
    with (folder / "reports.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


@dataclass(frozen=True, slots=True)
class Words:
    """What things are called in one language."""

    lang: Language

    def say(self, message: str, /, **values: object) -> str:
        """Say the message in this language, its {names} filled in."""
        return catalogue(self.lang).gettext(message).format(**values)

    def say_many(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Say the message for this number of things; {n} is the number."""
        text = catalogue(self.lang).ngettext(one, many, number)
        return text.format(n=number, **values)

    def known(self, names: dict[str, str], key: str) -> str:
        """Say what the key is called; a key without a name stands for itself."""
        return catalogue(self.lang).gettext(names[key]) if key in names else key


def _(message: str) -> str:
    """Mark a message for extraction; `Words` translates it when it is used."""
    return message


STATES: dict[str, str] = {
    State.COVERED: _("Covered"),
    State.PARTIAL: _("Partly covered"),
    State.MISSING: _("Missing"),
    State.CONTRADICTED: _("Contradicted"),
    State.UNSCORED: _("Unscored"),
}
BANDS = {
    "excellent": _("Excellent"),
    "good": _("Good"),
    "fair": _("Fair"),
    "weak": _("Weak"),
    "poor": _("Poor"),
    "unscored": _("Unscored"),
}
TIERS = {
    "guard": _("Guard"),
    "words": _("Words"),
    "meaning": _("Meaning"),
    "entailment": _("Entailment"),
    "judge": _("Judge model"),
    "person": _("Person"),
}
FLAGS = {
    "blank": _("The answer is blank."),
    "dont-know": _("The answer says that its author does not know."),
    "stuffed": _("The answer strings keywords together without saying anything about them."),
    "injection": _("The answer addresses the grader. It was read as text, not obeyed."),
    "question-pasted": _("The answer only repeats the question."),
    "reference-pasted": _("Long stretches of the reference stand in the answer word for word."),
    "gibberish": _("The answer is not readable language."),
    "judge-failed": _("A judge model could not be asked; the offline marks stand."),
    "judge-misled": _(
        "A judge model called a statement met that no honest answer makes; what it said was "
        "thrown away."
    ),
}
GUARD_REASONS = (
    _("the answer is blank"),
    _("the answer says that it does not know"),
    _("the answer only repeats the question"),
    _("the answer is not language"),
    _("the answer only speaks to the grader"),
)
"""The values of `rubrics.marks.GUARD_REASONS`, written out for extraction; a test compares them."""
WEIGHTS = {
    "1": _("detail"),
    "2": _("matters"),
    "3": _("core"),
}
DIFFICULTIES = {
    "easy": _("easy"),
    "medium": _("medium"),
    "hard": _("hard"),
}
