"""The words of the pages: messages stand in templates and code, translations in a catalogue.

To add one: write `say("…")` in a template or module, run `tests/grader/web/test_words.py` with
UPDATE_GOLDEN=1, translate it in `locales/zh/LC_MESSAGES/web.po`, and run that once more. Names of
states, bands and tiers come from `reports.words`.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def catalogue(lang: Language) -> gettext.NullTranslations:
    """The translations; English is what the code says."""
    if lang == "en":
        return gettext.NullTranslations()
    folder = resources.files("grader.web") / "locales" / lang / "LC_MESSAGES"
    with (folder / "web.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


@dataclass(frozen=True, slots=True)
class Words:
    """What things are called in one language."""

    lang: Language

    def say(self, message: str, /, **values: object) -> str:
        """The message in this language, its {names} filled in. What is filled in is plain text."""
        return catalogue(self.lang).gettext(message).format(**values)

    def say_many(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The message for this number of things; {n} is the number."""
        return catalogue(self.lang).ngettext(one, many, number).format(n=number, **values)
