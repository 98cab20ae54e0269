"""Ids of questions: made from the title alone, so that nothing else in the bank can move them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from questions.model import Question
from questions.plain import match_key

_DIGITS = 10


def title_id(title: str) -> str:
    """Make the id that a title gets when no other question has the same one."""
    return "q" + _digest(match_key(title) or title)


def with_ids(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Give questions their ids; namesakes are told apart by what else they say.

    Among namesakes the order of the file plays no part: the one with the smallest digest of its
    own content keeps the plain id, so that moving them changes nothing.
    """
    namesakes: dict[str, list[int]] = defaultdict(list)
    for index, question in enumerate(questions):
        namesakes[title_id(question.title)].append(index)
    ids: dict[int, str] = {}
    for base, members in namesakes.items():
        ids.update(_told_apart(base, members, questions))
    return tuple(replace(question, id=ids[i]) for i, question in enumerate(questions))


def _told_apart(
    base: str, members: Sequence[int], questions: Sequence[Question]
) -> Iterable[tuple[int, str]]:
    if len(members) == 1:
        yield members[0], base
        return
    ranked = sorted(members, key=lambda i: (_digest(_content(questions[i])), i))
    used: set[str] = set()
    for rank, index in enumerate(ranked):
        name = base if rank == 0 else f"{base}-{_digest(_content(questions[index]))[:4]}"
        if name in used:
            name = f"{name}-{rank + 1}"
        used.add(name)
        yield index, name


def _content(question: Question) -> str:
    parts = (question.company, question.round, question.date, *question.section, question.answer)
    return "\x1f".join(parts)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
