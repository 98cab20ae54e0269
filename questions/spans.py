"""Spans of lines: what they cover and what they leave free."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

Span = tuple[int, int]
_FAR = 1 << 60


def near(spans: Sequence[Span], place: int) -> bool:
    """Whether one of the sorted spans holds a line."""
    return any(start <= place < end for start, end in _around(spans, place))


def limit(spans: Sequence[Span], place: int) -> int:
    """Find where the one of the sorted spans that holds a line ends; the next line if none."""
    ends = [end for start, end in _around(spans, place) if start <= place < end]
    return ends[0] if ends else place + 1


def _around(spans: Sequence[Span], place: int) -> Sequence[Span]:
    index = bisect_right(spans, (place, _FAR))
    return spans[max(0, index - 1) : index]


def gaps(start: int, end: int, spans: Sequence[Span]) -> list[Span]:
    """Find what the sorted spans leave free between `start` and `end`."""
    free: list[Span] = []
    for a, b in sorted(spans):
        if a > start:
            free.append((start, a))
        start = max(start, b)
    if start < end:
        free.append((start, end))
    return free
