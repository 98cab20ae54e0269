"""The words of reports and pages: gettext catalogues, and what each state, band and tier is called.

Messages stand in code and templates, in English; a package's `locales` hold the Chinese. To add
one: write `say("…")` or `_("…")`, run `tests/test_catalogues.py` with UPDATE_GOLDEN=1, translate
it in `locales/zh/LC_MESSAGES/*.po`, and run that once more.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from reports.clean import one_line
from rubrics.marks import State

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

SYMBOLS = {
    State.COVERED: "✓",
    State.PARTIAL: "◐",
    State.MISSING: "○",
    State.CONTRADICTED: "✗",
    State.UNSCORED: "?",
}
"""A state is never told by its colour alone."""


@cache
def catalogue(package: str, lang: Language) -> gettext.NullTranslations:
    """The translations of a package's messages; English is what the code says."""
    if lang == "en":
        return gettext.NullTranslations()
    folder = resources.files(package) / "locales" / lang / "LC_MESSAGES"
    with (folder / f"{package.rpartition('.')[2]}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


@dataclass(frozen=True, slots=True)
class Words:
    """What things are called in one language, by the catalogue of one package."""

    lang: Language
    package: str = "reports"

    def say(self, message: str, /, **values: object) -> str:
        """The message in this language, its {names} filled in. What is filled in is plain text."""
        return self._catalogue().gettext(message).format(**values)

    def say_many(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The message for this number of things; {n} is the number."""
        return self._catalogue().ngettext(one, many, number).format(n=number, **values)

    def known(self, names: dict[str, str], key: str) -> str:
        """What the key is called; a key without a name stands for itself, made harmless."""
        return self._catalogue().gettext(names[key]) if key in names else one_line(key)

    def _catalogue(self) -> gettext.NullTranslations:
        return catalogue(self.package, self.lang)


def _(message: str) -> str:
    """Mark a message for extraction; `Words` translates it where it is shown."""
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
