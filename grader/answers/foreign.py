"""Answers out of the logs of other evaluators: what their records have in common."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.answers.jsonl import lines_of
from grader.answers.model import Answer
from questions.errors import InputError

NAMES = ("question_id", "question", "title", "query", "problem", "prompt", "input")
"""Fields that may name the question, the surest first."""


def read_json(path: Path) -> object:
    """The file as JSON. Raises InputError."""
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not JSON: {error}", place=str(path)) from None


def read_json_lines(path: Path) -> Iterator[tuple[int, object]]:
    """Line numbers and values; None for a line that is not JSON. Raises InputError."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(lines_of(file), 1):
                if line.strip():
                    yield number, _value(line)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from None


def _value(line: bytes) -> object:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def mapping(value: object) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one: logs hold anything."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text_of(value: object) -> str:
    """A text or a number as text, "" for anything else."""
    return str(value) if isinstance(value, str | int | float) else ""


def names_in(*records: object) -> list[str]:
    """What may name the question in these records, each once, the surest first."""
    mappings = [r for r in records if isinstance(r, Mapping)]
    found = [_text(record.get(name)) for name in NAMES for record in mappings]
    return [name for name in dict.fromkeys(found) if name]


def fill(base: Answer, names: Iterable[str], text: object, fault: str = "") -> Answer:
    """The answer with its question's possible names and its text; no text is a fault."""
    known = [name for name in names if name] or [base.answer_id]
    missing = "" if isinstance(text, str) else "the record holds no answer"
    return replace(
        base,
        question=known[0],
        also=tuple(known[1:]),
        text=text if isinstance(text, str) else "",
        fault=fault or missing,
    )


def lost(number: str, author: str, place: str, fault: str) -> Answer:
    """What stands for a record that cannot be read."""
    return fill(Answer("", "", number, author, place=place), (), None, fault)


def message_text(content: object) -> str | None:
    """The words of a chat message's content, a text or a list of parts; None for neither."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        parts = [
            p.get("text") for p in content if isinstance(p, Mapping) and p.get("type") == "text"
        ]
        return "\n".join(p for p in parts if isinstance(p, str))
    return None


def _text(value: object) -> str:
    return (
        str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    )
