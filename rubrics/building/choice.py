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
_CROWDING = 0.12
_TOGETHER = 56
_SHORT_ROW = 26
_UNSTRESSED = 0.34


def _joined(points: Sequence[Told], room: int) -> list[Told]:
    """Neighbours that belong together become one, the shortest first, until there is room."""
    joined = list(points)
    while len(joined) > room:
        pairs = [i for i in range(len(joined) - 1) if _are_one(joined[i], joined[i + 1])]
        if not pairs:
            break
        at = min(pairs, key=lambda i: (_width(joined[i].claim, joined[i + 1].claim), i))
        first, second = joined[at], joined[at + 1]
        joined[at : at + 2] = [
            Told(_together(first.claim, second.claim), max(first.stress, second.stress))
        ]
    return joined


def _width(a: Claim, b: Claim) -> int:
    return width(a.text) + width(b.text) - width(b.head)


def _are_one(first: Told, second: Told) -> bool:
    a, b = first.claim, second.claim
    if a.group != b.group or a.source != b.source or a.head != b.head or _width(a, b) > _TOGETHER:
        return False
    if a.source == "body":
        return a.lines == b.lines or (bool(a.head) and not a.label and not b.label)
    return (
        a.source == "table"
        and max(width(a.text), width(b.text)) <= _SHORT_ROW
        and max(first.stress, second.stress) < _UNSTRESSED
    )


def _together(a: Claim, b: Claim) -> Claim:
    glue = "; " if language(a.text) == "en" else "；"
    lines = (a.lines[0], max(a.lines[1], b.lines[1]))
    passage = a.passage if a.lines == b.lines else f"{a.passage}\n{b.passage}"
    return replace(
        a,
        text=f"{a.text}{glue}{b.text[len(b.head) :].lstrip()}",
        lines=lines,
        passage=passage,
        subject="",
        aspect="",
        swapped="",
        is_minor=a.is_minor and b.is_minor,
    )


def choose(points: Sequence[Told], title: str) -> list[Told]:
    """The most important points in reading order: ten, of a long answer twelve.

    Each point taken from a section makes the next one of that section count less.
    """
    room = MOST if len(points) <= _MANY else _MOST_OF_ALL
    points = _joined(points, room)
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
