"""A session may die at any moment: no grade is lost, and no more text than two seconds of typing.

Slow: `pytest -m slow`. Fifty kills of each kind: `python benchmarks/kills.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.grader.practice.sessions import PROMISED, Answer, Kind, lives

pexpect = pytest.importorskip("pexpect", reason="pexpect is not installed")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty and SIGKILL")
@pytest.mark.parametrize("kind", ["practice", "interview"])
def test_five_kills_of_a_session_lose_no_grade_and_two_seconds_of_text(
    tmp_path: Path, kind: Kind
) -> None:
    kills = list(lives(tmp_path, kind, 5, seed=8))
    assert max(kill.lost for kill in kills) <= PROMISED
    assert kills[-1].grades, "nothing was graded before any kill: the test proves nothing"


def test_what_a_kill_cost_is_told_by_the_oldest_key_that_is_gone() -> None:
    answer = Answer("〔1〕", [(0.0, "〔1〕"), (1.0, "缓"), (1.5, "存")])
    assert answer.lost("〔1〕缓存", 3.0) == 0.0
    assert answer.lost("〔1〕缓", 3.0) == 1.5
    assert answer.lost("", 3.0) == 3.0
    with pytest.raises(AssertionError):
        answer.lost("〔1〕别的", 3.0)
