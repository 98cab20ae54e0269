"""Answers out of promptfoo results: JSON or JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader.answers.foreign import fill, lost, names_in, read_json, read_json_lines
from grader.answers.model import Answer
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
    test = record.get("testCase") or {}
    response = record.get("response") or {}
    prompt = record.get("prompt") or {}
    variables = {**(test.get("vars") or {}), **(record.get("vars") or {})}
    raw = prompt.get("raw") if isinstance(prompt, Mapping) else prompt
    output = response.get("output")
    text = output if isinstance(output, str) or output is None else str(output)
    error = record.get("error") if text is None else ""
    answer_id = record.get("id") or f"{record.get('testIdx', number)}-{record.get('promptIdx', 0)}"
    base = Answer(
        question="",
        text="",
        answer_id=str(answer_id),
        author=_provider(record.get("provider")),
        repeat=int(record.get("repeatIndex") or 0) + 1,
        usage=_usage(record, response),
        place=place,
    )
    described = [str(test.get("description") or ""), str(raw or "")]
    names = [*names_in(test.get("metadata"), variables), *described]
    return fill(base, names, text, f"the provider failed: {str(error)[:200]}" if error else "")


def _provider(provider: object) -> str:
    if isinstance(provider, Mapping):
        return str(provider.get("label") or provider.get("id") or "")
    return str(provider or "")


def _usage(record: Mapping[str, Any], response: Mapping[str, Any]) -> Usage:
    tokens = response.get("tokenUsage") or {}
    latency = record.get("latencyMs")
    return Usage(
        input_tokens=tokens.get("prompt"),
        output_tokens=tokens.get("completion"),
        seconds=latency / 1000 if isinstance(latency, int | float) else None,
        cost=record.get("cost"),
    )
