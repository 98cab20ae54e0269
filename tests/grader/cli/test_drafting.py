"""kaoguan bank draft --judge, as a user types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grader.cli.running import Run, runner, settle_judges
from tests.grader.judges.server import Asked, Server, Told, refuses, says

BANK = """### Q. FlashAttention 的原理是什么？

FlashAttention 把 Q、K、V 分块搬进片上 SRAM，用在线 softmax 逐块更新，不写回 N×N 的矩阵。

### Q. FlashAttention 为什么快？

### Q. FlashAttention 的在线 softmax 怎么更新？
"""
GOOD = "矩阵不写回显存，分块在 SRAM 里算 [1]。"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process: what it exits with and writes."""
    settle_judges(monkeypatch, tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bank.md").write_text(BANK, "utf-8")

    return runner(monkeypatch, capsys)


@pytest.fixture
def draft(run: Run) -> Run:
    """kaoguan bank draft of the one bank."""
    return lambda *more: run("bank", "draft", "bank.md", "--encoder", "tfidf", *more)


def one_of_two(asked: Asked) -> Told:
    """A cited draft for the first question, one without a source for the second."""
    cited = "为什么快" in asked.text
    return says(f"<draft>{GOOD if cited else '逐块更新。'}</draft>")


def test_drafts_name_their_author_and_sources_and_refusals_keep_the_passages(draft: Run) -> None:
    with Server(one_of_two) as server:
        code, out, err = draft("--judge", f"m@{server.url}")
        assert len(server.asked) == 3
    assert code == 0
    first, second = out.split("### Q. ")[1:]
    assert first == (
        "FlashAttention 为什么快？\n"
        "> **Status**: draft | **Id**: q7552955c46\n"
        f"> **Author**: m@127.0.0.1:{server.port}\n"
        "> **Source**: [1] bank.md:3 “FlashAttention 的原理是什么？”\n\n"
        f"{GOOD}\n\n"
    )
    assert "**Author**" not in second
    assert "在线 softmax 逐块更新" in second
    assert err.splitlines() == [
        "FlashAttention 的在线 softmax 怎么更新？: the passages as they are: "
        "paragraph 1 of the draft cites no passage: “逐块更新。…”",
        f"1 of 2 drafts by m@127.0.0.1:{server.port}",
        "judge: 1 call, 1 failed, 2,700 + 300 tokens, $0.00",
    ]


def test_a_draft_is_not_graded_against_until_it_is_accepted(
    run: Run, draft: Run, tmp_path: Path
) -> None:
    with Server(one_of_two) as server:
        assert draft("--judge", f"m@{server.url}", "--out", "drafts.md")[0] == 0
    (tmp_path / "a.txt").write_text("分块在 SRAM 里算，矩阵不写回显存。", "utf-8")
    grade = ("grade", "FlashAttention 为什么快", "a.txt", "--bank", "drafts.md", "--tier", "words")
    code, out, err = run(*grade)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    path = tmp_path / "drafts.md"
    path.write_text(path.read_text("utf-8").replace("Status**: draft | ", "", 1), "utf-8")
    code, out, _ = run(*grade)
    assert code == 0
    assert "矩阵不写回显存" in out
    assert "bank.md" not in out  # the sources are no part of the reference


def test_the_second_time_nothing_is_sent(draft: Run) -> None:
    with Server(lambda _: says(f"<draft>{GOOD}</draft>")) as server:
        first = draft("--judge", f"m@{server.url}")
        again = draft("--judge", f"m@{server.url}")
        assert len(server.asked) == 2
    assert again[1] == first[1]
    assert again[2].endswith("judge: 0 calls, 2 from the cache, $0.00\n")


def test_a_dry_run_tells_the_cost_and_sends_nothing(draft: Run) -> None:
    with Server() as server:
        code, out, err = draft("--judge", f"gpt-4.1-mini@{server.url}", "--dry-run")
        assert not server.asked
    assert (code, err) == (0, "")
    assert out.startswith("2 calls for 2 questions: ")
    assert "$0.0" in out
    assert draft("--judge", "deepseek:deepseek-chat", "--dry-run")[0] == 0  # needs no key


def test_a_limit_of_calls_is_kept(draft: Run) -> None:
    with Server(lambda _: says(f"<draft>{GOOD}</draft>")) as server:
        code, out, err = draft("--judge", f"m@{server.url}", "--max-calls", "1")
        assert len(server.asked) == 1
    assert code == 0
    assert out.count("**Author**") == 1
    assert "the limit of 1 calls is reached" in err


def test_without_a_judge_nothing_is_asked(draft: Run) -> None:
    code, out, err = draft()
    assert (code, err) == (0, "")
    assert out.count("**Status**: draft") == 2
    assert "**Author**" not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--dry-run",), "--dry-run is about what a model would cost (add --judge MODEL)"),
        (("--judge", "gpt-x"), "needs a key"),
        (("--judge", "q@http://h.test/v1", "--max-cost", "1"), "price of 'q' is unknown"),
    ],
)
def test_what_cannot_be_done_is_one_line(draft: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = draft(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_wrong_key_is_one_line(draft: Run) -> None:
    with Server(lambda _: refuses("Incorrect API key provided", 401)) as server:
        code, out, err = draft("--judge", f"m@{server.url}")
    assert (code, out) == (2, "")
    assert err == (
        f"kaoguan: judge m@127.0.0.1:{server.port}: 401: Incorrect API key provided (check the key)\n"
    )


def test_drafts_pass_the_check_of_banks(run: Run, draft: Run) -> None:
    with Server(lambda _: says(f"<draft>{GOOD}</draft>")) as server:
        draft("--judge", f"m@{server.url}", "--out", "drafts.md")
    _, out, err = run("bank", "check", "drafts.md")
    assert err.startswith("2 questions, 0 topics")
    assert "metadata" not in out
