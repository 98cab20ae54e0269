"""Everything that is wrong with a bank, each with its place and what to do about it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from questions.errors import Problem
from questions.model import Bank, Question
from questions.plain import folded

_NEAR = 88.0  # of 100; pairs above it in real banks ask the same thing or are versions of it
_KEYS_A_TITLE = 6
_FULL_BUCKET = 40
_GRAM = 3
_ALIKE = (
    ("区别", re.compile("差异|差别|不同点|不同之处|不同")),
    ("怎么", re.compile("如何|怎样|咋")),
    (
        "",
        re.compile(
            "介绍一下|简单介绍|请介绍|介绍|说说|说一下|讲讲|讲一下|谈谈|简述|解释一下|解释|什么是|是什么|有哪些|有什么|请问|一下|的|呢|吗|了|是|有"
        ),
    ),
)
_WORD = re.compile(r"[a-z0-9.]+|[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_SHORTEST = 6


def check_bank(bank: Bank, problems: Iterable[Problem] = ()) -> tuple[Problem, ...]:
    """Find all problems of a bank; `problems` are those of its reading."""
    found = [
        *problems,
        *_incomplete(bank.questions),
        *_duplicates(bank.questions),
    ]
    order = {path: i for i, path in enumerate(dict.fromkeys(p.path for p in found))}
    return tuple(sorted(dict.fromkeys(found), key=lambda p: (order[p.path], p.line, p.message)))


def _incomplete(questions: Sequence[Question]) -> Iterator[Problem]:
    if not questions:
        return
    for question in questions:
        path, line = question.source.path, question.source.line
        if question.title == "?":
            yield Problem(path, line, "question without a title", "write it on the same line")
        if question.derived:
            continue
        if not question.answer.strip():
            hint = "write one below the title, or let `kaoguan bank draft` propose one"
            yield Problem(path, line, "no answer", hint)
        elif not question.marks:
            hint = "put the key summary between <mark> and </mark>"
            yield Problem(path, question.answer_line or line, "no highlight", hint)
        if question.draft:
            yield Problem(path, line, "answer is a draft", "accept it before grading against it")


def _duplicates(questions: Sequence[Question]) -> Iterator[Problem]:
    """Report each question that repeats an earlier one, with the place of its twin."""
    keys = [folded(question.title) for question in questions]
    first: dict[str, int] = {}
    for index, key in enumerate(keys):
        if key in first:
            twin = questions[first[key]]
            yield _repeated(questions[index], f"same question as {twin.source}", twin)
        elif key:
            first[key] = index
    for index, twin_index in _near_pairs(keys, sorted(first.values())):
        twin = questions[twin_index]
        yield _repeated(questions[index], f"almost the same question as {twin.source}", twin)


def _repeated(question: Question, message: str, twin: Question) -> Problem:
    hint = f"“{twin.title[:60]}”: merge them, or reword one"
    return Problem(question.source.path, question.source.line, message, hint)


def _near_pairs(keys: Sequence[str], unique: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Find the nearest earlier title of each; only titles that share a rare piece are compared."""
    grams = {i: _grams(keys[i]) for i in unique}
    counts = Counter(gram for found in grams.values() for gram in found)
    buckets: dict[str, list[int]] = defaultdict(list)
    for index in unique:
        rare = sorted(grams[index], key=lambda gram: (counts[gram], gram))[:_KEYS_A_TITLE]
        candidates = {other for gram in rare for other in buckets[gram][:_FULL_BUCKET]}
        twin = _nearest(keys, index, candidates)
        if twin is not None:
            yield index, twin
        for gram in rare:
            buckets[gram].append(index)


def _grams(key: str) -> set[str]:
    if len(key) < _SHORTEST:
        return set()
    return {key[i : i + _GRAM] for i in range(len(key) - _GRAM + 1)}


def _nearest(keys: Sequence[str], index: int, candidates: set[int]) -> int | None:
    own = keys[index]
    scored = [(fuzz.ratio(own, keys[i], score_cutoff=_NEAR), -i) for i in candidates]
    for score, negative in sorted(scored, reverse=True):
        if score >= _NEAR and _mean_the_same(own, keys[-negative]):
            return -negative
    return None


def _mean_the_same(one: str, other: str) -> bool:
    """Tell a rewording from a swapped word: 优点 and 缺点, ORM and PRM ask different things."""
    if _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    ours, theirs = _content(one), _content(other)
    return not (ours - theirs) or not (theirs - ours)


def _content(key: str) -> set[str]:
    for word, alike in _ALIKE:
        key = alike.sub(word, key)
    return set(_WORD.findall(key))
