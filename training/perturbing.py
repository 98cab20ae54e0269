"""Statements turned wrong by one edit: an opposite, a number, a negation, two names swapped."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

from grader.evidence.consistency import opposites

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*")
_JOINED = re.compile(r"[和与、]|\band\b|\bor\b|\bvs\b|区别|不同")
_NEGATED = (
    ("不需要", "需要"),
    ("不能", "能"),
    ("不会", "会"),
    ("不再", "仍"),
    ("没有", "有"),
    ("无法", "可以"),
    ("不依赖", "依赖"),
    ("不改变", "改变"),
    ("不是", "是"),
    ("cannot", "can"),
    ("does not", "does"),
    ("is not", "is"),
    ("are not", "are"),
    ("without", "with"),
    ("never", "always"),
    ("no", "a"),
)


def perturb(text: str, rng: random.Random) -> str | None:
    """The text with one thing changed so that it denies what it said; None where nothing offers."""
    edits: list[Callable[[str, random.Random], str | None]] = [
        _oppose,
        _oppose,
        _renumber,
        _negate,
        _swap_names,
    ]
    rng.shuffle(edits)
    return next((new for edit in edits if (new := edit(text, rng)) and new != text), None)


def _oppose(text: str, rng: random.Random) -> str | None:
    found = [
        (old, new)
        for pair in opposites()
        for old, new in (pair, pair[::-1])
        if len(old) > 1 and _word(old).search(text)
    ]
    if not found:
        return None
    old, new = rng.choice(found)
    return _word(old).sub(new, text)


@cache
def _word(text: str) -> re.Pattern[str]:
    """Chinese anywhere, Latin words whole."""
    return re.compile(rf"\b{re.escape(text)}\b" if text.isascii() else re.escape(text))


def _renumber(text: str, rng: random.Random) -> str | None:
    found = [m for m in _NUMBER.finditer(text) if m[0] not in ("1", "2") or len(m[0]) > 1]
    if not found:
        return None
    match = rng.choice(found)
    value = float(match[0])
    new = value * rng.choice((2, 4, 0.5, 10, 0.1)) + rng.choice((0, 0, 1))
    return f"{text[: match.start()]}{new:.6g}{text[match.end() :]}"


def _negate(text: str, rng: random.Random) -> str | None:
    found = []
    for denied, plain in _NEGATED:
        if _word(denied).search(text):
            found.append((denied, plain))
        elif len(plain) > 1 and _word(plain).search(text):
            found.append((plain, denied))
    if not found:
        return None
    old, new = rng.choice(found)
    return _word(old).sub(new, text, count=1)


def _swap_names(text: str, rng: random.Random) -> str | None:
    names = list(dict.fromkeys(m[0] for m in _NAME.finditer(text) if len(m[0]) > 1))
    if len(names) < 2 or text.isascii():
        return None
    one, two = rng.sample(names, 2)
    first, last = sorted((text.index(one), text.index(two)))
    if _JOINED.search(text[first:last]) and last - first < 12:
        return None
    table = {one: two, two: one}
    return _NAME.sub(lambda m: table.get(m[0], m[0]), text)
