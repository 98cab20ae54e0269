"""Judges over a batch: the same order, every call paid once, a dead judge counted and asked again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.judging import JudgeOptions
from grader.runs.session import Tally
from tests.grader.judges.server import Asked, Server, Told, honest, refuses
from tests.grader.runs import material
from tests.grader.runs.material import lines, write_answers


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOGUAN_JUDGE_CACHE", str(tmp_path / "replies.sqlite3"))
    monkeypatch.setenv("OPENAI_API_KEY", "test")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return write_answers(tmp_path / "answers.jsonl", material.records(20))


def run(answers: Path, out: Path, server: Server, **changes: Any) -> Tally:
    judges = JudgeOptions((f"gpt-x@{server.url}",), when="always")
    return material.run(answers, out, judges=judges, **changes)


def judged(out: Path) -> list[bool]:
    return [any(p["decided_by"] == "judge" for p in line["points"]) for line in lines(out)]


def test_judges_decide_and_each_text_is_asked_once(answers: Path, tmp_path: Path) -> None:
    with Server() as server:
        tally = run(answers, tmp_path / "run", server)
        asked = len(server.asked)
    texts = {(r["question"], r["answer"]) for r in material.records(20)}
    assert 0 < asked <= len(texts)
    assert tally.spending.calls == asked
    assert any(judged(tmp_path / "run"))
    assert [line["answer_id"] for line in lines(tmp_path / "run")] == [f"a{i}" for i in range(20)]
    assert "judge:gpt-x@" in lines(tmp_path / "run")[0]["signature"]


def test_workers_with_judges_give_the_same_bytes_for_no_more_calls(
    answers: Path, tmp_path: Path
) -> None:
    with Server() as server:
        run(answers, tmp_path / "one", server)
        asked = len(server.asked)
        run(answers, tmp_path / "two", server, workers=2)
        assert len(server.asked) == asked
    one, two = ((tmp_path / name / "results.jsonl").read_bytes() for name in ("one", "two"))
    assert one == two


def test_a_cut_run_pays_for_nothing_twice(answers: Path, tmp_path: Path) -> None:
    with Server() as server:
        run(answers, tmp_path / "run", server)
        asked = len(server.asked)
        path = tmp_path / "run" / "results.jsonl"
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 3])
        tally = run(answers, tmp_path / "run", server)
        assert len(server.asked) == asked
    assert path.read_bytes() == whole
    assert tally.spending.cached > 0


def test_what_a_dead_judge_missed_is_flagged_and_asked_again(answers: Path, tmp_path: Path) -> None:
    broken = {"is": True}

    def script(asked: Asked) -> Told:
        return refuses("nothing today", 400) if broken["is"] and asked.number % 2 else honest(asked)

    with Server(script) as server:
        tally = run(answers, tmp_path / "run", server)
        assert tally.unjudged > 0
        flagged = ["judge-failed" in line["flags"] for line in lines(tmp_path / "run")]
        assert {line["flags"].count("judge-failed") for line in lines(tmp_path / "run")} == {0, 1}
        assert sum(flagged) == tally.unjudged
        assert all(line["score"] is not None for line in lines(tmp_path / "run"))
        broken["is"] = False
        before = [
            line for line, bad in zip(lines(tmp_path / "run"), flagged, strict=True) if not bad
        ]
        tally = run(answers, tmp_path / "run", server, retry_failures=True)
    after = [line for line, bad in zip(lines(tmp_path / "run"), flagged, strict=True) if not bad]
    assert tally.unjudged == 0
    assert after == before
    counts = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["counts"]
    assert counts["judge"]["calls"] == tally.spending.calls > 0


def test_what_a_majority_settled_without_a_dead_judge_is_not_flagged(
    answers: Path, tmp_path: Path
) -> None:
    """Two of three judges agree: nothing is left open, and nothing is to be asked again."""
    with Server() as one, Server() as two, Server(lambda _: refuses("no", 400)) as dead:
        models = tuple(f"m{n}@{server.url}" for n, server in enumerate((one, two, dead)))
        judges = JudgeOptions(models, when="always")
        tally = material.run(answers, tmp_path / "run", judges=judges)
        assert dead.asked
    assert tally.unjudged == 0
    assert any(judged(tmp_path / "run"))
    assert not [line for line in lines(tmp_path / "run") if "judge-failed" in line["flags"]]
