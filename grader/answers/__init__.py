"""Answers from files of many kinds, one at a time; what cannot be read becomes an answer with a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from grader.answers.model import Answer
from questions.errors import InputError

Reader = Callable[[Path], Iterator[Answer]]

READERS = {
    "jsonl": "grader.answers.jsonl:read_jsonl",
    "csv": "grader.answers.table:read_csv",
    "folder": "grader.answers.folder:read_folder",
}
"""Name of a format -> where its reader is."""


def read_answers(path: Path, kind: str = "auto") -> Iterator[Answer]:
    """The answers in the order of the file. Raises InputError when it cannot be read at all."""
    name = guess_kind(path) if kind == "auto" else kind
    module, _, attribute = READERS[name].partition(":")
    reader: Reader = getattr(import_module(module), attribute)
    return reader(path)


def guess_kind(path: Path) -> str:
    """The format by the look of the path. Raises InputError for what does not exist."""
    if path.is_dir():
        return "folder"
    if not path.exists():
        raise InputError("no such file or folder", place=str(path))
    suffix = path.suffix.lower()
    return "csv" if suffix in {".csv", ".tsv"} else "jsonl"


def count_answers(path: Path, kind: str = "auto") -> int | None:
    """How many answers there are, where that is quick to know."""
    name = guess_kind(path) if kind == "auto" else kind
    if name != "jsonl":
        return None
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())
