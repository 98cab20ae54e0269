"""Questions chosen by tag, company, round, date, difficulty, state and text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from questions.model import Bank, Question
from questions.plain import match_key


@dataclass(frozen=True, slots=True)
class Filter:
    """What a question must be; an empty field asks nothing.

    Of several tags all must be there, of several companies, rounds or difficulties one. `since`
    and `until` are dates as `2025`, `2025-09` or `2025-09-30`, both inclusive; a question without
    a date fits neither. `answered` is None for all.
    """

    tags: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    difficulties: tuple[str, ...] = ()
    answered: bool | None = None
    text: str = ""


def search(bank: Bank, wanted: Filter) -> tuple[Question, ...]:
    """Choose the questions that fit, in reading order."""
    return tuple(question for question in bank.questions if fits(question, wanted))


def fits(question: Question, wanted: Filter) -> bool:
    """Whether a question meets every condition."""
    return (
        _has_tags(question, wanted.tags)
        and _contains_one(question.company, wanted.companies)
        and _contains_one(question.round, wanted.rounds)
        and (not wanted.difficulties or question.difficulty in wanted.difficulties)
        and _in_range(question.date, wanted.since, wanted.until)
        and (wanted.answered is None or bool(question.answer.strip()) is wanted.answered)
        and _has_words(question, wanted.text)
    )


def _has_tags(question: Question, tags: Iterable[str]) -> bool:
    own = {match_key(tag) for tag in question.tags}
    return all(match_key(tag) in own for tag in tags)


def _contains_one(value: str, wanted: tuple[str, ...]) -> bool:
    key = match_key(value)
    return not wanted or any(bool(match_key(w)) and match_key(w) in key for w in wanted)


def _in_range(date: str, since: str, until: str) -> bool:
    if not (since or until):
        return True
    if not date:
        return False
    after = not since or date >= since[: len(date)]
    before = not until or date[: len(until)] <= until
    return after and before


def _has_words(question: Question, text: str) -> bool:
    """Whether every word of the search stands in the title, the answer, a tag or the section."""
    words = [key for word in text.split() if (key := match_key(word))]
    if not words:
        return True
    everything = (question.title, question.answer, *question.tags, *question.section)
    haystack = "\n".join(match_key(part) for part in everything)
    return all(word in haystack for word in words)
