"""Answers in CSV, as spreadsheets save it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from grader.answers.model import Answer, faulty, make_answer
from questions.errors import InputError

_NEEDED = ("question", "answer")


def read_csv(path: Path) -> Iterator[Answer]:
    """One answer a record, columns by their names in the first line; delimiter `,` `;` or tab.

    Raises InputError when the columns `question` and `answer` are missing.
    """
    csv.field_size_limit(16_000_000)
    with open_table(path) as file:
        reader = csv.DictReader(file, dialect=table_dialect(file, path))
        names = column_names(reader, path)
        if missing := [name for name in _NEEDED if name not in names]:
            hint = f"the first line must name the columns; found: {', '.join(filter(None, names))}"
            raise InputError(
                f"no column {' and no column '.join(missing)}", place=f"{path}:1", hint=hint
            )
        yield from _records(reader, names, path)


def _records(reader: csv.DictReader[str], names: dict[str, str], path: Path) -> Iterator[Answer]:
    number = 0
    while True:
        number += 1
        place = f"{path}:{reader.line_num + 1}"
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield faulty(f"the record is not CSV: {error}", number, place)
            continue
        yield make_answer({name: row.get(column) for name, column in names.items()}, number, place)


def column_names(reader: csv.DictReader[str], path: Path) -> dict[str, str]:
    """The columns by their names in small letters. Raises InputError."""
    try:
        return {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    except csv.Error as error:
        raise InputError(f"is not CSV: {error}", place=f"{path}:1") from None


def open_table(path: Path) -> io.TextIOWrapper:
    """A text file of unknown encoding, open for csv. Raises InputError."""
    try:
        with path.open("rb") as file:
            head = file.read(100_000)
        encoding = _encoding(head)
        return path.open(encoding=encoding, errors="backslashreplace", newline="")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from None


def _encoding(head: bytes) -> str:
    """UTF-8, or what Excel writes in China."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def table_dialect(file: io.TextIOWrapper, path: Path) -> type[csv.Dialect]:
    """The delimiter that the first line has most of."""
    first = file.readline()
    file.seek(0)
    counts = {mark: first.count(mark) for mark in ("\t", ";", ",")}

    class Found(csv.excel):
        delimiter = "\t" if path.suffix.lower() == ".tsv" else max(counts, key=lambda m: counts[m])

    return Found
