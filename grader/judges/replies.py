"""Read a model's reply: the last JSON object with verdicts, whatever stands around it.

A reply that was cut off gives the verdicts that are whole. What a verdict says is checked here:
its id, its state and its quotes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.judges.ballots import Verdict
from grader.judges.messages import Prompt
from grader.judges.quotes import Quotable
from rubrics.blocks import UnreadableReplyError, find_objects, without_thoughts
from rubrics.marks import SCORED_STATES, State

_STATES = {state.value: state for state in SCORED_STATES}
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply says. `misled`: the canary was called met, so nothing in it counts."""

    verdicts: Mapping[str, Verdict]
    bonus: str
    misled: bool


def read_reply(text: str, prompt: Prompt, answer: str) -> Reading:
    """Verdicts for every point of the prompt, checked. Raises UnreadableReplyError.

    A point without exactly one usable verdict is UNSCORED. A canary that is not plainly missing
    voids the reply: met, it misled the judge; unanswered or odd, the reply cannot be trusted.
    """
    items, bonus = find_verdicts(text, answer)
    if not items:
        raise UnreadableReplyError("the reply holds no verdicts")
    counts = Counter(_name(item) for item in items)
    by_name = {_name(item): item for item in items}
    state = _state(by_name.get(prompt.canary, {}))
    if state in (State.COVERED, State.PARTIAL):
        return Reading({}, "", misled=True)
    if state is not State.MISSING or counts[prompt.canary] > 1:
        raise UnreadableReplyError("the reply leaves the control point out")
    quotable = Quotable(answer)
    verdicts = {
        point: _check(point, by_name.get(name), counts[name], quotable)
        for name, point in prompt.points.items()
    }
    return Reading(verdicts, bonus, misled=False)


def find_verdicts(text: str, answer: str = "") -> tuple[list[dict[str, Any]], str]:
    """The verdict objects of the last object that holds any, and its bonus note.

    Without such an object, the whole verdicts of a reply that was cut off. An object that stands
    in the answer word for word is an echo of it and does not count.
    """
    given = "".join(answer.split()) if "{" in answer else ""
    found = find_objects(without_thoughts(text))
    objects = [value for value, raw in found if "".join(raw.split()) not in given]
    for value in reversed(objects):
        items = value.get("verdicts")
        if isinstance(items, list):
            return [i for i in items if isinstance(i, dict)], _text(value.get("bonus"))
    return [value for value in objects if "id" in value and "state" in value], ""


def _check(point: str, item: Mapping[str, Any] | None, count: int, quotable: Quotable) -> Verdict:
    if item is None:
        return _void(point, "the judge left this point out")
    if count > 1:
        return _void(point, "the judge gave this point more than one verdict")
    state = _state(item)
    if state is None:
        return _void(point, "the judge gave a state that is not one of the four")
    evidence = quotable.find_all(_quotes(item))
    if evidence is None:
        return _void(point, "the judge quoted words that are not in the answer")
    if not evidence and state is not State.MISSING:
        return _void(point, "the judge gave no quote")
    shown = () if state is State.MISSING else evidence
    return Verdict(point, state, _text(item.get("reason")), shown)


def _quotes(item: Mapping[str, Any]) -> list[str]:
    quotes = item.get("quotes")
    given = [quotes] if isinstance(quotes, str) else quotes if isinstance(quotes, list) else []
    return [quote for quote in given if isinstance(quote, str) and quote.strip()]


def _void(point: str, reason: str) -> Verdict:
    return Verdict(point, State.UNSCORED, reason)


def _name(item: Mapping[str, Any]) -> str:
    return str(item.get("id", "")).strip()


def _state(item: Mapping[str, Any]) -> State | None:
    return _STATES.get(str(item.get("state", "")).strip().lower())


def _text(value: object) -> str:
    """One line of at most 500 characters; "" for anything but text."""
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""
