"""Everything that is wrong with a bank, each with its place and what to do about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from questions.errors import Problem
from questions.likeness import content_key, mean_the_same
from questions.model import Bank, Question
from questions.plain import match_key

_NEAR = 88.0  # of 100; pairs above it in real banks ask the same thing or are versions of it
_KEYS_A_TITLE = 6
_FULL_BUCKET = 40
_GRAM = 3
_SHORTEST = 5


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
    keys = [match_key(question.title) for question in questions]
    first: dict[str, int] = {}
    for index, key in enumerate(keys):
        if key in first:
            twin = questions[first[key]]
            yield _repeated(questions[index], f"same question as {twin.source}", twin)
        elif key:
            first[key] = index
    contents = [content_key(question.title) for question in questions]
    for index, twin_index in _near_pairs(contents, sorted(first.values())):
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
        if score >= _NEAR and mean_the_same(own, keys[-negative]):
            return -negative
    return None
