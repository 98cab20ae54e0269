"""A score held against the same score made again: what agrees, and what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rubrics.marks import Mark, Scoresheet, State

SCORE_SLACK = 0.1
"""Points. The same models on another processor round differently, in the fourth digit of a
probability; a tenth of a point is no other score."""
SHARE_SLACK = 0.005
_RANGE_SLACK = 0.5


@dataclass(frozen=True, slots=True)
class PointCheck:
    """One point: its state in the report and made again (None where it is missing there).

    `faults` names what differs: "state", "probabilities", "evidence", "reason", "weight", "text",
    "decided_by", "quote" (words that are not in the answer), "twice", "absent". `taken` means that
    a judge or a person had a say, which can only be taken from the report.
    """

    point: str
    text: str
    claimed: State | None
    found: State | None
    faults: tuple[str, ...]
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Recount:
    """`claimed` is the sheet of the report, `found` the one made again from its answer.

    `totals` names what differs of the whole: "score", "interval", "band", "flags", "reason",
    "failure". `parts` are the parts of the signature that differ: name -> (report, here).
    """

    claimed: Scoresheet
    found: Scoresheet
    points: tuple[PointCheck, ...]
    totals: tuple[str, ...]
    parts: Mapping[str, tuple[str, str]]

    @property
    def matches(self) -> bool:
        """Whether the score and every point come out as the report says."""
        return not self.totals and not any(check.faults for check in self.points)


def hold_against(
    claimed: Scoresheet,
    found: Scoresheet,
    taken: Collection[str],
    parts: Mapping[str, tuple[str, str]],
) -> Recount:
    """Compare two sheets of one answer; `taken` are the ids of points with a word from outside."""
    return Recount(claimed, found, _points(claimed, found, taken), _totals(claimed, found), parts)


def _totals(claimed: Scoresheet, found: Scoresheet) -> tuple[str, ...]:
    checks = {
        "score": _near(claimed.score, found.score, SCORE_SLACK),
        "interval": _all_near(claimed.interval or (), found.interval or (), _RANGE_SLACK),
        "band": claimed.band == found.band,
        "flags": claimed.flags == found.flags,
        "reason": claimed.reason == found.reason,
        "failure": claimed.failure == found.failure,
    }
    return tuple(name for name, is_same in checks.items() if not is_same)


def _points(
    claimed: Scoresheet, found: Scoresheet, taken: Collection[str]
) -> tuple[PointCheck, ...]:
    """Every point of either sheet, in the report's order, then what the report left out."""
    counts = Counter(mark.point for mark in claimed.marks)
    theirs = {mark.point: mark for mark in claimed.marks}
    ours = {mark.point: mark for mark in found.marks}
    checks = []
    for point in dict.fromkeys([*theirs, *ours]):
        mark, again = theirs.get(point), ours.get(point)
        faults = _faults(mark, again, claimed.answer)
        if counts[point] > 1:
            faults = (*faults, "twice")
        shown = mark or again
        text = shown.text if shown else ""
        checks.append(PointCheck(point, text, _state(mark), _state(again), faults, point in taken))
    return tuple(checks)


def _state(mark: Mark | None) -> State | None:
    return mark.state if mark else None


def _faults(mark: Mark | None, again: Mark | None, answer: str) -> tuple[str, ...]:
    if mark is None or again is None:
        return ("absent",)
    states = {*mark.probabilities, *again.probabilities}
    checks = {
        "state": mark.state is again.state,
        "probabilities": all(
            _near(mark.probabilities.get(s), again.probabilities.get(s), SHARE_SLACK)
            for s in states
        ),
        "evidence": mark.evidence == again.evidence,
        "reason": mark.reason == again.reason,
        "weight": mark.weight == again.weight,
        "text": mark.text == again.text,
        "decided_by": mark.decided_by == again.decided_by,
        "quote": all(answer[e.start : e.end] == e.text for e in mark.evidence),
    }
    return tuple(name for name, is_same in checks.items() if not is_same)


def _near(left: float | None, right: float | None, slack: float) -> bool:
    if left is None or right is None:
        return left is right
    return abs(left - right) <= slack


def _all_near(left: tuple[float, ...], right: tuple[float, ...], slack: float) -> bool:
    return len(left) == len(right) and all(
        _near(a, b, slack) for a, b in zip(left, right, strict=True)
    )
