"""Answers out of lm-evaluation-harness samples (`--log_samples`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader.answers.foreign import fill, items, lost, names_in, read_json_lines, text_of
from grader.answers.model import Answer


def read_harness(path: Path) -> Iterator[Answer]:
    """One answer a response; a document that is written once a filter counts once.

    The author is the folder that the samples lie in, which the harness names after the model.
    """
    first: str | None = None
    for number, record in read_json_lines(path):
        place = f"{path}:{number}"
        if not isinstance(record, Mapping):
            yield lost(str(number), "", place, "the line is not a sample")
            continue
        name = text_of(record.get("filter"))
        first = name if first is None else first
        if name == first:
            yield from _answers(record, number, path.resolve().parent.name, place)


def _answers(record: Mapping[str, Any], number: int, author: str, place: str) -> Iterator[Answer]:
    names = [*names_in(record.get("doc")), *_asked(record.get("arguments"))]
    doc = text_of(record.get("doc_id", number))
    responses = _responses(record)
    for repeat, text in enumerate(responses, 1):
        answer_id = doc if len(responses) == 1 else f"{doc}/{repeat}"
        yield fill(Answer("", "", answer_id, author, repeat, place=place), names, text)


def _responses(record: Mapping[str, Any]) -> list[object]:
    """The whole responses; filters keep only a letter or a number of them."""
    found = items(record.get("resps"))
    inner = found[0] if found and isinstance(found[0], list) else found
    return list(inner) or items(record.get("filtered_resps")) or [None]


def _asked(arguments: object) -> list[str]:
    """The prompt, in either of the forms that the harness has written."""
    if isinstance(arguments, Mapping):
        inner = next(iter(arguments.values()), None)
        found = inner.get("arg_0") if isinstance(inner, Mapping) else None
    else:
        found = arguments[0] if isinstance(arguments, list) and arguments else None
    if isinstance(found, list):
        found = found[0] if found else None
    return [found.strip()] if isinstance(found, str) else []
