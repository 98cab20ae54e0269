"""kaoguan rubric refine, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.grader.cli.running import Run, runner, settle_judges
from tests.grader.judges.server import Asked, Server, Told, refuses, says

BANK = """# 缓存

### Q. 写回和写直达有什么区别？

- **写回**：只改缓存，等到换出时再写进内存；
- **写直达**：每次写都同时写缓存和内存。

<mark>写回把写推迟到换出；写直达每次都写内存。</mark>

### Q. 什么是缓存行？

缓存行是缓存和内存之间搬运数据的最小单位，常见大小是 64 字节。
"""
ALIAS = {"reason": "英文名", "kind": "alias", "point": "k1", "names": ["缓存行", "cache line"]}
MISTAKE = {"reason": "常见", "kind": "mistake", "point": "k1", "text": "缓存行的常见大小是 64 比特"}
STRANGE = {"reason": "?", "kind": "mistake", "point": "k77", "text": "缓存行的常见大小是 64 比特"}


def script(asked: Asked) -> Told:
    """Proposals for the second question only."""
    items = [ALIAS, MISTAKE, STRANGE] if "什么是缓存行" in asked.text else []
    return says({"proposals": items})


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process: what it exits with and writes. `typed` is what the user types."""
    settle_judges(monkeypatch, tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bank.md").write_text(BANK, "utf-8")

    return runner(monkeypatch, capsys, "rubric")


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Path:
    """Built rubrics on file."""
    assert run("build", "--bank", "bank.md", "--out", "rubrics")[0] == 0
    return tmp_path / "rubrics" / "bank.yaml"


def point(file: Path) -> dict[str, Any]:
    """The first point of the second rubric."""
    found: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))["rubrics"][1]["points"][0]
    return found


def test_each_proposal_is_shown_and_asked_about(run: Run, file: Path) -> None:
    before = point(file)
    with Server(script) as server:
        judge = ("--judge", f"m@{server.url}")
        code, out, err = run("refine", "bank.md", *judge, "--rubrics", "rubrics", typed="n\ny\n")
    assert code == 0
    assert "写回和写直达有什么区别？: nothing to propose" in out
    assert "什么是缓存行？: 2 proposals" in out
    assert "refused: the rubric has no point 'k77'" in out
    assert "[1/2] alias k1: 英文名" in out
    assert "+  - 缓存行的常见大小是 64 比特" in out
    assert "1 of 2 proposals accepted; 1 refused by the checks; rubrics/bank.yaml written" in out
    assert err == "judge: 2 calls, 1,800 + 200 tokens, $0.00\n"
    assert point(file) == {**before, "mistakes": [MISTAKE["text"]]}


def test_the_next_build_keeps_what_was_accepted(run: Run, file: Path) -> None:
    with Server(script) as server:
        run("refine", "bank.md", "--judge", f"m@{server.url}", "--rubrics", str(file), "--yes")
    refined = file.read_text("utf-8")
    assert point(file)["mistakes"] == [MISTAKE["text"]]
    assert run("build", "--bank", "bank.md", "--out", "rubrics")[1].endswith("unchanged\n")
    assert file.read_text("utf-8") == refined


def test_nothing_is_written_without_a_yes(run: Run, file: Path) -> None:
    before = file.read_bytes()
    with Server(script) as server:
        command = ("refine", "bank.md", "--judge", f"m@{server.url}", "--rubrics", "rubrics")
        assert run(*command, typed="n\n\n")[0] == 0
        assert run(*command, "--json")[0] == 0
        assert run(*command, "--dry-run")[0] == 0
        assert len(server.asked) == 2
        assert file.read_bytes() == before


def test_who_leaves_early_keeps_what_was_accepted(run: Run, file: Path) -> None:
    with Server(script) as server:
        judge = ("--judge", f"m@{server.url}")
        code, _, err = run("refine", "bank.md", *judge, "--rubrics", "rubrics", typed="y\n")
    assert code == 130
    assert err.endswith("kaoguan: stopped\n")
    assert "cache line" in str(point(file)["keywords"])
    assert "mistakes" not in point(file)


