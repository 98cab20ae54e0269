"""No regular expression of the program explodes: twice the text takes about twice the time."""

from __future__ import annotations

import re

import pytest

from questions.markdown import split_lines
from tests.security.patterns import GROWS, Found, all_patterns, attacks, growth

BLANKS = ("questions.", "rubrics.building.", "rubrics.latex", "rubrics.markup", "rubrics.glossary")
"""What reads text of banks, in which a hundred blanks in a row are the most there are."""
SHORT = {
    "questions.wording._TRAILING": "sees the first few hundred characters of a title",
}
"""Patterns that see only short texts, and why."""


def worst(found: Found) -> tuple[float, tuple[str, str, str]]:
    chosen = [
        attack
        for attack in attacks(found.pattern)
        if not (attack[1].isspace() and found.place.startswith(BLANKS))
    ]
    return max(((growth(found, *attack), attack) for attack in chosen), default=(1.0, ("", "", "")))


def test_the_scan_sees_the_patterns() -> None:
    found = all_patterns()
    places = {f.place.partition(":")[0].split(".")[0] for f in found}
    assert places == {"questions", "rubrics", "reports", "grader"}
    assert len(found) > 250
    assert set(SHORT) <= {f.place for f in found}


@pytest.mark.parametrize("text", [r"(a+)+$", r"(a|a)*b", r"^(\w+\s?)*$", r"^\s*[-+]?\s*x"])
def test_the_scan_finds_what_explodes(text: str) -> None:
    assert worst(Found("here", re.compile(text), anchored=False))[0] > GROWS


@pytest.mark.parametrize(
    "text", [r"(?<!a)a+b", r"^\s*+x", r"[（(][^（()）]{0,40}[)）]", r"^(?:>\s*+)*+x"]
)
def test_the_scan_lets_the_others_go(text: str) -> None:
    assert worst(Found("here", re.compile(text), anchored=False))[0] <= GROWS


def test_blanks_in_banks_are_cut() -> None:
    assert split_lines("a" + " \t\u3000" * 500 + "b") == ["a" + (" \t\u3000" * 34)[:100] + "b"]
    assert split_lines("a\n\n\nb" + " " * 100) == ["a", "", "", "b" + " " * 100]


@pytest.mark.slow  # minutes: `pytest -m slow tests/security`
@pytest.mark.parametrize("package", ["questions", "rubrics", "reports", "grader"])
def test_no_pattern_of_the_program_explodes(package: str) -> None:
    wrong = {}
    for found in all_patterns():
        if found.place.startswith(package) and found.place not in SHORT:
            grows, attack = worst(found)
            if grows > GROWS:
                wrong[found.place] = (round(grows, 1), attack)
    assert wrong == {}
