"""The pages of settings name every variable that the program reads, and no other."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click
import pytest

from docs.transcripts import ROOT
from grader.grading import LONGEST_ANSWER
from grader.judges.endpoints import presets
from grader.web.forms import LARGEST
from grader.web.settings import _CHOICES

_PACKAGES = ("questions", "rubrics", "reports", "grader")
_OTHERS = {"VISUAL", "EDITOR", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"}
_NAME = re.compile(r"\b(?:KAOGUAN|OPENAI|RAY)_[A-Z_]+\b")


def variables_read() -> set[str]:
    """What stands in the code as a name of a variable, and the keys of presets."""
    found = {
        name
        for package in _PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for name in _names(path)
    }
    return found | {row["key"] for row in presets().values() if row["key"]} | _OTHERS


def _names(path: Path) -> set[str]:
    return set(_NAME.findall(path.read_text("utf-8")))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_variable_is_on_the_page_and_no_other(lang: str) -> None:
    text = (ROOT / f"docs/{lang}/settings.md").read_text("utf-8")
    named = set(re.findall(r"`([A-Z][A-Z_]+[A-Z])(?:=\d)?`", text)) - {"PATH", "FILE", "YAML"}
    named = {name for name in named if not name.startswith("XDG_")}
    assert named == variables_read()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_files_and_cookies_are_on_the_page(lang: str) -> None:
    text = (ROOT / f"docs/{lang}/settings.md").read_text("utf-8")
    code = "".join(path.read_text("utf-8") for path in (ROOT / "grader").rglob("*.py"))
    places = set(re.findall(r'user_(?:data|cache|config)_path\("kaoguan"\) / "([^"]+)"', code))
    assert len(places) == 5
    assert all(f"`{place}`" in text for place in places)
    assert all(f"`kaoguan-{choice}`" in text for choice in _CHOICES)


def test_several_banks_and_judges_stand_in_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    from grader.cli.eval import evaluate

    monkeypatch.setenv("KAOGUAN_BANK", os.pathsep.join(("a.md", "b c.md")))
    monkeypatch.setenv("KAOGUAN_JUDGE", "openai:x deepseek:y")
    context = click.Context(evaluate)
    read = {option.name: option.value_from_envvar(context) for option in evaluate.params}
    assert list(map(str, read["banks"] or ())) == ["a.md", "b c.md"]
    assert list(read["judge"] or ()) == ["openai:x", "deepseek:y"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_limits_on_the_page_are_those_of_the_code(lang: str) -> None:
    text = (ROOT / f"docs/{lang}/settings.md").read_text("utf-8")
    assert f"{LONGEST_ANSWER:,}" in text
    assert f"{LARGEST // 1_000_000} MB" in text
