"""A lock of ids: proof that editing a bank did not move the ids that results refer to."""

from __future__ import annotations

import json

from rapidfuzz import fuzz, process

from questions.errors import InputError, Problem
from questions.model import Bank
from questions.plain import match_key

LOCK_FORMAT = "kaoguan-ids/1"
_ALIKE = 60.0


def write_lock(bank: Bank) -> str:
    """Write the ids of a bank with their titles, sorted, as JSON for version control."""
    ids = {question.id: question.title for question in bank.questions}
    return json.dumps(
        {"format": LOCK_FORMAT, "ids": dict(sorted(ids.items()))}, ensure_ascii=False, indent=1
    )


def read_lock(text: str, place: str = "") -> dict[str, str]:
    """Read titles by id; raises InputError if the text is no lock."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("not a lock of ids: no JSON", place=place) from error
    if not isinstance(data, dict) or data.get("format") != LOCK_FORMAT:
        raise InputError(f"not a lock of ids: expected format {LOCK_FORMAT}", place=place)
    ids = data.get("ids")
    if not isinstance(ids, dict) or not all(isinstance(title, str) for title in ids.values()):
        raise InputError("lock of ids is damaged: `ids` must map ids to titles", place=place)
    return ids


def compare_lock(bank: Bank, locked: dict[str, str], place: str) -> tuple[Problem, ...]:
    """Report each id of the lock that the bank no longer has; new questions are no problem."""
    present = {question.id for question in bank.questions}
    fresh = [q.title for q in bank.questions if q.id not in locked]
    keys = [match_key(title) for title in fresh]
    return tuple(
        Problem(place, 0, f"id {lost} is gone: “{title}”", _guess(title, fresh, keys))
        for lost, title in locked.items()
        if lost not in present
    )


def _guess(title: str, fresh: list[str], keys: list[str]) -> str:
    found = process.extractOne(match_key(title), keys, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if found is None:
        return "removed? then write the lock again"
    return f"reworded to “{fresh[found[2]]}”? then write the lock again"
