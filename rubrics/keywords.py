"""The terms of a key point: what an answer that makes the point is likely to name."""

from __future__ import annotations

import re

from rubrics.glossary import Glossary
from rubrics.numbers import numbers
from rubrics.terms import find_name
from rubrics.text import fold, folded, language

_LATIN_TERM = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[\-+./_][A-Za-z0-9]+)*(?:\s?\(\w+\))?")
_QUOTED = re.compile(r"[“\"「『](?P<term>[^”\"」』]{2,16})[”\"」』]")
_FORMULA = re.compile(r"[A-Za-z0-9]+\s*\([A-Za-z0-9^·*+\-/√²³ⁿ\s]{1,12}\)|√\s?\w+|[A-Za-z_]+\^[0-9A-Za-z]+")
_COMMON = frozenset(
    "a an and are as at be by can each for from has have in into is it its of on or than that the their then this to when "
    "which while with not no only one all more most per so such use used using does do if how what why they was were will "
    "would may must very also any both other between within without same new e.g i.e token tokens".split()
)
_MOST = 6


def derive_keywords(text: str, glossary: Glossary) -> tuple[tuple[str, ...], ...]:
    """Terms of a point, each with its other names: glossary terms, Latin terms, formulas, numbers.

    In an English text only words that look like terms count (capitals, digits, hyphens, or known to
    the glossary). At most six, in reading order.
    """
    view = fold(text)
    found: list[tuple[int, tuple[str, ...]]] = []
    taken: set[str] = set()

    def add(at: int, names: tuple[str, ...]) -> None:
        key = folded(names[0])
        if key not in taken and not any(key in other for other in taken):
            taken.update(map(folded, names))
            found.append((at, names))

    for group in glossary.groups:
        for name in group:
            if len(name) >= 2 and (span := find_name(view, name)):
                add(span.start, glossary.names(name))
                break
    for match in _FORMULA.finditer(text):
        add(match.start(), (match[0],))
    for match in _QUOTED.finditer(text):
        add(match.start(), (match["term"],))
    english = language(text) == "en"
    for match in _LATIN_TERM.finditer(text):
        word = match[0]
        plain = word.islower() and word.isalpha()
        if folded(word) in _COMMON or len(word) < 2 or (english and (plain or (word.istitle() and match.start() == 0))):
            continue
        add(match.start(), glossary.names(word))
    for number in numbers(text):
        written = number.span.of(text).strip()
        if number.unit or number.value >= 10 or "." in written or "/" in written:
            add(number.span.start, (written,))
    found.sort(key=lambda item: item[0])
    return tuple(names for _, names in found[:_MOST])


