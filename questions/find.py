"""One question out of a bank, named the way people name questions."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from questions.errors import InputError
from questions.likeness import content_key
from questions.model import Bank, Question
from questions.plain import match_key

_SURE = 80.0  # of 100: below, the nearest title is a guess that the user should confirm
_CLEAR_LEAD = 3.0


def find_question(bank: Bank, query: str) -> Question:
    """Find the question with this id, number (from 1) or title; a title may be inexact.

    Raises InputError with the nearest three titles when nothing, or more than one thing, fits.
    """
    wanted = query.strip()
    if not bank.questions:
        raise InputError("the bank has no questions")
    exact = _by_id(bank, wanted) or _by_number(bank, wanted) or _by_title(bank, wanted)
    return exact or _by_part(bank, wanted) or _by_likeness(bank, wanted)


def _by_id(bank: Bank, wanted: str) -> Question | None:
    return next((q for q in bank.questions if q.id == wanted), None)


def _by_number(bank: Bank, wanted: str) -> Question | None:
    number = wanted.lstrip("#")
    if not (number.isascii() and number.isdigit()):
        return None
    if not 1 <= int(number[:9]) <= len(bank.questions):
        hint = f"the bank has questions 1 to {len(bank.questions)}"
        raise InputError(f"no question number {wanted}", hint=hint)
    return bank.questions[int(number) - 1]


def _by_title(bank: Bank, wanted: str) -> Question | None:
    key = match_key(wanted)
    same = [q for q in bank.questions if q.title == wanted or (key and match_key(q.title) == key)]
    if len(same) > 1:
        raise InputError(f"{len(same)} questions have this title", hint=_listed(same))
    return same[0] if same else None


def _by_part(bank: Bank, wanted: str) -> Question | None:
    """The only question whose title holds these words."""
    key = match_key(wanted)
    holding = [q for q in bank.questions if len(key) > 1 and key in match_key(q.title)]
    return holding[0] if len(holding) == 1 else None


def _by_likeness(bank: Bank, wanted: str) -> Question:
    titles = [content_key(q.title) for q in bank.questions]
    found = process.extract(content_key(wanted), titles, scorer=fuzz.WRatio, limit=3)
    near = [bank.questions[index] for _, _, index in found]
    scores = [score for _, score, _ in found]
    if not near or scores[0] < _SURE:
        raise InputError(f"no question matches “{wanted}”", hint=_listed(near))
    if len(scores) > 1 and scores[0] - scores[1] < _CLEAR_LEAD:
        raise InputError(f"more than one question matches “{wanted}”", hint=_listed(near))
    return near[0]


def _listed(questions: Sequence[Question]) -> str:
    if not questions:
        return ""
    return "nearest: " + "; ".join(f"{q.id} {q.title}" for q in questions[:3])
