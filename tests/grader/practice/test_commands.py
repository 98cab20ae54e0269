"""The commands practice, progress, interview and database, piped and at a real terminal."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from grader.cli import kaoguan as program
from grader.store import open_store
from grader.store.attempts import list_attempts
from grader.store.drafts import load_draft
from grader.store.people import ensure_person
from questions.errors import InputError
from tests.grader.cli.running import PROGRAM
from tests.grader.practice.banks import GQA, KV, write_files
from tests.grader.practice.ticks import ticking

HALF_KV, GOOD_KV = "+k1 历史 K、V 不变", "+k1 +k2 都说到了"
_READY = r"\x1b\[\?2004h"
"""The editor asks for pasted text in brackets when it begins to read."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    for place in ("grader.desk.make_grader", "grader.grading.make_grader"):
        monkeypatch.setattr(place, ticking)
    monkeypatch.setenv("KAOGUAN_LANG", "en")
    monkeypatch.setenv("KAOGUAN_DATABASE", str(tmp_path / "kaoguan.sqlite3"))
    return tmp_path


def kaoguan(folder: Path, *arguments: str, typed: str = "", code: int = 0) -> str:
    """Standard output, or the error where one is expected; the folder is where it is run."""
    assert Path.cwd() == folder
    done = CliRunner().invoke(program, [*arguments], input=typed)
    if code:
        assert isinstance(done.exception, InputError), done.output
        return str(done.exception)
    assert done.exit_code == 0, done.exception or done.output
    return done.stdout


def practise(folder: Path, typed: str, *more: str) -> str:
    desk = ("--bank", "bank.md", "--rubric", "rubric.yaml", "--tier", "words")
    return kaoguan(folder, "practice", *desk, *more, typed=typed)


def attempts(folder: Path) -> list[Any]:
    store = open_store(str(folder / "kaoguan.sqlite3"))
    found = list(list_attempts(store, ensure_person(store).id))
    store.close()
    return found


def test_a_round_through_a_pipe(folder: Path) -> None:
    """A hint, an answer, a second try that begins with the first, the reference, then enough."""
    typed = f":hint\n{HALF_KV}\n.\nt\n+k2 每一步只需要计算新 token。\n.\nr\nn\n:skip\n:quit\n"
    said = practise(folder, typed, "-n", "3")
    assert "1/3 · new" in said
    assert "Hint 1 of" in said
    reference = said.partition("因果注意力下历史 token 的 K、V 不会变")[2].partition("[n]ext")[0]
    assert "\n★ 缓存历史 K、V，避免重复计算。" in reference
    assert reference.count("避免重复计算") == 1
    assert "you added 1 point, +40 in the score" in said
    assert "Done: 1 answer" in said
    first, second = attempts(folder)
    assert (first.sheet.answer, first.hints) == (HALF_KV, 1)
    assert second.sheet.answer == f"{HALF_KV}\n+k2 每一步只需要计算新 token。"
    assert second.earlier == first.id
    rows = json.loads(kaoguan(folder, "practice", "--bank", "bank.md", "--list", "--json"))
    assert KV not in [row["title"] for row in rows]


def test_what_was_typed_before_quitting_is_there_next_time(folder: Path) -> None:
    practise(folder, "写到一半\n:quit\n", "--question", KV)
    practise(folder, "又写一半\n.\nn\n", "--question", KV)
    (attempt,) = attempts(folder)
    assert attempt.sheet.answer == "写到一半\n又写一半"


def test_an_endless_paste_is_refused_and_the_round_goes_on(folder: Path) -> None:
    typed = "字" * 100_000 + "\n.\n:quit\n"
    command = ("practice", "--bank", "bank.md", "--rubric", "rubric.yaml", "--tier", "words")
    done = CliRunner().invoke(program, [*command, "--question", KV], input=typed)
    assert done.exit_code == 0
    assert "100,000 characters" in done.stderr
    assert attempts(folder) == []


@pytest.mark.parametrize("command", ["practice", "interview"])
def test_a_model_that_cannot_be_read_is_told_of_after_the_answer_which_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.undo()  # the real grader
    monkeypatch.chdir(folder)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    place = str(folder / "kaoguan.sqlite3")
    desk = ("--bank", "bank.md", "--rubric", "rubric.yaml", "--tier", "meaning")
    remote = (*desk, "--encoder", "openai", "--question", KV, "--database", place)
    ask: tuple[str, ...] = ("practice", *remote)
    if command == "interview":
        CliRunner().invoke(program, ["interview", "new", "plan", *remote], catch_exceptions=False)
        ask = ("interview", "run", "plan", "--candidate", "甲", "--database", place)
    done = CliRunner().invoke(program, [*ask, "--lang", "en"], input="历史 K、V 不变\n.\n")
    assert isinstance(done.exception, InputError)
    assert "needs a key" in str(done.exception)
    assert "What you typed is kept" in done.stderr
    again = CliRunner().invoke(program, [*ask, "--lang", "en"], input=":quit\n")
    assert "Your draft is still here" in again.stderr


def test_progress_in_every_form(folder: Path) -> None:
    practise(folder, f"{HALF_KV}\n.\nn\n", "--question", KV)
    files = ("--html", "p.html", "--md", "p.md", "--xlsx", "p.xlsx")
    figures = json.loads(kaoguan(folder, "progress", "--bank", "bank.md", "--json", *files))
    assert (figures["answers"], figures["seen"], figures["questions"]) == (1, 1, 3)
    assert "缓存" in (folder / "p.html").read_text("utf-8")
    assert openpyxl.load_workbook(folder / "p.xlsx").sheetnames[0].endswith("mastery")
    kaoguan(folder, "progress", "--export", "h.json")
    other = ("--database", "other.sqlite3", "--bank", "bank.md")
    kaoguan(folder, "progress", *other, "--import", "h.json")
    joined = json.loads(kaoguan(folder, "progress", *other, "--json"))
    assert joined["weakest"] == figures["weakest"]
    assert "is no JSON" in kaoguan(folder, "progress", "--import", "p.md", code=2)


