"""Reasons that the program gives for a mark, or for none, in the reader's language.

A sheet keeps them in English: they are data. What a judge or a person wrote stays as it is.
"""

from __future__ import annotations

import re

from reports.sentences import Sentences
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
FAILURES = (
    _("the rubric has no key points"),
    _("add points or a reference answer"),
    _("the answer has {length} characters, more than {longest}"),
    _("shorten it"),
    _("is the server running?"),
    _("run it again with a higher limit; nothing is asked twice"),
    _("the bank has no such question"),
    _("several questions have this title"),
)
"""Why a whole answer has no score, and what to do about it."""
_FIELDS = {
    "judge": r"\S+@\S+",
    "status": r"\d+",
    "count": r"\d+",
    "seconds": r"[\d.]+",
    "dollars": r"[\d.e+-]+",
    "error": r"\w+",
    "state": _STATE.pattern,
    "length": r"[\d,]+",
    "longest": r"[\d,]+",
}
"""What can stand in a place: a model's own sentence must not be taken for one of these."""
_KNOWN = Sentences((*JUDGE_REASONS, *FAILURES), _FIELDS)


def say_reason(text: str, words: Words) -> str:
    """The reason, or the failure, in the words' language where the program gave it."""
    return _SEVERAL.join(_say_one(part, words) for part in text.split(_SEVERAL))


def _say_one(text: str, words: Words) -> str:
    if text in GUARD_REASONS:
        return words.say(text)
    found = _KNOWN.find(text)
    return words.say(found[0], **_values(found[1], words)) if found else text


def _values(values: dict[str, str], words: Words) -> dict[str, str]:
    """What stood in the places of a message; states by the names that the report gives them."""
    for name in {"state", "states"} & values.keys():
        values[name] = _STATE.sub(lambda state: words.known(STATES, state[0]), values[name])
    return values
