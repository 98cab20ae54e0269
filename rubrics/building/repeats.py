"""What is said twice: a table and a list, the outline and its details, become one claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rubrics.building.claims import Claim
from rubrics.glossary import bundled_glossary
from rubrics.text import CJK, folded, grams
from rubrics.words import words

_COMMON = words(
    """的 是 了 在 和 与 或 一个 可以 需要 通过 使用 进行 以及 因此 所以 而不 不是 the a an of to
    and is are
    in for with by on it as that be or from at this its into after before when than not no"""
)
_COMMON_CHARACTERS = frozenset(
    "的了是在和就也都而及把被让用为不以其这那会能可有个一上下中来去到从对与或之"
)
_DIGIT = re.compile(r"\d")
_CHARACTER = re.compile(f"[{CJK}]")
_COMPARISON = re.compile(r"[a-zα-ω]\s?([<>≤≥])\s?\d+")
_SAME, _SAME_SHORT, _SHORT = 0.72, 0.85, 16.0

Features = dict[str, float]


@lru_cache(maxsize=8192)
def features(text: str) -> Features:
    """Grams with weights: names and numbers tell more than pairs of characters; aliases agree."""
    found: Features = {}
    for gram in grams(text):
        if gram not in _COMMON:
            found[gram] = 2.0 if gram.isascii() and (len(gram) > 1 or _DIGIT.match(gram)) else 1.0
    found |= {f"{m[1]}{m[0][-1]}": 1.0 for m in _COMPARISON.finditer(folded(text))}
    found |= {f"={thing}": 2.0 for thing in sorted(bundled_glossary().things(text))}
    return found


def characters(text: str) -> Features:
    """Single Chinese characters and whole Latin words: blunter than `features`, for paraphrases."""
    view = folded(text)
    found: Features = {c: 1.0 for c in view if _CHARACTER.match(c) and c not in _COMMON_CHARACTERS}
    found |= {gram: 2.0 for gram in grams(text) if gram.isascii() and gram not in _COMMON}
    return found


def share(part: Features, whole: Features) -> float:
    """How much of `part` stands in `whole`, in [0, 1]."""
    total = sum(part.values())
    return sum(weight for gram, weight in part.items() if gram in whole) / total if total else 0.0


def without_repeats(claims: Sequence[Claim]) -> list[Claim]:
    """Of claims that say the same the fuller one stays, at the place of the first."""
    kept: list[tuple[Claim, Features]] = []
    for claim in claims:
        own = features(claim.text)
        home = next((i for i, (_, other) in enumerate(kept) if repeats(own, other)), None)
        if home is None:
            kept.append((claim, own))
        elif sum(own.values()) > sum(kept[home][1].values()) and _fits(claim, kept[home][0]):
            kept[home] = (replace(claim, depth=min(claim.depth, kept[home][0].depth)), own)
    return [claim for claim, _ in kept]


def _fits(new: Claim, old: Claim) -> bool:
    return not (new.is_minor and not old.is_minor) and len(new.text) <= 110


def repeats(a: Features, b: Features) -> bool:
    """Whether the smaller of the two says nothing that the larger does not; figures must agree."""
    small, large = (a, b) if sum(a.values()) <= sum(b.values()) else (b, a)
    if not small:
        return True
    figures = {gram for gram in small if _DIGIT.search(gram) and gram[0] != "="}
    bar = _SAME_SHORT if sum(small.values()) < _SHORT else _SAME
    return share(small, large) >= bar and figures <= set(large)
