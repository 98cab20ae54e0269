"""What people see in a terminal and in a spreadsheet: nothing there obeys other people's words."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest

from grader.interview.labels import write_labels
from grader.interview.review import Word, rule_score
from grader.store import open_store
from grader.store.sittings import list_sittings, list_turns
from questions.anki import to_html, write_anki
from questions.markdown import parse_bank
from rubrics.files import write_rubrics
from rubrics.model import KeyPoint, Rubric
from tests.grader.cli.running import Run, runner
from tests.grader.store.samples import sit

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.exe"
BANK = f"""### Q. 什么是{EVIL}缓存？

> 公司：{EVIL} | 标签：[{EVIL}]

存下来{EVIL}以后再用。

<mark>存下来{EVIL}。</mark>

### Q. 没有答案的{EVIL}问题是什么？
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("KAOGUAN_LANG", "en")
    monkeypatch.setenv("KAOGUAN_DATABASE", str(tmp_path / "k.sqlite3"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bank.md").write_text(BANK, "utf-8")
    (tmp_path / "a.txt").write_text(f"存下来{EVIL}", "utf-8")
    point = KeyPoint(f"k1{EVIL}", f"存{EVIL}", 2, ((EVIL,),))
    (tmp_path / "rubrics.yaml").write_text(write_rubrics([Rubric(f"q{EVIL}", (point,))]), "utf-8")

    return runner(monkeypatch, capsys)


@pytest.mark.parametrize(
    "arguments",
    [
        ["bank", "check", "bank.md"],
        ["bank", "list", "bank.md"],
        ["bank", "show", "1", "bank.md"],
        ["bank", "draft", "bank.md", "--encoder", "letters-none"],
        ["rubric", "build", "bank.md", "--out", "rubrics"],
        ["rubric", "check", "rubrics.yaml"],
        ["rubric", "show", "1", "--bank", "bank.md"],
        ["grade", "1", "a.txt", "--bank", "bank.md", "--tier", "words"],
        ["grade", EVIL, "a.txt", "--bank", "bank.md", "--tier", "words"],
        ["grade", "2", "a.txt", "--bank", "bank.md", "--tier", "words"],
        ["grade", "1", f"{EVIL}.txt", "--bank", "bank.md", "--tier", "words"],
        ["interview", "new", f"plan{EVIL}", "--bank", "bank.md", "-n", "1"],
        ["practice", "--bank", "bank.md", "--as", EVIL, "--list"],
        ["verify", f"{EVIL}.html"],
        ["report", f"{EVIL}"],
        ["compare", f"{EVIL}", "b"],
    ],
)
def test_no_command_writes_control_characters(run: Run, arguments: list[str]) -> None:
    _, out, err = run(*arguments)
    assert out or err
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out + err)


def test_names_in_a_database_are_shown_without_them(run: Run, tmp_path: Path) -> None:
    run("interview", "new", f"plan{EVIL}", "--bank", "bank.md", "-n", "1")
    run("practice", "--bank", "bank.md", "--as", f"ann{EVIL}", "--list")
    for arguments in (["interview", "list"], ["database", "people"]):
        _, out, err = run(*arguments)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", out + err)


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1+2", "\t=1", "＝1"])
def test_labels_hold_no_formulas(tmp_path: Path, name: str) -> None:
    store = open_store(str(tmp_path / "k.sqlite3"))
    sit(store, "ann")
    seats = list_sittings(store)
    turn = next(t for t in list_turns(store, seats[0].id) if t.sheet and t.parent is None)
    rule_score(store, turn, 50.0, Word(name, "because"))
    write_labels(store, seats, tmp_path / "labels")
    store.close()
    with (tmp_path / "labels" / "human.csv").open(encoding="utf-8-sig", newline="") as file:
        raters = {row["rater"] for row in csv.DictReader(file)}
    assert raters
    assert all(rater.startswith("'") for rater in raters)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "![x](https://evil.example/x.png)", "<https://evil.example/\" onmouseover=alert(1)>",
        "$\\href{javascript:alert(1)}{x}$", "\ue0000\ue001", "{{FrontSide}}{{Question}}",
    ],
)  # fmt: skip
def test_a_card_runs_and_fetches_nothing(text: str) -> None:
    html = to_html(text)
    tags = re.findall(r"<[^>]*>", html)
    assert not [t for t in tags if re.match(r"<(script|img|iframe|object|svg|style|link)\b", t)]
    assert not [t for t in tags if re.search(r"\son\w+=|javascript:", t)]


def test_a_deck_keeps_hostile_fields_as_text(tmp_path: Path) -> None:
    pytest.importorskip("genanki")
    bank, _ = parse_bank(
        "### Q. 什么是<script>alert(1)</script>？\n\n<img src=x onerror=a()>存下来。\n", "b.md"
    )
    write_anki(bank, tmp_path / "d.apkg")
    with zipfile.ZipFile(tmp_path / "d.apkg") as archive:
        archive.extract("collection.anki2", tmp_path)
    base = sqlite3.connect(tmp_path / "collection.anki2")
    fields = "".join(row[0] for row in base.execute("SELECT flds FROM notes"))
    base.close()
    assert "<script" not in fields
    assert "<img" not in fields
    assert fields


def test_an_export_is_data(run: Run) -> None:
    _, out, _ = run("bank", "export", "bank.md", "--format", "json")
    assert EVIL in json.loads(out)["questions"][0]["answer"]
    assert not re.search("[\x00-\x08\x0b-\x1f]", out)
