from __future__ import annotations

import re

import pytest

from reports.columns import cells
from reports.page import build_page
from reports.terminal import render_terminal
from reports.words import Language
from tests.reports import samples
from tests.reports.hostile import ATTACKS, hostile


@pytest.mark.parametrize("width", [24, 40, 80, 200])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(lang: Language, width: int) -> None:
    page = build_page(samples.sheet(), samples.question(), samples.rubric(), lang)
    text = render_terminal(page, width, color=False)
    assert [line for line in text.split("\n") if cells(line) > width] == []


def test_a_silly_width_is_no_error() -> None:
    page = build_page(samples.sheet(), samples.question(), samples.rubric(), "zh")
    assert render_terminal(page, 0, color=False) == render_terminal(page, -5, color=False)


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_text_moves_no_cursor(name: str) -> None:
    page = build_page(*hostile(ATTACKS[name]), "zh")
    text = render_terminal(page, 80, color=False)
    text.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", text)
    assert [line for line in text.split("\n") if cells(line) > 80] == []


def test_escapes_in_colour_are_only_ours() -> None:
    text = render_terminal(build_page(*hostile(ATTACKS["ansi"]), "zh"), 80, color=True)
    assert set(re.findall("\x1b[^m]*m", text)) <= {f"\x1b[{code}m" for code in _codes()}
    assert text.count("\x1b") == len(re.findall(r"\x1b\[[\d;]*m", text))


def _codes() -> set[str]:
    plain = {"0", "1", "2", "31", "32", "33", "35", "37"}
    return plain | {f"{code};1" for code in plain}