def test_an_interview_from_plan_to_scorecard(folder: Path) -> None:
    desk = ("--bank", "bank.md", "--rubric", "rubric.yaml", "--tier", "words")
    kaoguan(folder, "interview", "new", "一面", "--question", KV, "--question", GQA, *desk)
    assert "there is a plan" in kaoguan(folder, "interview", "new", "一面", *desk, code=2)
    run = ("interview", "run", "一面", "--candidate")
    first = kaoguan(folder, *run, "甲", typed="写到一半\n:quit\n")
    assert "1/2 · 3:00" in first
    assert "Score" not in first
    rest = kaoguan(folder, "interview", "resume", typed="，写完了\n.\n" + ":skip\n" * 6)
    assert "Thank you" in rest
    assert "no interview waits" in kaoguan(folder, "interview", "resume", code=2)
    kaoguan(folder, *run, "乙", typed=f"{GOOD_KV}\n.\n" + ":skip\n" * 6)
    by_bob = ("--author", "Bob")
    rule = ("interview", "rule", "一面/甲")
    verdict = ("--point", "k1", "--state", "covered", "--reason", "说到了")
    kaoguan(folder, *rule, "1", *verdict, *by_bob)
    kaoguan(folder, *rule, "2", "--score", "70", "--reason", "口头补充", *by_bob)
    assert "reason" in kaoguan(folder, *rule, "2", "--score", "70", *by_bob, code=2)
    review = ("interview", "review", "一面", "--blind")
    blind = kaoguan(folder, *review, *by_bob, typed="2 p 差一点\n\n\n\n\n")
    assert "1/4 · " in blind
    assert "甲" not in blind
    files = ("--html", "c.html", "--md", "c.md", "--xlsx", "c.xlsx")
    card = json.loads(kaoguan(folder, "interview", "scorecard", "一面/甲", "--json", *files))
    assert card["questions"][0]["answer"] == "写到一半\n，写完了"
    assert card["questions"][1]["score"] == 70.0
    assert {c["author"] for c in card["changes"]} == {"Bob"}
    assert "口头补充" in (folder / "c.html").read_text("utf-8")
    both = json.loads(kaoguan(folder, "interview", "scorecard", "一面", "--json"))
    assert {c["candidate"] for c in both} == {"甲", "乙"}
    kaoguan(folder, "interview", "labels", "一面", "--out", "labels")
    kaoguan(folder, "database", "backup", "b.sqlite3")
    kaoguan(folder, "database", "erase", "甲", "--yes")
    people = json.loads(kaoguan(folder, "database", "people", "--json"))
    assert [person["name"] for person in people] == ["乙"]
    kaoguan(folder, "database", "restore", "b.sqlite3", "--yes")
    assert "甲" in kaoguan(folder, "interview", "list")


def terminal(folder: Path, *arguments: str) -> Any:  # pexpect has no types
    """The program in a pseudo-terminal."""
    pexpect = pytest.importorskip("pexpect", reason="pexpect is not installed")
    environment = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
    return pexpect.spawn(
        sys.executable, ["-c", PROGRAM, *arguments], cwd=str(folder), env=environment,
        encoding="utf-8", timeout=60, dimensions=(40, 100),
    )  # fmt: skip


def practising(folder: Path) -> Any:  # as above
    """A practice of one question in a pseudo-terminal, with its editor open."""
    desk = ("--bank", "bank.md", "--rubric", "rubric.yaml", "--tier", "words", "--question", KV)
    child = terminal(folder, "practice", *desk)
    child.expect(_READY)
    return child


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
def test_an_empty_answer_in_a_terminal_is_a_slip_and_no_zero(folder: Path) -> None:
    child = practising(folder)
    child.send("\x1b\r")
    child.expect("Nothing is written yet")
    child.expect(_READY)
    child.send(":quit\r")
    child.expect("Done")
    child.wait()
    assert attempts(folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
def test_a_terminal_edits_lines_survives_a_kill_and_submits(folder: Path) -> None:
    child = practising(folder)
    child.send("\x1b[200~历史 token 的 K、V 不变，\n:quit 也只是文字\x1b[201~")
    child.send("\r第三行")
    place = str(folder / "kaoguan.sqlite3")
    deadline = time.monotonic() + 10
    text = ""
    while "第三行" not in text and time.monotonic() < deadline:
        time.sleep(0.2)
        store = open_store(place)
        draft = load_draft(store, ensure_person(store).id, f"practice:{question_id(folder)}")
        text = draft.text if draft else ""
        store.close()
    child.kill(signal.SIGKILL)
    child.wait()
    assert text == "历史 token 的 K、V 不变，\n:quit 也只是文字\n第三行"
    again = practising(folder)
    time.sleep(0.3)
    again.send("\x04")
    if again.expect(["How did it go", r"\[q\]uit"]) == 0:
        again.send("3")
        again.expect(r"\[q\]uit")
    again.send("q")
    again.expect("Done")
    again.wait()
    assert [a.sheet.answer for a in attempts(folder)] == [text]


def question_id(folder: Path) -> str:
    found = json.loads(
        kaoguan(folder, "practice", "--bank", "bank.md", "--question", KV, "--list", "--json")
    )
    return str(found[0]["id"])
