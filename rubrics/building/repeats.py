"""What is said twice: the highlight and the body, a table and a list, become one claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rubrics.building.claims import Claim
from rubrics.text import folded, grams

_COMMON = frozenset("的 是 了 在 和 与 或 一个 可以 需要 通过 使用 进行 以及 因此 所以 而不 不是 the a an of to and is are in for with by on it as that be or".split())
_DIGIT = re.compile(r"\d")
_SAME = 0.66
_COVERED = 0.5
_TOUCHED = 0.34


@dataclass(frozen=True, slots=True)
class Told:
    """A claim, and how strongly the highlight says it as well, in [0, 1]."""

    claim: Claim
    stress: float = 0.0


def features(text: str) -> dict[str, float]:
    """Grams with weights: names and numbers tell more than pairs of characters."""
    found = {}
    for gram in grams(text):
        if gram in _COMMON:
            continue
        found[gram] = 2.0 if gram.isascii() and (len(gram) > 1 or _DIGIT.match(gram)) else 1.0
    return found


def share(part: dict[str, float], whole: dict[str, float]) -> float:
    """How much of `part` stands in `whole`, in [0, 1]."""
    total = sum(part.values())
    return sum(weight for gram, weight in part.items() if gram in whole) / total if total else 0.0


def without_repeats(claims: Sequence[Claim]) -> list[Claim]:
    """Of claims that say the same the fuller one stays, at the place of the first."""
    kept: list[tuple[Claim, dict[str, float]]] = []
    for claim in claims:
        own = features(claim.text)
        home = next((i for i, (_, other) in enumerate(kept) if _repeats(own, other)), None)
        if home is None:
            kept.append((claim, own))
        elif sum(own.values()) > sum(kept[home][1].values()) and _fits(claim, kept[home][0]):
            kept[home] = (replace(claim, depth=min(claim.depth, kept[home][0].depth)), own)
    return [claim for claim, _ in kept]


def _fits(new: Claim, old: Claim) -> bool:
    return not (new.is_minor and not old.is_minor) and len(new.text) <= 110


def _repeats(a: dict[str, float], b: dict[str, float]) -> bool:
    small, large = (a, b) if sum(a.values()) <= sum(b.values()) else (b, a)
    if not small:
        return True
    numbers = {gram for gram in small if _DIGIT.search(gram)}
    return share(small, large) >= _SAME and numbers <= set(large)


def join_highlight(highlights: Sequence[Claim], body: Sequence[Claim]) -> list[Told]:
    """Body claims stressed by what the highlight says; what only the highlight says comes first."""
    known = [features(claim.text) for claim in body]
    stress = [0.0] * len(body)
    own: list[Told] = []
    for highlight in highlights:
        wanted = features(highlight.text)
        shares = [share(wanted, other) for other in known]
        touched = [i for i, s in enumerate(shares) if s >= _TOUCHED or share(known[i], wanted) >= 0.5]
        union = {gram: 1.0 for i in touched for gram in known[i]}
        best = max(range(len(body)), key=lambda i: shares[i], default=None)
        for i in touched:
            stress[i] = max(stress[i], shares[i], share(known[i], wanted))
        if best is not None and (shares[best] >= _COVERED or (len(touched) > 1 and share(wanted, union) >= _SAME)):
            stress[best] = max(stress[best], shares[best])
        else:
            own.append(Told(highlight, 1.0))
    alone = [features(told.claim.text) for told in own]
    rest = [Told(c, s) for c, s, f in zip(body, stress, known, strict=True) if not any(_repeats_in(f, other) for other in alone)]
    return [*own, *rest]


def _repeats_in(part: dict[str, float], whole: dict[str, float]) -> bool:
    return sum(part.values()) <= sum(whole.values()) and share(part, whole) >= _SAME


def is_highlight(text: str, marks: Sequence[str]) -> bool:
    """Whether a piece of the body is (part of) the highlight itself."""
    plain = "".join(c for c in folded(text) if c.isalnum())
    return len(plain) >= 6 and any(plain in mark or (mark in plain and len(mark) >= 0.8 * len(plain)) for mark in marks)
