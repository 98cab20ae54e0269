"""One answer as it was handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rubrics.runs import Usage

_AUTHOR = ("author", "model", "candidate", "name")
_LARGEST = 1e12
"""More tokens, seconds or dollars than any answer took: a mistake, and not counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to the question with that id or title, or with one of the names in `also`.

    `place` says where it was read. `fault` says why it is no answer, "" if it is one.
    """

    question: str
    text: str
    answer_id: str
    author: str = ""
    repeat: int = 1
    usage: Usage = field(default_factory=Usage)
    place: str = ""
    fault: str = ""
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the question may be called, the surest first."""
        return (self.question, *self.also)


def make_answer(record: object, number: int, place: str) -> Answer:
    """Read a record with the columns of the answers format; `number` counts records from 1."""
    if not isinstance(record, Mapping):
        return faulty("a record must be an object", number, place)
    answer_id = _text(record.get("answer_id")) or str(number)
    question = _text(record.get("question"))
    found = Answer(
        question=question,
        text="",
        answer_id=answer_id,
        author=next((_text(record[key]) for key in _AUTHOR if _text(record.get(key))), ""),
        repeat=repeat_of(record.get("repeat")),
        usage=_usage(record),
        place=place,
    )
    text = record.get("answer")
    if not question:
        return replace(found, fault="the record has no 'question'")
    if error := _text(record.get("error")):
        return replace(found, fault=f"the model gave no answer: {error}")
    if not isinstance(text, str):
        what = "has no 'answer'" if text is None else "has an 'answer' that is no text"
        return replace(found, fault=f"the record {what}")
    return replace(found, text=text)


def faulty(fault: str, number: int, place: str) -> Answer:
    """What stands for a record that could not be read."""
    return Answer("", "", str(number), place=place, fault=fault)


def usage_of(input_tokens: object, output_tokens: object, seconds: object, cost: object) -> Usage:
    """What was said about the making of an answer; what is no sensible number is not known."""
    return Usage(_whole(input_tokens), _whole(output_tokens), _number(seconds), _number(cost))


def repeat_of(value: object) -> int:
    """A repeat counted from 1; 1 for what is no number, and no more than a billion."""
    return min(_whole(value) or 1, 10**9)


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def _whole(value: object) -> int | None:
    number = _number(value)
    return int(number) if number is not None else None


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]  # what is no number raises
    except (TypeError, ValueError, OverflowError):
        return None
    return number if 0 <= number <= _LARGEST else None


def _usage(record: Mapping[str, Any]) -> Usage:
    given = record.get("usage")
    source = {**record, **given} if isinstance(given, Mapping) else record
    return usage_of(
        source.get("input_tokens"),
        source.get("output_tokens"),
        source.get("seconds", source.get("latency")),
        source.get("cost"),
    )
