"""Signs that a statement disagrees with a point: numbers, negation, opposites, swapped roles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rubrics.numbers import numbers, same_value
from rubrics.text import CJK, containment, folded, grams

_NEGATION = re.compile(
    r"不(?!同|断|仅|只|但|过|少|如|论|管|妨|一样|光)|没有|没(?!错)|无(?!论|关|穷|数|法不)|非(?!常|线性)|未(?!来)|别(?=[^的名称])|免(?=[^费])"
    r"|\b(?:not|no|never|without|cannot|neither|nor)\b|n't\b"
)
_REPEATED, _NEARER = 0.6, 0.1
_STOP = frozenset("的了和与或在是把被就都也而及其等这那个一种中上下对从到以用会能可")


@cache
def opposites() -> tuple[tuple[str, str], ...]:
    """Pairs of words that deny each other, from `opposites.txt`."""
    text = files("grader.evidence").joinpath("opposites.txt").read_text("utf-8")
    rows = (line.partition("/") for line in text.splitlines() if "/" in line)
    return tuple((left, right) for left, _, right in rows)


@dataclass(frozen=True, slots=True)
class ConsistencyEvidence:
    """Raw signs of one point against one window, each in [0, 1] (0: nothing seen).

    `numbers`: share of the point's numbers that the window replaces by another of the same unit.
    `agreeing`: share of the point's numbers that the window repeats. `negation`: one side denies
    what the other states. `opposites`: an opposite stands where the point's word should. `roles`:
    two subjects carry each other's attributes. `clash` names the disagreeing words for people.
    """

    numbers: float = 0.0
    agreeing: float = 0.0
    negation: float = 0.0
    opposites: float = 0.0
    roles: float = 0.0
    clash: str = ""


def _compare_numbers(point: str, window: str) -> tuple[float, float, str]:
    wanted, given = numbers(point), numbers(window)
    if not wanted:
        return 0.0, 0.0, ""
    agreeing = [n for n in wanted if any(same_value(n, g) for g in given)]
    clashing = []
    for n in wanted:
        if n in agreeing:
            continue
        rivals = [
            g
            for g in given
            if g.unit == n.unit and n.unit and not any(same_value(g, m) for m in wanted)
        ] or [
            g
            for g in given
            if not n.unit and not g.unit and not any(same_value(g, m) for m in wanted)
        ]
        if rivals:
            clashing.append((n, rivals[0]))
    clash = "; ".join(f"{n.span.of(point)} ≠ {g.span.of(window)}" for n, g in clashing[:2])
    return len(clashing) / len(wanted), len(agreeing) / len(wanted), clash


def _negated_grams(text: str) -> tuple[set[str], set[str]]:
    """Character grams right after a negation, and all others."""
    view = folded(text)
    negated: set[str] = set()
    plain = view
    for match in _NEGATION.finditer(view):
        reach = view[match.end() : match.end() + (6 if re.search(f"[{CJK}]", match[0]) else 24)]
        reach = re.split(r"[，,。；;、而\n]", reach)[0]
        negated |= grams(reach)
        plain = plain.replace(match[0] + reach, " ")
    return {g for g in negated if not set(g) <= _STOP}, grams(plain)


def _compare_negation(point: str, window: str) -> float:
    denied_here, said_here = _negated_grams(point)
    denied_there, said_there = _negated_grams(window)
    flipped = len((denied_here - said_here) & (said_there - denied_there))
    flipped += len((denied_there - said_there) & (said_here - denied_here))
    return min(1.0, flipped / 2)


def _has(view: str, word: str) -> bool:
    if word.isascii():
        return re.search(rf"\b{word}\b", view) is not None
    return word in view


def _compare_opposites(point: str, window: str) -> tuple[float, str]:
    a, b = folded(point), folded(window)
    for left, right in opposites():
        for mine, other in ((left, right), (right, left)):
            if _has(a, mine) and not _has(a, other) and _has(b, other) and not _has(b, mine):
                return 1.0, f"{mine} ≠ {other}"
    return 0.0, ""


_SUBJECT = re.compile(r"[a-z][a-z0-9\-+.]*[a-z0-9]")
_PIECES = re.compile(r"[，,。；;：:\n]|而|\bwhile\b|\bwhereas\b|\bbut\b")


def _attributes(text: str, subjects: Iterable[str]) -> dict[str, set[str]]:
    """For each subject, the grams of the pieces that it leads."""
    found: dict[str, set[str]] = {}
    names = set(subjects)
    for piece in _PIECES.split(folded(text)):
        name = next((s for s in _SUBJECT.findall(piece) if s in names), None)
        if name is not None:
            found.setdefault(name, set()).update(g for g in grams(piece) if g != name)
    return found


def _compare_roles(point: str, window: str) -> float:
    """Two subjects whose attributes fit better when exchanged."""
    subjects = sorted(set(_SUBJECT.findall(folded(point))) & set(_SUBJECT.findall(folded(window))))
    mine, theirs = _attributes(point, subjects), _attributes(window, subjects)
    shared = sorted(set(mine) & set(theirs))
    for i, a in enumerate(shared):
        for b in shared[i + 1 :]:
            straight = len(mine[a] & theirs[a] - mine[b]) + len(mine[b] & theirs[b] - mine[a])
            crossed = len(mine[a] & theirs[b] - mine[b]) + len(mine[b] & theirs[a] - mine[a])
            if crossed > straight + 1:
                return 1.0
    return 0.0


def _nearest_mistake(point: str, window: str, mistakes: Iterable[str]) -> str:
    """The typical mistake that the window repeats better than the point, "" if none."""
    right = containment(point, window)
    near = [(containment(m, window), m) for m in mistakes]
    share, mistake = max(near, default=(0.0, ""))
    return mistake if share >= _REPEATED and share > right + _NEARER else ""


def compare(point: str, window: str, mistakes: Iterable[str] = ()) -> ConsistencyEvidence:
    """All signs of one point against the window that speaks of it."""
    clashing, agreeing, clash = _compare_numbers(point, window)
    opposed, pair = _compare_opposites(point, window)
    mistake = _nearest_mistake(point, window, mistakes)
    return ConsistencyEvidence(
        numbers=clashing,
        agreeing=agreeing,
        negation=_compare_negation(point, window),
        opposites=1.0 if mistake else opposed,
        roles=_compare_roles(point, window),
        clash=clash or pair or mistake,
    )
