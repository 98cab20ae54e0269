"""The answer cut into pieces, each knowing the points whose evidence covers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.clean import visible
from rubrics.marks import Evidence


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `answer[start:end]` that decides the point with this number."""

    point: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Displayable text, the numbers of the points it decides, and those whose span ends here."""

    text: str
    start: int
    points: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def trusted_spans(answer: str, evidence: Iterable[tuple[int, Evidence]]) -> tuple[Span, ...]:
    """Keep the (point number, evidence) pairs that quote the answer truly, as spans.

    A span that would begin or end inside a CR LF is moved past it.
    """
    spans = [
        Span(number, _past_break(answer, item.start), _past_break(answer, item.end), item.text)
        for number, item in evidence
        if 0 <= item.start < item.end <= len(answer) and answer[item.start : item.end] == item.text
    ]
    return tuple(span for span in spans if span.start < span.end)


def cut(answer: str, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """Cut the whole answer, in order, wherever a span starts or ends."""
    starts = _by_place((span.start, span.point) for span in spans)
    ends = _by_place((span.end, span.point) for span in spans)
    places = sorted({0, len(answer), *starts, *ends})
    active: list[int] = []
    pieces = []
    for start, end in pairwise(places):
        for point in ends.get(start, ()):
            active.remove(point)
        active.extend(starts.get(start, ()))
        pieces.append(
            Piece(
                text=visible(answer[start:end]),
                start=start,
                points=tuple(sorted(set(active))),
                ends=tuple(sorted(set(ends.get(end, ())))),
            )
        )
    return tuple(pieces)


def _past_break(answer: str, place: int) -> int:
    inside = answer[place - 1 : place + 1] == "\r\n" if place else False
    return place + 1 if inside else place


def _by_place(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place, point in pairs:
        found.setdefault(place, []).append(point)
    return found
