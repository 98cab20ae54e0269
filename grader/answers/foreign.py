"""Answers out of the logs of other evaluators: what their records have in common."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from grader.answers.model import Answer
from rubrics.runs import Usage
from questions.errors import InputError

NAMES = ("question_id", "question", "title", "query", "problem", "prompt", "input")
"""Fields that may name the question, the surest first."""


def read_json(path: Path) -> Any:
    """The file as JSON. Raises InputError."""
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not JSON: {error}", place=str(path)) from None


def read_json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """Line numbers and values; None for a line that is not JSON. Raises InputError."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, _value(line)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from None


def _value(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def names_in(*records: object) -> list[str]:
    """What may name the question in these records, each once, the surest first."""
    mappings = [r for r in records if isinstance(r, Mapping)]
    found = [_text(record.get(name)) for name in NAMES for record in mappings]
    return [name for name in dict.fromkeys(found) if name]


def make_foreign(
    names: Iterable[str], text: object, answer_id: str, author: str, repeat: int, place: str,
    usage: Usage | None = None, fault: str = "",
) -> Answer:  # fmt: skip
    """An answer whose question has several possible names; no text is a fault."""
    known = [name for name in names if name] or [answer_id]
    answered = isinstance(text, str)
    return Answer(
        question=known[0],
        text=text if isinstance(text, str) else "",
        answer_id=answer_id,
        author=author,
        repeat=repeat,
        usage=usage or Usage(),
        place=place,
        fault=fault or ("" if answered else "the record holds no answer"),
        also=tuple(known[1:]),
    )


def message_text(content: object) -> str | None:
    """The words of a chat message's content, a text or a list of parts; None for neither."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        parts = [p.get("text") for p in content if isinstance(p, Mapping) and p.get("type") == "text"]
        return "\n".join(p for p in parts if isinstance(p, str))
    return None


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
