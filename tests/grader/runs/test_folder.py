"""Writing that is whole or not at all."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.runs.folder import RunFolder, line_of
from questions.errors import InputError
from rubrics.marks import Scoresheet
from rubrics.runs import Row, read_rows


def rows(count: int, text: str = "x" * 300) -> Iterator[Row]:
    for i in range(count):
        yield Row(Scoresheet("q", f"a{i}", "w", text, 50.0, "fair", ()))


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path)


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow beyond 4,000 bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_keeps_whole_lines_and_says_what_to_do(
    folder: RunFolder, small_disk: None
) -> None:
    with pytest.raises(
        InputError,
        match=r"results.jsonl: cannot be written: .* \(what is graded is kept; make room",
    ):
        list(folder.append(rows(50)))
    assert [row.sheet.answer_id for row in read_rows(folder.path)] == [
        f"a{i}" for i in range(len(list(read_rows(folder.path))))
    ]
    assert 3 <= len(list(read_rows(folder.path))) < 10


def test_a_full_disk_does_not_harm_the_old_manifest(folder: RunFolder, small_disk: None) -> None:
    folder.write_manifest({"status": "running"})
    with pytest.raises(InputError, match="cannot be written"):
        folder.write_manifest({"status": "x" * 9000})
    assert folder.manifest() == {"format": "kaoguan-run/1", "status": "running"}


@pytest.mark.parametrize("tail", [b"", b'{"half', b"\xe4\xbd", b"y" * 200_000])
def test_a_torn_line_is_cut_off(folder: RunFolder, tail: bytes) -> None:
    whole = b"".join(map(line_of, rows(3)))
    folder.results.write_bytes(whole + tail)
    folder.mend()
    assert folder.results.read_bytes() == whole


def test_nothing_but_a_torn_line(folder: RunFolder) -> None:
    folder.results.write_bytes(b'{"half')
    folder.mend()
    assert folder.results.read_bytes() == b""


def test_rewriting_that_stops_leaves_the_old_results(folder: RunFolder) -> None:
    list(folder.append(rows(3)))
    before = folder.results.read_bytes()
    again = folder.rewrite(rows(3, text="new"))
    next(again)
    del again
    assert folder.results.read_bytes() == before
    list(folder.rewrite(rows(3, text="new")))
    assert {row.sheet.answer for row in read_rows(folder.path)} == {"new"}


def test_half_a_character_survives(folder: RunFolder) -> None:
    list(folder.append(rows(1, text="\ud83d 字")))
    assert [row.sheet.answer for row in read_rows(folder.path)] == ["\ud83d 字"]


def test_what_is_no_result_is_named_with_its_line(folder: RunFolder) -> None:
    folder.results.write_bytes(b"".join(map(line_of, rows(1))) + b'{"question_id": 1}\n')
    with pytest.raises(
        InputError, match=r"results.jsonl:2: not a result: question_id is 1, not a text"
    ):
        list(read_rows(folder.path))
