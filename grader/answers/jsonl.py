"""Answers in JSON Lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from grader.answers.model import Answer, faulty, make_answer
from questions.errors import InputError

_LONGEST_LINE = 16_000_000


def read_jsonl(path: Path) -> Iterator[Answer]:
    """One answer a line; empty lines are no answers. Raises InputError when nothing can be read."""
    number = 0
    for at, line in enumerate(_lines(path), 1):
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            number += 1
            yield _answer(line, number, f"{path}:{at}")


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from lines_of(file)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from None


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only so much that this can be seen of it."""
    while line := file.readline(_LONGEST_LINE + 1):
        rest = line
        while len(rest) > _LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(_LONGEST_LINE + 1)
        yield line


def _answer(line: bytes, number: int, place: str) -> Answer:
    if len(line) > _LONGEST_LINE:
        return faulty("the line is longer than 16 MB", number, place)
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return faulty("the line is not UTF-8", number, place)
    except (ValueError, RecursionError) as error:
        return faulty(f"the line is not JSON: {error}", number, place)
    return make_answer(record, number, place)
