"""Markdown text to questions, topics and problems; reads no files."""

from __future__ import annotations

import re

from questions.errors import Problem
from questions.front_matter import read_front_matter
from questions.ids import with_ids
from questions.model import Bank
from questions.reading import read_document

_BLANKS = re.compile(r"[^\S\n]{101,}")


def parse_bank(text: str, path: str) -> tuple[Bank, tuple[Problem, ...]]:
    """Read the questions and topics of one document, and note what was doubtful in it."""
    lines = split_lines(text)
    bank, problems, _ = read_document(lines, path, read_front_matter(lines))
    return Bank(with_ids(bank.questions), bank.topics), tuple(problems)


def split_lines(text: str) -> list[str]:
    """Split at every kind of line end, as editors count lines.

    More than a hundred blanks in a row on a line are cut to a hundred: they say no more, and rules
    that look past blanks would look for ever.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _BLANKS.sub(_cut, lines).split("\n")


def _cut(blanks: re.Match[str]) -> str:
    return blanks[0][:100]
