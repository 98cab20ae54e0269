"""Evidence to marks to score: the one place where scores are made."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.calibration import TierModel
from rubrics.marks import CREDIT, SCORED_STATES, Evidence, Mark, State, expected_credit
from rubrics.model import KeyPoint

BANDS = ((80.0, "excellent"), (60.0, "good"), (40.0, "fair"), (20.0, "weak"), (0.0, "poor"))
_NINETY_PERCENT = 1.645


@dataclass(frozen=True, slots=True)
class PointEvidence:
    """All that was seen about one point: raw `signals` by name, the quoted words, the words of a
    disagreement ("" if none), and which tier looked.
    """

    signals: Mapping[str, float]
    quote: Evidence | None
    clash: str
    tier: str


def mark_points(
    points: Sequence[KeyPoint], evidence: Sequence[PointEvidence], model: TierModel
) -> tuple[Mark, ...]:
    """A mark for each point from its evidence, through the tier's calibration."""
    if not points:
        return ()
    table = model.probabilities([e.signals for e in evidence])
    return tuple(
        _mark(point, seen, _odds(seen, row.tolist()), model.unsure_below)
        for point, seen, row in zip(points, evidence, table, strict=True)
    )


def _odds(seen: PointEvidence, row: Sequence[float]) -> dict[State, float]:
    """The states' probabilities; who says a point word for word does not contradict it."""
    odds = dict(zip(SCORED_STATES, row, strict=True))
    if seen.signals.get("literal", 0.0) and not seen.clash:
        odds[State.COVERED] += odds[State.CONTRADICTED]
        odds[State.CONTRADICTED] = 0.0
    return odds


def _mark(
    point: KeyPoint, seen: PointEvidence, odds: Mapping[State, float], unsure_below: float
) -> Mark:
    state = max(SCORED_STATES, key=lambda s: odds[s])
    quoted = () if state is State.MISSING or seen.quote is None else (seen.quote,)
    if state in (State.COVERED, State.CONTRADICTED) and not quoted:
        state = State.MISSING  # evidence or nothing
    return Mark(
        point=point.id,
        text=point.text,
        weight=point.weight,
        state=state,
        probabilities={s.value: round(odds[s], 4) for s in SCORED_STATES},
        evidence=quoted,
        reason=seen.clash if state is State.CONTRADICTED else "",
        signals={name: round(value, 4) for name, value in seen.signals.items()},
        decided_by=seen.tier,
        unsure=max(odds.values()) < unsure_below,
    )


def mark_guarded(points: Sequence[KeyPoint], reason: str) -> tuple[Mark, ...]:
    """Every point missing, decided by a guard."""
    sure = {s.value: 1.0 if s is State.MISSING else 0.0 for s in SCORED_STATES}
    return tuple(
        Mark(
            p.id,
            p.text,
            p.weight,
            State.MISSING,
            probabilities=sure,
            reason=reason,
            decided_by="guard",
        )
        for p in points
    )


def score_marks(marks: Sequence[Mark]) -> float | None:
    """100 × Σ weight × expected credit ÷ Σ weight over the scored points, cut to [0, 100].

    The credit of a point is `rubrics.marks.expected_credit`. None when no point is scored.
    """
    scored = [m for m in marks if m.state is not State.UNSCORED]
    total = sum(m.weight for m in scored)
    if not total:
        return None
    earned = sum(m.weight * expected_credit(m.probabilities) for m in scored)
    return round(min(100.0, max(0.0, 100.0 * earned / total)), 2)


def score_interval(marks: Sequence[Mark]) -> tuple[float, float] | None:
    """The 90 % range of the score when points err independently; unscored points open it fully."""
    total = sum(m.weight for m in marks)
    if not total or all(m.state is State.UNSCORED for m in marks):
        return None
    low = high = variance = 0.0
    for mark in marks:
        share = mark.weight / total
        if mark.state is State.UNSCORED:
            low += share * min(CREDIT.values())
            high += share * max(CREDIT.values())
            continue
        odds = mark.probabilities
        mean = sum(p * CREDIT[State(s)] for s, p in odds.items())
        square = sum(p * CREDIT[State(s)] ** 2 for s, p in odds.items())
        credit = share * expected_credit(odds)
        low, high = low + credit, high + credit
        variance += share**2 * max(0.0, square - mean**2)
    margin = _NINETY_PERCENT * math.sqrt(variance)
    return tuple(round(min(100.0, max(0.0, 100.0 * v)), 1) for v in (low - margin, high + margin))  # type: ignore[return-value]  # two in, two out


def band(score: float | None) -> str:
    """The name of the score's fifth, or "unscored"."""
    if score is None:
        return "unscored"
    return next(name for floor, name in BANDS if score >= floor)
