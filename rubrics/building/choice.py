"""Which claims become points when there are more than a person would tick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rubrics.building.claims import Claim
from rubrics.building.highlights import Told
from rubrics.building.split import width
from rubrics.building.weights import importance
from rubrics.text import language

MOST = 10
_MOST_OF_ALL = 12
_MANY = 24
_CROWDING = 0.35
_TOGETHER = 56


def _joined(points: Sequence[Told]) -> list[Told]:
    """Neighbours out of the same sentence become one where both fit into a line or two."""
    joined: list[Told] = []
    for told in points:
        last = joined[-1] if joined else None
        if last is not None and _are_one(last.claim, told.claim):
            joined[-1] = Told(_together(last.claim, told.claim), max(last.stress, told.stress))
        else:
            joined.append(told)
    return joined


def _are_one(a: Claim, b: Claim) -> bool:
    return a.source == b.source == "body" and a.lines == b.lines and a.head == b.head and width(a.text) + width(b.text) - width(b.head) <= _TOGETHER


def _together(a: Claim, b: Claim) -> Claim:
    glue = "; " if language(a.text) == "en" else "；"
    return replace(a, text=f"{a.text}{glue}{b.text[len(b.head):].lstrip()}", is_minor=a.is_minor and b.is_minor)


def choose(points: Sequence[Told], title: str) -> list[Told]:
    """The most important points in reading order: ten, of a long answer twelve.

    Each point taken from a section makes the next one of that section count less.
    """
    points = _joined(points) if len(points) > MOST else points
    room = MOST if len(points) <= _MANY else _MOST_OF_ALL
    if len(points) <= room:
        return list(points)
    taken: Counter[int] = Counter()
    left = dict(enumerate(points))
    values = {i: importance(told, title) for i, told in left.items()}
    chosen: list[int] = []
    while left and len(chosen) < room:
        best = max(left, key=lambda i: (values[i] - _CROWDING * taken[left[i].claim.group], -i))
        taken[left.pop(best).claim.group] += 1
        chosen.append(best)
    return [points[i] for i in sorted(chosen)]
