"""The folder of a run: results that only grow, and a manifest that says what they are."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from questions.errors import InputError
from rubrics.runs import MANIFEST, RESULTS, RUN_FORMAT, Row, read_manifest, row_to_json

_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where a run lives."""

    path: Path

    @property
    def results(self) -> Path:
        """Where the lines are."""
        return self.path / RESULTS

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Make the folder and keep other programs out; a dead program's lock is gone with it."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            file = _open(self.path / _LOCK, "wb")
        except OSError as error:
            reason = f"cannot be written: {error.strerror}"
            raise InputError(
                reason, place=str(self.path), hint="choose a folder with --out"
            ) from None
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                hint = "wait for it, or choose another --out"
                raise InputError(
                    "another program is grading here", place=str(self.path), hint=hint
                ) from None
            yield

    def manifest(self) -> dict[str, Any] | None:
        """What run.json says; None where there is none. Raises InputError for a strange one."""
        return read_manifest(self.path) if (self.path / MANIFEST).exists() else None

    def write_manifest(self, data: Mapping[str, Any]) -> None:
        """Replace run.json as a whole: it is never half written."""
        text = json.dumps({"format": RUN_FORMAT, **data}, ensure_ascii=False, indent=2)
        self.write(MANIFEST, text + "\n")

    def write(self, name: str, content: str | bytes) -> None:
        """Replace a file of the folder as a whole. Raises InputError when the disk is full."""
        target = self.path / name
        draft = target.with_name(f".{name}.draft")
        data = (
            content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
        )
        try:
            with _open(draft, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as error:
            raise _unwritable(target, error) from None

    def set_aside(self) -> None:
        """Keep old results under another name: results.1.jsonl, then results.2.jsonl and so on."""
        if self.results.exists():
            number = 1
            while (self.path / f"results.{number}.jsonl").exists():
                number += 1
            self.results.rename(self.path / f"results.{number}.jsonl")

    def append(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Write each row as it comes and give it on. A row is on disk before the next is made."""
        with _open(self.results, "ab", 0) as file:
            for row in rows:
                _write_line(file, line_of(row), self.results)
                yield row

    def rewrite(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Write all rows anew, give each on, and replace the old ones at the end."""
        draft = self.path / f".{RESULTS}.draft"
        with _open(draft, "wb", 0) as file:
            for row in rows:
                _write_line(file, line_of(row), draft)
                yield row
            os.fsync(file.fileno())
        draft.replace(self.results)

    def mend(self) -> None:
        """Cut off a line that was not finished when the program died."""
        if not self.results.exists():
            return
        with _open(self.results, "rb+") as file:
            end = size = file.seek(0, os.SEEK_END)
            while end > 0:
                start = max(0, end - 65_536)
                file.seek(start)
                cut = file.read(end - start).rfind(b"\n")
                end = start + cut + 1 if cut >= 0 else start
                if cut >= 0:
                    break
            if end != size:
                file.truncate(end)


def _open(path: Path, mode: Literal["wb", "ab", "rb+"], buffering: int = -1) -> BinaryIO:
    """The file itself, never what a link there leads to: a folder that somebody sends must not have
    us write elsewhere. Raises OSError.
    """

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | os.O_NOFOLLOW, 0o666)

    return open(path, mode, buffering, opener=opener)


def line_of(row: Row) -> bytes:
    """The row as one line of JSON with its line feed."""
    data = row_to_json(row)
    try:
        return json.dumps(data, ensure_ascii=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # a lone surrogate can only be written escaped
        return json.dumps(data).encode("ascii") + b"\n"


def _write_line(file: BinaryIO, line: bytes, path: Path) -> None:
    """All of the line or nothing of it."""
    at = file.tell()
    try:
        rest = memoryview(line)
        while rest:
            rest = rest[file.write(rest) :]
    except OSError as error:
        with contextlib.suppress(OSError):
            file.truncate(at)
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> InputError:
    hint = "what is graded is kept; make room and run the same command again"
    return InputError(f"cannot be written: {error.strerror}", place=str(path), hint=hint)
