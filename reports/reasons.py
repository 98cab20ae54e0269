"""Reasons that the program gives for a mark, in the reader's language.

A sheet keeps them in English: they are data. What a judge or a person wrote stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

from reports.words import GUARD_REASONS, STATES, Words, _

_SEVERAL = "; "
"""What `grader.fusion` puts between the offline reason and a note about the judge."""
_STATE = re.compile(rf"\b(?:{'|'.join(STATES)})\b")


JUDGE_REASONS = (
    _("the judge left this point out"),
    _("the judge gave this point more than one verdict"),
    _("the judge gave a state that is not one of the four"),
    _("the judge quoted words that are not in the answer"),
    _("the judge gave no quote"),
    _("the judge called a control point met, so its verdicts do not count"),
    _("the judge said {state}, which did not outweigh this"),
    _("no majority of the {count} judges asked: {states}"),
    _("nobody was asked"),
    _("the reply holds no verdicts"),
    _("the reply leaves the control point out"),
    _("the reply is no chat completion"),
    _("the request is refused: {said}"),
    _("no full reply within {seconds} s"),
    _("{judge} did not reply in time ({error})"),
    _("no connection to {judge} ({error})"),
    _("{judge} refuses this text: {said}"),
    _("{judge} answered {status}: {said}"),
    _("{count} calls to {judge} failed one after the other"),
    _("the limit of {count} calls is reached"),
    _("the limit of ${dollars} is reached"),
)
"""What the rooms of `grader.judges` say, its values left out; a test meets them over a server."""
_FIELDS = {
    "judge": r"\S+@\S+",
    "status": r"\d+",
    "count": r"\d+",
    "seconds": r"[\d.]+",
    "dollars": r"[\d.e+-]+",
    "error": r"\w+",
    "state": _STATE.pattern,
}
"""What can stand in a place: a model's own sentence must not be taken for one of these."""


def say_reason(text: str, words: Words) -> str:
    """The reason in the words' language where the program gave it, else as it is."""
    return _SEVERAL.join(_say_one(part, words) for part in text.split(_SEVERAL))


def _say_one(text: str, words: Words) -> str:
    if text in GUARD_REASONS:
        return words.say(text)
    for message, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return words.say(message, **_values(found, words))
    return text


def _values(found: re.Match[str], words: Words) -> dict[str, str]:
    """What stood in the places of a message; states by the names that the report gives them."""
    values = found.groupdict()
    for name in {"state", "states"} & values.keys():
        values[name] = _STATE.sub(lambda state: words.known(STATES, state[0]), values[name])
    return values


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((message, re.compile("".join(_pieces(message)))) for message in JUDGE_REASONS)


def _pieces(message: str) -> Iterator[str]:
    for literal, name, _spec, _conversion in Formatter().parse(message):
        yield re.escape(literal)
        if name:
            yield f"(?P<{name}>{_FIELDS.get(name, '.+')})"
