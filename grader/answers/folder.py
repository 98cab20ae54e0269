"""Answers in a folder of text files: `<question id>/<author>.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grader.answers.model import Answer
from questions.decoding import decode
from questions.errors import InputError
from questions.links import leads_outside

_SUFFIXES = (".txt", ".md")
_LARGEST = 4_000_000


def read_folder(path: Path) -> Iterator[Answer]:
    """Every text file two levels down, sorted: folders name questions, files authors."""
    files = sorted(f for f in path.glob("*/*") if f.suffix.lower() in _SUFFIXES and f.is_file())
    if not files:
        hint = "expected files such as q-attention/alice.txt"
        raise InputError("no answers in this folder", place=str(path), hint=hint)
    for file in files:
        answer_id = str(file.relative_to(path).with_suffix(""))
        if leads_outside(file, path):
            fault = "the file is a link to somewhere outside this folder"
            found = Answer(file.parent.name, "", answer_id, author=file.stem, place=str(file))
            yield replace(found, fault=fault)
        else:
            yield _read(file, answer_id)


def _read(file: Path, answer_id: str) -> Answer:
    found = Answer(file.parent.name, "", answer_id, author=file.stem, place=str(file))
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
    except OSError as error:
        return replace(found, fault=f"the file cannot be read: {error.strerror}")
    if len(data) > _LARGEST:
        return replace(found, fault="the file is larger than 4 MB")
    return replace(found, text=decode(data, str(file))[0].strip())
