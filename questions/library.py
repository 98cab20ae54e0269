"""Banks from disk and from the package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from questions.decoding import decode
from questions.errors import InputError, Problem
from questions.ids import with_ids
from questions.links import leads_outside
from questions.markdown import parse_bank
from questions.model import Bank

SUFFIXES = (".md", ".markdown", ".txt")


def load_banks(paths: Sequence[str | Path]) -> tuple[Bank, tuple[Problem, ...]]:
    """Read every question under the given files and folders, in sorted reading order.

    Raises InputError for a path that does not exist or cannot be read.
    """
    parsed = [_load_file(path) for path in bank_files(paths)]
    problems = [p for _, found in parsed for p in found]
    return _joined(bank for bank, _ in parsed), (*_passed_over(paths), *problems)


def bank_files(paths: Sequence[str | Path]) -> tuple[Path, ...]:
    """List the files that `load_banks` reads, each once."""
    found = (file for path in paths for file in _files_of(Path(path)))
    return tuple(dict.fromkeys(found))


@cache
def bundled_bank() -> Bank:
    """Read the bank that ships with the program."""
    folder = files("questions") / "banks"
    found = [file for file in folder.iterdir() if file.name.endswith(".md")]
    texts = sorted((file.name, file.read_text("utf-8")) for file in found)
    return _joined(parse_bank(text, name)[0] for name, text in texts)


def _files_of(path: Path) -> Iterator[Path]:
    if path.is_dir():
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        own = [p for p in inside if not leads_outside(p, path)]
        visible = [p for p in own if not _is_hidden(p.relative_to(path))]
        if not visible:
            raise InputError("no bank in this folder", place=str(path), hint="expected .md or .txt")
        yield from visible
    elif path.exists():
        yield path
    else:
        raise InputError("no such file or folder", place=str(path))


def _passed_over(paths: Sequence[str | Path]) -> list[Problem]:
    """Links out of a folder: a bank that somebody sends must not read other files of ours."""
    hint = "give that file itself"
    return [
        Problem(str(file), 0, "is a link to a file outside this folder and was not read", hint)
        for folder in map(Path, paths)
        if folder.is_dir()
        for file in sorted(folder.rglob("*"))
        if file.suffix.lower() in SUFFIXES and file.is_symlink() and leads_outside(file, folder)
    ]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _load_file(path: Path) -> tuple[Bank, tuple[Problem, ...]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from error
    text, undecodable = decode(data, str(path))
    bank, problems = parse_bank(text, str(path))
    return bank, undecodable + problems


def _joined(banks: Iterable[Bank]) -> Bank:
    """One bank of many; ids are given again, because namesakes may meet here."""
    listed = list(banks)
    questions = with_ids([question for bank in listed for question in bank.questions])
    topics = tuple(topic for bank in listed for topic in bank.topics)
    return replace(Bank(), questions=questions, topics=topics)
