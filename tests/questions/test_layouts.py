"""Every layout that people keep their banks in, one fixture each, read as a person reads it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from questions.accounting import unowned_lines
from questions.decoding import decode
from questions.errors import Problem
from questions.library import bank_files
from questions.markdown import parse_bank
from questions.model import Bank
from tests.questions import golden

NAMES = sorted(path.name for path in golden.FIXTURES.iterdir())


def parsed(name: str) -> tuple[Bank, tuple[Problem, ...]]:
    return parse_bank((golden.FIXTURES / name).read_text("utf-8"), name)


def test_counts() -> None:
    table = {name: golden.counts(*parsed(name)) for name in NAMES}
    golden.check("counts.json", json.dumps(table, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("name", NAMES)
def test_listing(name: str) -> None:
    golden.check(f"{name}.golden", golden.listing(*parsed(name)))


@pytest.mark.parametrize("name", NAMES)
def test_every_line_belongs_to_something(name: str) -> None:
    assert unowned_lines((golden.FIXTURES / name).read_text("utf-8")) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_do_not_matter(name: str, ending: str) -> None:
    text = (golden.FIXTURES / name).read_text("utf-8")
    assert parse_bank(text.replace("\n", ending), name) == parse_bank(text, name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_encodings_do_not_matter(name: str, encoding: str) -> None:
    text = (golden.FIXTURES / name).read_text("utf-8")
    decoded, problems = decode(text.encode(encoding), name)
    assert (decoded.removeprefix("\ufeff"), problems) == (text, ())


@pytest.mark.skipif("KAOGUAN_BANKS" not in os.environ, reason="KAOGUAN_BANKS names no folder")
def test_counts_of_banks_elsewhere() -> None:
    """Real banks that are not ours to ship; the folder is named by KAOGUAN_BANKS."""
    folder = Path(os.environ["KAOGUAN_BANKS"])
    table = {}
    for path in bank_files([folder]):
        text, _ = decode(path.read_bytes(), path.name)
        table[path.relative_to(folder).as_posix()] = golden.counts(*parse_bank(text, path.name))
    golden.check("elsewhere.json", json.dumps(table, ensure_ascii=False, indent=1) + "\n")
