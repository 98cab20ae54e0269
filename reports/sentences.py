"""Sentences that were put together in English, said again in the reader's language.

What is stored, raised or handed to a program is English. Where a person reads it, the message it
was made of is found again, and what stood in its places is put into the translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import Formatter

from reports.words import Words


@dataclass(frozen=True)
class Sentences:
    """Messages of one catalogue with {places}; `places` are patterns of what can stand in them."""

    messages: Sequence[str]
    places: Mapping[str, str]

    def find(self, text: str) -> tuple[str, dict[str, str]] | None:
        """The first message that the text was made of, and what stands in its places."""
        for message, pattern in self._patterns:
            found = pattern.fullmatch(text)
            if found:
                return message, found.groupdict()
        return None

    def say(self, text: str, words: Words) -> str:
        """The text in the words' language; as it is where it is none of the messages."""
        found = self.find(text)
        return words.say(found[0], **found[1]) if found else text

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((m, re.compile("".join(self._pieces(m)), re.DOTALL)) for m in self.messages)

    def _pieces(self, message: str) -> Iterator[str]:
        for literal, name, _spec, _conversion in Formatter().parse(message):
            yield re.escape(literal)
            if name:
                yield f"(?P<{name}>{self.places.get(name, '.+')})"