def test_without_a_file_the_yaml_is_printed_and_the_talk_is_not_in_it(run: Run) -> None:
    with Server(script) as server:
        code, out, err = run("refine", "bank.md", "--judge", f"m@{server.url}", "--yes")
    assert code == 0
    refined = yaml.safe_load(out)["rubrics"][1]
    assert refined["points"][0]["mistakes"] == [MISTAKE["text"]]
    assert refined["built"]
    assert "2 of 2 proposals accepted" in err


def test_json_says_what_was_done(run: Run, file: Path) -> None:
    with Server(script) as server:
        command = ("refine", "bank.md", "--judge", f"m@{server.url}", "--rubrics", "rubrics")
        _, out, _ = run(*command, "--question", "什么是缓存行", "--json", "--yes")
        assert len(server.asked) == 1
    (found,) = json.loads(out)
    assert [p["accepted"] for p in found["proposals"]] == [True, True]
    assert found["file"] == "rubrics/bank.yaml"
    assert found["refused"][0]["why"] == "the rubric has no point 'k77'"
    assert point(file)["mistakes"] == [MISTAKE["text"]]


def test_an_edit_made_meanwhile_is_not_overwritten(run: Run, file: Path) -> None:
    def editing(asked: Asked) -> Told:
        file.write_text(file.read_text("utf-8") + "# my own note\n", "utf-8")
        return script(asked)

    with Server(editing) as server:
        judge = ("--judge", f"m@{server.url}")
        code, _, err = run("refine", "bank.md", *judge, "--rubrics", "rubrics", "--yes")
    assert code == 2
    assert "rubrics/bank.yaml: has been changed meanwhile" in err
    assert file.read_text("utf-8").endswith("# my own note\n")
    assert "mistakes" not in point(file)


def test_a_wrong_key_is_one_line(run: Run, file: Path) -> None:
    with Server(lambda _: refuses("Incorrect API key provided", 401)) as server:
        judge = ("--judge", f"m@{server.url}")
        code, out, err = run("refine", "bank.md", *judge, "--rubrics", "rubrics", "--yes")
    assert (code, out) == (2, "")
    assert (
        err
        == f"kaoguan: judge m@127.0.0.1:{server.port}: 401: Incorrect API key provided (check the key)\n"
    )


def test_some_without_an_opinion_do_not_cost_the_others(run: Run, file: Path) -> None:
    def failing(asked: Asked) -> Told:
        return script(asked) if "什么是缓存行" in asked.text else says("no idea")

    with Server(failing) as server:
        judge = ("--judge", f"m@{server.url}")
        code, out, err = run("refine", "bank.md", *judge, "--rubrics", "rubrics", "--yes")
    assert code == 2
    assert "1 of 2 rubrics got no opinion: the reply holds no proposals" in err
    assert point(file)["mistakes"] == [MISTAKE["text"]]
    assert "写回和写直达有什么区别？: not asked: the reply holds no proposals" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bank.md",), "Missing option '--judge'"),
        (("bank.md", "--judge", "gpt-x"), "needs a key"),
        (
            ("bank.md", "--judge", "m@http://127.0.0.1:9/v1", "--rubrics", "other.yaml"),
            "no rubric here",
        ),
        (
            ("bank.md", "--judge", "q@http://h.test/v1", "--max-cost", "1"),
            "price of 'q' is unknown",
        ),
        (
            ("bank.md", "--judge", "m@http://127.0.0.1:9/v1", "--json", "--yes"),
            "no file to write (add --rubrics",
        ),
        (("none.md", "--judge", "m@http://127.0.0.1:9/v1"), "none.md"),
    ],
)
def test_what_cannot_be_done(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    other = "format: kaoguan-rubric/1\nrubrics:\n  - {question: 别的题, points: [{text: 甲乙}]}\n"
    (tmp_path / "other.yaml").write_text(other, "utf-8")
    code, out, err = run("refine", *arguments)
    assert (code, out) == (2, "")
    assert said in err
