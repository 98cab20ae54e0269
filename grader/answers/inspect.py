"""Answers out of Inspect logs: `.eval` archives and their `.json` form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from grader.answers.foreign import fill, lost, message_text, names_in, read_json
from grader.answers.model import Answer
from questions.errors import InputError
from rubrics.runs import Usage


def read_inspect(path: Path) -> Iterator[Answer]:
    """One answer a sample and epoch, in the order of the log. Raises InputError."""
    if path.suffix == ".json":
        log = read_json(path)
        if not isinstance(log, Mapping) or not isinstance(log.get("samples"), list):
            raise InputError("is no Inspect log: it has no 'samples'", place=str(path))
        model = _model(log)
        samples: Iterator[tuple[str, object]] = (
            (f"{path}[{i}]", s) for i, s in enumerate(log["samples"])
        )
    else:
        model, samples = _open_archive(path)
    for place, sample in samples:
        yield _answer(sample, model, place)


def _open_archive(path: Path) -> tuple[str, Iterator[tuple[str, object]]]:
    try:
        archive = ZipFile(path)
        names = [n for n in archive.namelist() if n.startswith("samples/") and n.endswith(".json")]
        start = "header.json" if "header.json" in archive.namelist() else "_journal/start.json"
        model = _model(json.loads(archive.read(start)))
    except (OSError, BadZipFile, KeyError, ValueError, NotImplementedError) as error:
        hint = "write it as JSON with `inspect log dump FILE > log.json`"
        raise InputError(f"is no Inspect log: {error}", place=str(path), hint=hint) from None
    return model, ((f"{path}:{name}", _member(archive, name)) for name in names)


def _member(archive: ZipFile, name: str) -> object:
    try:
        return json.loads(archive.read(name))
    except (OSError, BadZipFile, ValueError, NotImplementedError):
        return None


def _model(log: Mapping[str, Any]) -> str:
    return str((log.get("eval") or {}).get("model") or "")


def _answer(sample: object, model: str, place: str) -> Answer:
    if not isinstance(sample, Mapping):
        return lost(place, model, place, "the sample cannot be read")
    sample_id, epoch = str(sample.get("id", "")), int(sample.get("epoch") or 1)
    output = sample.get("output") or {}
    choices = output.get("choices") or []
    text = message_text((choices[0].get("message") or {}).get("content")) if choices else None
    error = sample.get("error")
    reason = error.get("message") if isinstance(error, Mapping) else error
    author = str(output.get("model") or model)
    answer_id = f"{sample_id}/{epoch}"
    base = Answer("", "", answer_id, author, epoch, _usage(output, sample), place)
    names = [*names_in(sample.get("metadata")), sample_id, _asked(sample.get("input"))]
    fault = f"the sample failed: {str(reason)[:200]}" if error else ""
    return fill(base, names, output.get("completion") or text, fault)


def _asked(given: object) -> str:
    """The last thing that the user said."""
    if isinstance(given, list):
        said = [
            message_text(m.get("content"))
            for m in given
            if isinstance(m, Mapping) and m.get("role") == "user"
        ]
        given = said[-1] if said else ""
    return str(given or "").strip()


def _usage(output: Mapping[str, Any], sample: Mapping[str, Any]) -> Usage:
    usage = output.get("usage") or {}
    return Usage(
        input_tokens=usage.get("input_tokens"),
        output_tokens=usage.get("output_tokens"),
        seconds=output.get("time") or sample.get("working_time"),
        cost=usage.get("total_cost"),
    )
