"""Judges from the outside: kaoguan grade --judge and kaoguan selftest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.grader.cli.running import Run, runner, settle_judges
from tests.grader.judges.server import Server, honest, refuses

BANK = """### Q. KV 缓存为什么能加速解码？

因果注意力下历史 token 的 K、V 不会变，缓存后每一步只需要计算新 token。代价是显存随长度线性增长。

<mark>缓存历史 K、V，避免重复计算。</mark>
"""
ANSWER = "历史的 K 和 V 算过一次就存下来，代价是显存越来越大。"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settle_judges(monkeypatch, tmp_path)
    monkeypatch.setenv("KAOGUAN_LANG", "en")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bank.md").write_text(BANK, "utf-8")
    (tmp_path / "a.txt").write_text(ANSWER, "utf-8")
    return tmp_path


@pytest.fixture
def run(desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process: what it exits with and writes."""
    assert desk.is_dir()

    return runner(monkeypatch, capsys)


@pytest.fixture
def grade(run: Run) -> Run:
    """kaoguan grade of the one answer."""
    command = ("grade", "KV 缓存为什么能加速解码", "a.txt", "--bank", "bank.md", "--tier", "words")
    return lambda *more: run(*command, *more)


def test_a_judge_decides_and_its_cost_is_told(grade: Run) -> None:
    with Server() as server:
        judge = ("--judge", f"gpt-4.1-mini@{server.url}", "--judge-when", "always", "--json", "-")
        code, out, err = grade(*judge)
        again = grade(*judge)
        assert len(server.asked) == 1
    assert code == 0
    assert err == "judge: 1 call, 900 + 100 tokens, $0.00052\n"
    result = json.loads(out)
    assert "judge" in {point["decided_by"] for point in result["points"]}
    assert f"|judge:gpt-4.1-mini@{server.url}|" in result["signature"]
    assert again == (0, out, "judge: 0 calls, 1 from the cache, $0.00\n")


def test_a_dry_run_tells_the_cost_and_sends_nothing(grade: Run) -> None:
    with Server() as server:
        judge = ("--judge", f"gpt-4.1-mini@{server.url}", "--judge-when", "always", "--dry-run")
        code, out, err = grade(*judge)
        as_json = grade(*judge, "--json", "-")
        assert not server.asked
    assert (code, err) == (0, "")
    assert out.startswith("1 call for 1 answer: ")
    assert " tokens there, " in out
    assert "$0.0" in out
    facts = json.loads(as_json[1])
    assert facts["calls"] == 1
    assert facts["cost_usd"][0] < facts["cost_usd"][1]


def test_a_dry_run_needs_no_key(grade: Run) -> None:
    code, out, _ = grade("--judge", "deepseek:deepseek-chat", "--judge-when", "always", "--dry-run")
    assert code == 0
    assert out.startswith("1 call")


@pytest.mark.parametrize(
    ("judge", "said"),
    [
        (["--judge", "gpt-4.1-mini"], "set OPENAI_API_KEY"),
        (["--judge", "deepseek:deepseek-chat"], "set DEEPSEEK_API_KEY"),
        (["--judge", "m@http://127.0.0.1:9/v1", "--judge-when", "perhaps"], "is not one of"),
        (["--judge", "m@http://x.example/v1", "--max-cost", "1"], "price of 'm' is unknown"),
    ],
)
def test_what_is_wrong_with_a_judge_is_one_line_and_code_2(
    grade: Run, judge: list[str], said: str
) -> None:
    code, out, err = grade(*judge)
    assert code == 2
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_a_wrong_key_is_one_line_and_code_2(grade: Run) -> None:
    with Server(lambda _: refuses("Incorrect API key provided", 401)) as server:
        code, out, err = grade("--judge", f"m@{server.url}", "--judge-when", "always")
        assert len(server.asked) == 1
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "401: Incorrect API key provided (check the key)" in err


def test_a_judge_that_fails_leaves_the_offline_report(grade: Run) -> None:
    with Server(lambda _: refuses("no", 418)) as server:
        code, out, err = grade("--judge", f"m@{server.url}", "--judge-when", "always")
    assert code == 0
    assert "/ 100" in out
    assert "the marks of the offline tier stand" in err
    assert "1 failed" in err


def test_two_judges_are_a_panel(grade: Run) -> None:
    with Server() as one, Server() as two:
        judges = ("--judge", f"a@{one.url}", "--judge", f"b@{two.url}", "--judge-when", "always")
        code, out, err = grade(*judges, "--json", "-")
        assert len(one.asked) == len(two.asked) == 1
    assert code == 0
    assert err.startswith("judge: 2 calls")
    votes = {point["signals"]["judge.votes"] for point in json.loads(out)["points"]}
    assert votes == {2.0}


def test_the_selftest_says_what_fails_and_exits_with_1(run: Run) -> None:
    code, out, _ = run("selftest", "--tier", "words", "--questions", "4")
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == "4 questions probed"
    assert any(line.startswith("FAIL ") for line in lines)
    assert any(line.startswith("ok   blank") for line in lines)
    assert lines[-1].endswith("checks fail")


def test_the_selftest_asks_judges_and_writes_json(run: Run) -> None:
    with Server(honest) as server:
        judge = ("--judge", f"m@{server.url}", "--judge-when", "always")
        _, out, _ = run("selftest", "--tier", "words", "--questions", "1", "--json", *judge)
        assert server.asked
    facts = json.loads(out)
    checks = {check["name"]: check for check in facts["checks"]}
    assert facts["passed"] is False
    assert not checks["off-topic"]["passed"]  # this judge finds everything everywhere
    assert checks["position"]["passed"]
    assert checks["repeat"]["passed"]


def test_a_bank_without_points_cannot_be_tested(run: Run, desk: Path) -> None:
    (desk / "empty.md").write_text("### Q. 只有问题？\n", "utf-8")
    code, _, err = run("selftest", "--tier", "words", "--bank", "empty.md")
    assert code == 2
    assert "no question with three key points" in err
