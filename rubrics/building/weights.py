"""How much a point weighs, and why."""

from __future__ import annotations

from collections.abc import Sequence

from rubrics.building.highlights import Told
from rubrics.building.repeats import features, share

_STRESSED = 0.5
_TOUCHED = 0.3
_ASKED = 0.3


def importance(told: Told, title: str) -> float:
    """What a point counts when there is not room for all; about 0 (an aside) to 6."""
    claim = told.claim
    value = 2.0 + 2.5 * told.stress - 0.45 * max(0, claim.depth - 1)
    value += 1.0 if claim.source in ("highlight", "summary") else 0.0
    value += 0.35 * claim.is_bold + 0.8 * _asked(told, title)
    value -= 1.2 * (claim.is_minor and told.stress < 0.5) + 0.4 * (claim.source == "formula")
    return value - (0.4 if len(claim.text) < 12 else 0.0)


def _asked(told: Told, title: str) -> float:
    return share(features(title), features(told.claim.text))


def weigh(points: Sequence[Told], title: str) -> list[tuple[int, str]]:
    """(weight, why) for each point. Without a highlight the best third are the heart."""
    has_highlight = any(told.stress > 0 for told in points)
    ranked = sorted((importance(told, title) for told in points), reverse=True)
    bar = ranked[max(0, (len(ranked) + 2) // 3 - 1)] if ranked else 0.0
    return [_weight(told, title, has_highlight, bar) for told in points]


def _weight(told: Told, title: str, has_highlight: bool, bar: float) -> tuple[int, str]:
    claim = told.claim
    if claim.source == "highlight":
        return 3, "the highlight says it"
    if told.stress >= _STRESSED and not claim.is_minor:
        return 3, "the highlight says it too"
    if claim.is_minor:
        return 1, "an example, an aside or a supplement"
    if not has_highlight and importance(told, title) >= bar:
        return 3, "no highlight; among the claims nearest to the question"
    if told.stress >= _TOUCHED:
        return 2, "close to the highlight"
    if claim.depth >= 3:
        return 1, "a detail, nested deep"
    if claim.source in ("table", "formula"):
        return 2, "a row of a table" if claim.source == "table" else "a formula"
    return (2, "emphasised in the body") if claim.is_bold else (2, "in the body")
