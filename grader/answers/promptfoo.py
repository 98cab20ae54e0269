"""Answers out of promptfoo results: JSON or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader.answers.foreign import (
    fill,
    lost,
    mapping,
    names_in,
    read_json,
    read_json_lines,
    text_of,
)
from grader.answers.model import Answer, repeat_of, usage_of
from questions.errors import InputError
from rubrics.runs import Usage


def read_promptfoo(path: Path) -> Iterator[Answer]:
    """One answer a result, in the order of the file. Raises InputError."""
    for number, record in enumerate(_records(path), 1):
        yield _answer(record, number, f"{path}[{number - 1}]")


def _records(path: Path) -> Iterator[object]:
    if path.suffix == ".jsonl":
        yield from (record for _, record in read_json_lines(path))
        return
    data = read_json(path)
    inner = data.get("results") if isinstance(data, Mapping) else None
    found = inner.get("results") if isinstance(inner, Mapping) else inner
    if not isinstance(found, list):
        raise InputError("holds no promptfoo results", place=str(path))
    yield from found


def _answer(record: object, number: int, place: str) -> Answer:
    if not isinstance(record, Mapping):
        return lost(str(number), "", place, "the result cannot be read")
    test = mapping(record.get("testCase"))
    response = mapping(record.get("response"))
    prompt = record.get("prompt") or {}
    variables = {**mapping(test.get("vars")), **mapping(record.get("vars"))}
    raw = prompt.get("raw") if isinstance(prompt, Mapping) else prompt
    output = response.get("output")
    text = output if isinstance(output, str) or output is None else _written(output)
    error = record.get("error") if text is None else ""
    place_in = f"{text_of(record.get('testIdx', number))}-{text_of(record.get('promptIdx', 0))}"
    answer_id = text_of(record.get("id")) or place_in
    base = Answer(
        question="",
        text="",
        answer_id=answer_id,
        author=_provider(record.get("provider")),
        repeat=_repeat(record.get("repeatIndex")),
        usage=_usage(record, response),
        place=place,
    )
    described = [text_of(test.get("description")), text_of(raw)]
    names = [*names_in(test.get("metadata"), variables), *described]
    return fill(base, names, text, f"the provider failed: {text_of(error)[:200]}" if error else "")


def _written(output: object) -> str | None:
    """An output that is no text, as JSON; None for one that is nested too deep."""
    try:
        return json.dumps(output, ensure_ascii=False)
    except RecursionError:
        return None


def _repeat(index: object) -> int:
    """Counted from 1; the log counts from 0."""
    return repeat_of(index + 1 if isinstance(index, int) else 1)


def _provider(provider: object) -> str:
    if isinstance(provider, Mapping):
        return text_of(provider.get("label")) or text_of(provider.get("id"))
    return text_of(provider)


def _usage(record: Mapping[str, Any], response: Mapping[str, Any]) -> Usage:
    tokens = mapping(response.get("tokenUsage"))
    latency = record.get("latencyMs")
    seconds = latency / 1000 if isinstance(latency, float) else None
    if isinstance(latency, int):
        seconds = min(latency, 10**15) / 1000
    return usage_of(tokens.get("prompt"), tokens.get("completion"), seconds, record.get("cost"))
