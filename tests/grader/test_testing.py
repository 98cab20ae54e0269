"""The helper for other people's tests, used in a project of theirs."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from grader.desk import make_desk
from grader.testing import Assessed, Score, UnscoredError, assess, pytest_assertrepr_compare
from questions.markdown import parse_bank
from rubrics.model import Rubric
from tests.grader.test_shortcut import BANK

CONFTEST = f'''
import grader
import pytest

pytest_plugins = ["grader.testing"]

@pytest.fixture(scope="session")
def kaoguan_desk():
    return grader.make_desk(grader.parse_bank("""{BANK}""", "bank.md")[0], tier="words")
'''
TESTS = """
from grader import Rubric

QUESTION = "KV 缓存为什么能加速解码？"

def test_low(kaoguan_grade):
    assert kaoguan_grade(QUESTION, "不知道").score >= 60

def test_wrong_side(kaoguan_grade):
    assert 60 <= kaoguan_grade(QUESTION, "不知道").score

def test_zero(kaoguan_grade):
    assert kaoguan_grade(QUESTION, "不知道").score == 0
    assert kaoguan_grade(QUESTION, "不知道").contradicted == []

def test_missing(kaoguan_grade):
    assert kaoguan_grade(QUESTION, "不知道").missing == []

def test_unscored(kaoguan_grade):
    assert kaoguan_grade(QUESTION, "x" * 60_000).score < 10
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says in that project."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "conftest.py").write_text(CONFTEST, "utf-8")
    (folder / "test_tutor.py").write_text(TESTS, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--color=no"],
        cwd=folder, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return done.stdout.decode()


def test_failures_list_the_missed_points(told: str) -> None:
    assert "4 failed, 1 passed" in told
    assert "assert 0 >= 60" in told
    assert "assert 60 <= 0" in told
    assert told.count("○ missing      显存随序列长度线性增长") >= 2


def test_an_answer_without_a_score_says_why(told: str) -> None:
    assert "UnscoredError" in told
    assert "the answer has 60,000 characters, more than 50,000" in told


def test_nobody_has_it_loaded_unasked() -> None:
    """An entry point of pytest would be imported by the tests of every project of a machine."""
    assert not [e for e in entry_points(group="pytest11") if e.value.startswith("grader")]


def test_without_fixtures() -> None:
    desk = make_desk(parse_bank(BANK, "bank.md")[0], tier="words")
    found = assess("1", "x", desk=desk, rubric=Rubric("q", ()))
    assert isinstance(found, Assessed)
    with pytest.raises(UnscoredError, match="unscored"):
        _ = found.score


def test_only_comparisons_of_scores_are_explained() -> None:
    score = Score(12.5, "title: 12.5 / 100\n  ○ missing      x")
    assert pytest_assertrepr_compare(">=", score, 60) == [
        "12.5 >= 60", "title: 12.5 / 100", "  ○ missing      x",
    ]  # fmt: skip
    assert pytest_assertrepr_compare(">=", 12.5, 60) is None
    assert pytest_assertrepr_compare("in", score, [1]) is None
