"""Answers from files of many kinds, one at a time; what is no answer comes with its fault."""

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
    "inspect": "grader.answers.inspect:read_inspect",
    "promptfoo": "grader.answers.promptfoo:read_promptfoo",
    "lm-eval": "grader.answers.harness:read_harness",
}
"""Name of a format -> where its reader is."""


def read_answers(path: Path, kind: str = "auto") -> Iterator[Answer]:
    """The answers in the order of the file. Raises InputError when it cannot be read at all."""
    name = guess_kind(path) if kind == "auto" else kind
    module, _, attribute = READERS[name].partition(":")
    reader: Reader = getattr(import_module(module), attribute)
    return reader(path)


def guess_kind(path: Path) -> str:
    """The format by the look of the file. Raises InputError for what does not exist."""
    if path.is_dir():
        return "folder"
    if not path.exists():
        raise InputError("no such file or folder", place=str(path))
    suffix = path.suffix.lower()
    if suffix in {".csv", ".tsv"}:
        return "csv"
    if suffix == ".eval":
        return "inspect"
    return _kind_by_start(_start(path), suffix)


def _start(path: Path) -> str:
    """The first line, cut at 64,000 characters, with the spaces taken out."""
    try:
        with path.open("rb") as file:
            line = file.readline(64_000) if path.suffix.lower() != ".json" else file.read(64_000)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from None
    return "".join(line.decode("utf-8", "replace").split())


def _kind_by_start(start: str, suffix: str) -> str:
    if suffix == ".json":
        return "inspect" if '"eval":{' in start and '"status":' in start else "promptfoo"
    if '"resps":' in start and '"doc_id":' in start:
        return "lm-eval"
    if '"promptIdx":' in start or '"latencyMs":' in start:
        return "promptfoo"
    return "jsonl"


def count_answers(path: Path, kind: str = "auto") -> int | None:
    """How many answers there are, where that is quick to know."""
    name = guess_kind(path) if kind == "auto" else kind
    if name != "jsonl":
        return None
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())
