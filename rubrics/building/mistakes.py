"""Typical mistakes that the reference itself shows: a contrast turned round, two things swapped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rubrics.building.claims import Claim
from rubrics.building.repeats import features, share
from rubrics.words import either

_MOST = 2
_ALIKE = 0.5
_SHARED = re.compile(
    either(
        r"""优点 好处 优势 缺点 劣势 不足 局限 场景 应用 适用 用途 代表 例 解决 问题 挑战 缓解
        效果 特点
        作用 影响 pros? cons? advantages? use\scases?"""
    ),
    re.IGNORECASE,
)
_NOT_BUT = re.compile(r"不是(?P<x>[^，。；、]{2,16})[，,]?而是(?P<y>[^，。；]{2,20})")
_RATHER = re.compile(
    r"(?P<verb>在于|取决于|是|在|为)(?P<y>[^，。；]{2,16})[，,]?"
    r"而(?:不是|非|不在)(?P<x>[^，。；]{2,16})"
)


def mistakes_of(claim: Claim, claims: Sequence[Claim]) -> tuple[str, ...]:
    """At most two wrong statements: the contrast reversed, or what is said of the other thing."""
    found = [
        *_reversed(claim.text),
        *([claim.swapped] if claim.swapped else []),
        *_of_the_other(claim, claims),
    ]
    return tuple(dict.fromkeys(found))[:_MOST]


def _reversed(text: str) -> list[str]:
    """`X，而不是 Y` -> `Y，而不是 X`."""
    if match := _NOT_BUT.search(text):
        wrong = f"不是{match['y']}，而是{match['x']}"
    elif match := _RATHER.search(text):
        wrong = f"{match['verb']}{match['x']}，而不是{match['y']}"
    else:
        return []
    return [text[: match.start()] + wrong] if _is_balanced(wrong) else []


def _is_balanced(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in ("()", "（）", "“”"))


def _of_the_other(claim: Claim, claims: Sequence[Claim]) -> list[str]:
    """Where just two things are compared in an aspect: what is said of the other one.

    Aspects that several things may share (an advantage, a use) give no mistakes.
    """
    if not claim.subject or not claim.aspect or not claim.head or _SHARED.search(claim.aspect):
        return []
    same = [c for c in claims if c.aspect == claim.aspect and c.subject and c.head]
    others = [c for c in same if c.subject != claim.subject]
    if len({c.subject for c in same}) != 2:
        return []
    own = features(claim.text[len(claim.head) :])
    told = [other.text[len(other.head) :].lstrip() for other in others]
    return [
        f"{claim.head}{body}"
        for body in told
        if max(share(own, features(body)), share(features(body), own)) < _ALIKE
    ]
