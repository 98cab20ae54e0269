"""The leak guard: what a hint or a follow-up must not say."""

from __future__ import annotations

from collections.abc import Sequence

from rubrics.glossary import Glossary, bundled_glossary
from rubrics.keywords import derive_keywords
from rubrics.model import KeyPoint
from rubrics.terms import mentions
from rubrics.text import grams

_MOST = 0.25
_FEWEST = 3
"""A prompt may share up to a quarter of the words of a point that nobody has said, or two."""


def leaked(
    prompt: str, points: Sequence[KeyPoint], known: str, glossary: Glossary | None = None
) -> tuple[str, ...]:
    """What the prompt gives away: terms of any key point, by any of their names, that do not stand
    in `known` (the question and what its author has said), and points told in other words.
    """
    terms = glossary or bundled_glossary()
    said = grams(known)
    found = [name for point in points for name in _named(prompt, point, known, terms)]
    found += [
        point.text for point in points if _told(grams(prompt) - said, grams(point.text) - said)
    ]
    return tuple(dict.fromkeys(found))


def _named(prompt: str, point: KeyPoint, known: str, glossary: Glossary) -> list[str]:
    groups = (*point.keywords, *derive_keywords(point.text, glossary))
    return [names[0] for names in groups if mentions(prompt, names) and not mentions(known, names)]


def _told(prompt: set[str], point: set[str]) -> bool:
    shared = prompt & point
    return len(shared) >= _FEWEST and len(shared) > _MOST * len(point)
