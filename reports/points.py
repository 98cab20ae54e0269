"""Marks made readable: each key point with its state, its quotes and what it could still earn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.clean import clip, one_line, visible
from reports.figures import show_gain, show_share, total_weight
from reports.parts import Badge, PointRow, Quote
from reports.reasons import say_reason
from reports.segments import Span
from reports.words import STATES, SYMBOLS, TIERS, WEIGHTS, Words
from rubrics.marks import CREDIT, Mark, Scoresheet, State, expected_credit
from rubrics.model import KeyPoint, Rubric

ORDER = (State.COVERED, State.PARTIAL, State.UNSCORED, State.MISSING, State.CONTRADICTED)
"""From best to gravest."""

_NAMES = frozenset(state.value for state in CREDIT)
_LETTERS = re.compile(r"[\W_]+")
QUOTE_LIMIT = 240
TEXT_LIMIT = 2000
NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark with its number on the page, counted from 1, its key point and its gain."""

    number: int
    mark: Mark
    point: KeyPoint
    gain: float


def entries(sheet: Scoresheet, rubric: Rubric) -> tuple[Entry, ...]:
    """List every mark, then every point of the rubric that nobody marked, as unscored."""
    known = {point.id: point for point in rubric.points}
    marked = {mark.point for mark in sheet.marks}
    unmarked = [
        Mark(point.id, point.text, point.weight, State.UNSCORED)
        for point in rubric.points
        if point.id not in marked
    ]
    total = scored_weight(sheet.marks)
    return tuple(
        Entry(number, mark, _point_of(mark, known), gain_of(mark, total, sheet.score))
        for number, mark in enumerate([*sheet.marks, *unmarked], start=1)
    )


def scored_weight(marks: Sequence[Mark]) -> float:
    """Sum the weight that the score was made from."""
    return total_weight([mark.weight for mark in marks if mark.state in CREDIT])


def gain_of(mark: Mark, total: float, score: float | None) -> float:
    """Estimate what stating this point in full would add to the score, in [0, 100].

    weight / total weight * 100 * (1 - credit), never more than what the score lacks. The credit is
    the expected one where the mark has probabilities, else that of its state.
    """
    if score is None or total <= 0 or mark.state not in CREDIT or mark.state is State.COVERED:
        return 0.0
    return max(0.0, min(mark.weight / total * 100 * (1 - _credit(mark)), 100 - score))


def _credit(mark: Mark) -> float:
    known = {state: share for state, share in mark.probabilities.items() if state in _NAMES}
    return expected_credit(known) if known else CREDIT[mark.state]


def state_badge(state: State, words: Words) -> Badge:
    """Say what a state is called and looks like."""
    return Badge(state.value, SYMBOLS[state], words.known(STATES, state))


def point_row(
    entry: Entry, spans: Sequence[Span], starts: Mapping[int, int], words: Words
) -> PointRow:
    """Make the row of a point; `starts` maps a place of the answer to the segment there."""
    mark = entry.mark
    return PointRow(
        number=entry.number,
        badge=state_badge(mark.state, words),
        text=clip(visible(mark.text), TEXT_LIMIT),
        weight=weight_text(mark.weight, words),
        quotes=_quotes(entry, spans, starts),
        reason=reason_text(mark.reason, words),
        decided_by=_decided_by(mark, words),
        unsure=words.say("unsure") if mark.unsure else "",
        gain=_gain_text(entry.gain, words),
        advice=_advice(mark.state, words),
        passage=_passage(entry),
        doubt=clip(visible(entry.point.doubt), TEXT_LIMIT),
    )


def weight_text(weight: int, words: Words) -> str:
    """Write a weight with what it means: "3 · core"."""
    meaning = words.known(WEIGHTS, str(weight))
    return f"{weight} · {meaning}" if str(weight) in WEIGHTS else str(weight)


def reason_text(reason: str, words: Words) -> str:
    """Write a reason, translated if it is one that the program gives."""
    return clip(visible(say_reason(reason, words)), TEXT_LIMIT)


def _point_of(mark: Mark, known: Mapping[str, KeyPoint]) -> KeyPoint:
    return known.get(mark.point) or KeyPoint(mark.point, mark.text, mark.weight)


def _quotes(entry: Entry, spans: Sequence[Span], starts: Mapping[int, int]) -> tuple[Quote, ...]:
    return tuple(
        Quote(one_line(span.text, QUOTE_LIMIT), starts[span.start])
        for span in spans
        if span.point == entry.number
    )


def _passage(entry: Entry) -> str:
    """Leave out a passage that says no more than the point itself."""
    said, passage = (_LETTERS.sub("", t) for t in (entry.mark.text, entry.point.passage))
    return "" if passage in said else clip(visible(entry.point.passage), TEXT_LIMIT)


def _decided_by(mark: Mark, words: Words) -> str:
    tier = one_line(words.known(TIERS, mark.decided_by), NAME_LIMIT)
    share = mark.probabilities.get(mark.state.value)
    if share is None or share < max(mark.probabilities.values()):
        return tier
    return words.say("{tier}, {share} sure", tier=tier or "?", share=show_share(share))


def _gain_text(gain: float, words: Words) -> str:
    figure = show_gain(gain)
    return words.say("{gain} points", gain=figure) if figure else ""


def _advice(state: State, words: Words) -> str:
    match state:
        case State.CONTRADICTED:
            return words.say("Correct this: the answer says otherwise.")
        case State.MISSING:
            return words.say("State this.")
        case State.PARTIAL:
            return words.say("State this in full.")
        case State.UNSCORED:
            return words.say("Nobody could say; read it yourself.")
        case _:
            return ""
