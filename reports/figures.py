"""Numbers as people read them: no score is shown that was not reached."""

from __future__ import annotations

import math
from collections.abc import Sequence

_SLACK = 1e-9
"""Sums of floats may end just under the whole number that they mean."""


def show_score(score: float | None) -> str | None:
    """Write a score of 0 to 100 as whole points, rounded down; None stays None.

    Rounding down keeps 99.6 from printing as 100 and a score just under a band's limit from
    printing as that limit. What is above 0 but below 1 prints as "<1".
    """
    if score is None or not math.isfinite(score):
        return None
    whole = math.floor(min(max(score, 0.0), 100.0) + _SLACK)
    return "<1" if whole == 0 and score > _SLACK else str(whole)


def show_range(low: float, high: float) -> str:
    """Write two scores as "54–70", rounded outward, but up to 100 only if 100 is in the range."""
    first = math.floor(_bounded(low) + _SLACK)
    last = math.ceil(_bounded(high) - _SLACK)
    if last == 100 and _bounded(high) < 100 - _SLACK:
        last = 99
    return f"{first}–{last}" if first < last else str(first)


def show_share(share: float) -> str:
    """Write a share in [0, 1] as a percentage; 0% and 100% only if it is exactly that."""
    percent = round(_bounded(share * 100))
    if percent == 100 and share < 1:
        percent = 99
    if percent == 0 and share > 0:
        percent = 1
    return f"{percent}%"


def show_gain(gain: float) -> str:
    """Write points to win as "+8", rounded down to at least "+1"; "" if there are none."""
    if not math.isfinite(gain) or gain <= _SLACK:
        return ""
    return f"+{max(1, math.floor(_bounded(gain) + _SLACK))}"


def open_range(
    score: float | None, scored: float, unscored: float, worst: float = 0.0
) -> tuple[float, float]:
    """Say where the score would lie if the unscored weight earned all, or only the `worst` credit.

    `score` is over the scored weight only; None, or no scored weight, leaves 0 to 100 open.
    """
    total = scored + unscored
    if score is None or not math.isfinite(score) or scored <= 0 or total <= 0:
        return (0.0, 100.0)
    earned = _bounded(score) * scored
    low, high = earned + 100.0 * worst * unscored, earned + 100.0 * unscored
    return (_bounded(low / total), _bounded(high / total))


def total_weight(weights: Sequence[float]) -> float:
    """Sum the weights that count: negative ones and NaN are 0."""
    return sum(weight for weight in weights if math.isfinite(weight) and weight > 0)


def _bounded(score: float) -> float:
    return min(max(score, 0.0), 100.0) if math.isfinite(score) else 0.0
