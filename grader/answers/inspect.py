"""Answers out of Inspect logs: `.eval` archives and their `.json` form."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from lzma import LZMAError
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from grader.answers.foreign import (
    fill,
    items,
    lost,
    mapping,
    message_text,
    names_in,
    read_json,
    text_of,
)
from grader.answers.model import Answer, repeat_of, usage_of
from questions.errors import InputError
from rubrics.runs import Usage

_LARGEST = 64_000_000
"""Bytes of one sample. A zip bomb unpacks to a thousand times its size."""
_DAMAGE = (
    OSError, BadZipFile, zlib.error, LZMAError, EOFError, KeyError, ValueError, RuntimeError,
    NotImplementedError,
)  # fmt: skip


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
        model = _model(json.loads(_unpacked(archive, start)))
    except _DAMAGE as error:
        hint = "write it as JSON with `inspect log dump FILE > log.json`"
        raise InputError(f"is no Inspect log: {error}", place=str(path), hint=hint) from None
    return model, ((f"{path}:{name}", _member(archive, name)) for name in names)


def _member(archive: ZipFile, name: str) -> object:
    try:
        return json.loads(_unpacked(archive, name))
    except _DAMAGE:
        return None


def _unpacked(archive: ZipFile, name: str) -> bytes:
    """A member, unpacked no further than it may be long. Raises ValueError and what zips raise."""
    with archive.open(name) as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(f"{name} is larger than 64 MB")
    return data


def _model(log: object) -> str:
    return text_of(mapping(mapping(log).get("eval")).get("model"))


def _answer(sample: object, model: str, place: str) -> Answer:
    if not isinstance(sample, Mapping):
        return lost(place, model, place, "the sample cannot be read")
    sample_id, epoch = text_of(sample.get("id")), repeat_of(sample.get("epoch"))
    output = mapping(sample.get("output"))
    said = [mapping(mapping(c).get("message")).get("content") for c in items(output.get("choices"))]
    text = message_text(said[0]) if said else None
    error = sample.get("error")
    reason = error.get("message") if isinstance(error, Mapping) else error
    author = text_of(output.get("model")) or model
    answer_id = f"{sample_id}/{epoch}"
    base = Answer("", "", answer_id, author, epoch, _usage(output, sample), place)
    names = [*names_in(sample.get("metadata")), sample_id, _asked(sample.get("input"))]
    fault = f"the sample failed: {text_of(reason)[:200]}" if error else ""
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
    return text_of(given).strip()


def _usage(output: Mapping[str, Any], sample: Mapping[str, Any]) -> Usage:
    usage = mapping(output.get("usage"))
    return usage_of(
        usage.get("input_tokens"),
        usage.get("output_tokens"),
        output.get("time") or sample.get("working_time"),
        usage.get("total_cost"),
    )
