"""Which claims become points when there are more than a person would tick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rubrics.building.repeats import Told
from rubrics.building.weights import importance

MOST = 10
_MOST_OF_ALL = 12
_MANY = 24
_CROWDING = 0.35


def choose(points: Sequence[Told], title: str) -> list[Told]:
    """The most important points in reading order: ten, of a long answer twelve.

    Each point taken from a section makes the next one of that section count less.
    """
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
