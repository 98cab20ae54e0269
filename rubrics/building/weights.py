"""How much a point weighs, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rubrics.building.highlights import Told
from rubrics.building.repeats import features, share

_STRESSED = 0.62
_TOUCHED = 0.3
_ASKED = 0.3


def importance(told: Told, title: str) -> float:
    """What a point counts when there is not room for all; about 0 (an aside) to 6."""
    claim = told.claim
    value = 2.0 + 2.5 * told.stress - 0.45 * max(0, claim.depth - 1)
    value += 1.0 if claim.source in ("highlight", "summary") else 0.0
    value += 0.35 * claim.is_bold + 0.8 * _asked(told, title)
    value -= 0.6 * (claim.is_minor and told.stress < 0.5) + 0.4 * (claim.source == "formula")
    return value - (0.4 if len(claim.text) < 12 else 0.0)


def _asked(told: Told, title: str) -> float:
    return share(features(title), features(told.claim.text))


_FIGURING = re.compile(
    r"公式|推导|计算|估算|复杂度|多少|formula|derive|complexity|compute|estimate", re.IGNORECASE
)


def weigh(points: Sequence[Told], title: str) -> list[tuple[int, str]]:
    """(weight, why) for each point: by the highlight, then by what comes first in the answer.

    Order is the best sign of weight that the structure gives: on the development set it goes with
    the weights that people gave (r -0.5; the highlight 0.3, depth and emphasis nothing).
    """
    count = len(points)
    values = [_standing(told, at / max(1, count)) for at, told in enumerate(points)]
    ranked = sorted(range(count), key=lambda at: (-values[at], at))
    heart = frozenset(ranked[: (count + 2) // 3])
    least = frozenset(ranked[count - count // 4 :])
    figuring = bool(_FIGURING.search(title))
    return [
        _weight(told, is_heart=at in heart, is_least=at in least, figuring=figuring)
        for at, told in enumerate(points)
    ]


def _standing(told: Told, place: float) -> float:
    """What decides among the points that are there; `place` is 0 for the first, 1 for the last."""
    claim = told.claim
    own = 1.0 if claim.source in ("highlight", "summary") else 0.0
    return (
        2.0 * told.stress + own - 1.3 * place - 1.0 * claim.is_minor - 0.5 * max(0, claim.depth - 2)
    )


def _weight(told: Told, *, is_heart: bool, is_least: bool, figuring: bool) -> tuple[int, str]:
    """The first reason that holds decides."""
    claim = told.claim
    is_said = told.stress >= _STRESSED and not claim.is_minor
    reasons = (
        (claim.source == "highlight", 3, "the highlight says it"),
        (claim.source == "entry", 2, "an entry of the list that the question asks for"),
        (is_said, 3, "the highlight says it too"),
        (claim.is_minor, 1, "an example, an aside or a supplement"),
        (claim.source == "formula" and figuring, 2, "a formula, and the question asks for one"),
        (claim.source == "formula", 1, "a formula"),
        (is_heart, 3, "among the first things that the answer says"),
        (told.stress >= _TOUCHED, 2, "close to the highlight"),
        (claim.depth >= 3, 1, "a detail, nested deep"),
        (is_least, 1, "late in the answer, and not in the highlight"),
        (claim.source == "table", 2, "a row of a table"),
        (claim.is_bold, 2, "emphasised in the body"),
    )
    return next(((weight, why) for holds, weight, why in reasons if holds), (2, "in the body"))
