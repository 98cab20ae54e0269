"""kaoguan verify, from the outside: honest reports, forged ones, and files that are none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.signature import program_version
from tests.grader.cli.running import Run, runner, settle_judges
from tests.grader.cli.test_grade import BANK, GOOD, RUBRIC
from tests.grader.judges.server import Server

RECORD = re.compile(r'(id="kaoguan-record">)(.*?)(</script>)', re.DOTALL)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process, in a folder with a bank, a rubric and an answer."""
    monkeypatch.setenv("KAOGUAN_LANG", "en")
    settle_judges(monkeypatch, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name, text in (("bank.md", BANK), ("rubric.yaml", RUBRIC), ("good.txt", GOOD)):
        (tmp_path / name).write_text(text, "utf-8")

    return runner(monkeypatch, capsys)


@pytest.fixture
def report(run: Run, tmp_path: Path) -> Path:
    command = ("grade", "1", "good.txt", "--bank", "bank.md", "--tier", "words", "--html", "r.html")
    assert run(*command)[0] == 0
    return tmp_path / "r.html"


def rewrite(report: Path, change: Callable[[str], str]) -> None:
    """Change the record of a report and leave the rest of the page."""
    html = report.read_text("utf-8")
    report.write_text(RECORD.sub(lambda m: m[1] + change(m[2]) + m[3], html), "utf-8")


def test_an_honest_report_matches(run: Run, report: Path) -> None:
    code, out, err = run("verify", str(report))
    assert (code, err) == (0, "")
    assert "The score follows from the answer and the key points in the report." in out
    assert "Covered" in out
    assert str(report.parent) not in out


def test_in_chinese(run: Run, report: Path) -> None:
    code, out, _ = run("verify", "r.html", "--lang", "zh")
    assert code == 0
    assert "得到同样的分数" in out


def test_as_data(run: Run, report: Path) -> None:
    code, out, _ = run("verify", "r.html", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["matches"] is True
    assert data["score"]["report"] == data["score"]["again"]
    assert data["page"] == {"compared": "all", "matches": True, "shown": None, "recorded": None}
    assert {p["report"] for p in data["points"]} == {p["again"] for p in data["points"]}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_line_ends_and_the_language_of_the_report_do_not_matter(
    run: Run, report: Path, lang: str
) -> None:
    run("grade", "1", "good.txt", "--bank", "bank.md", "--rubric", "rubric.yaml", "--tier", "words",
        "--html", "r.html", "--lang", lang)  # fmt: skip
    report.write_bytes(report.read_bytes().replace(b"\n", b"\r\n"))
    assert run("verify", "r.html")[0] == 0


def test_a_forged_score_does_not_match(run: Run, report: Path) -> None:
    rewrite(report, lambda text: re.sub(r'"score":[\d.]+', '"score":12.5', text))
    code, out, _ = run("verify", "r.html")
    assert code == 1
    assert "something else: score" in out
    assert "the report says 12.5" in out
    assert "The page does not show what its data says" in out


def test_a_score_forged_on_the_page_only_does_not_match(run: Run, report: Path) -> None:
    html = report.read_text("utf-8")
    report.write_text(re.sub(r'(class="number">)\d+', r"\g<1>12", html), "utf-8")
    code, out, _ = run("verify", "r.html", "--json")
    data = json.loads(out)
    assert code == 1
    assert data["differs"] == []
    assert data["page"]["matches"] is False
    assert data["page"]["shown"].startswith("12")


def test_a_word_struck_out_of_the_page_is_found(run: Run, report: Path) -> None:
    html = report.read_text("utf-8")
    report.write_text(
        html.replace("</main>", "<style>.points{display:none}</style></main>"), "utf-8"
    )
    assert run("verify", "r.html")[0] == 1


def test_a_forged_answer_does_not_match(run: Run, report: Path) -> None:
    rewrite(report, lambda text: text.replace("不用重复计算", "要一直重复计算"))
    code, out, _ = run("verify", "r.html")
    assert code == 1
    assert "something else" in out


def test_a_forged_point_is_named(run: Run, report: Path) -> None:
    rewrite(report, lambda text: text.replace('"state":"covered"', '"state":"contradicted"', 1))
    code, out, _ = run("verify", "r.html", "--json")
    points = json.loads(out)["points"]
    assert code == 1
    assert "state" in points[0]["differs"]
    assert (points[0]["report"], points[0]["again"]) == ("contradicted", "covered")


def test_another_grader_is_said_and_the_score_made_anyway(run: Run, report: Path) -> None:
    """Of a page of another version only the score is compared."""
    rewrite(report, lambda text: text.replace(f"version:{program_version()}", "version:0.0.9"))
    code, out, _ = run("verify", "r.html")
    assert code == 0
    assert "made with another grader" in out
    assert "0.0.9" in out
    assert "only the score on it was compared" in " ".join(out.split())
    html = report.read_text("utf-8")
    report.write_text(re.sub(r'(class="number">)\d+', r"\g<1>12", html), "utf-8")
    assert run("verify", "r.html")[0] == 1


def test_a_report_with_a_judge_matches_and_says_what_it_rests_on(run: Run, report: Path) -> None:
    with Server() as server:
        judge = ("--judge", f"m@{server.url}", "--judge-when", "always")
        run(
            "grade",
            "1",
            "good.txt",
            "--bank",
            "bank.md",
            "--tier",
            "words",
            "--html",
            "r.html",
            *judge,
        )
    code, out, _ = run("verify", "r.html")
    assert code == 0
    assert "on the word of a judge model or a person, taken from the report" in out.replace(
        "\n", " "
    )


BAD = {
    "empty": b"",
    "text": "不是报告".encode(),
    "bytes": b"\xff\xfe\x00\x01",
    "page": b"<html><body>hello</body></html>",
    "cut off": b'<script type="application/json" id="kaoguan-record">{"format"',
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_report_is_one_line(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "x.html").write_bytes(BAD[name])
    code, out, err = run("verify", "x.html")
    assert (code, out) == (2, "")
    assert err.startswith("kaoguan: x.html: ")
    assert err.count("\n") == 1


DAMAGE: dict[str, Callable[[str], str]] = {
    "cut": lambda text: text[: len(text) // 2],
    "bomb": lambda _: '{"format":' * 100_000,
    "brackets": lambda _: "[" * 100_000,
    "huge number": lambda text: re.sub(r'"weight":\d', '"weight":' + "9" * 4000, text),
    "larger number": lambda text: re.sub(r'"score":[\d.]+', '"score":' + "9" * 5000, text),
    "exponent": lambda text: re.sub(r'"score":[\d.]+', '"score":1e999', text),
    "nan": lambda text: re.sub(r'"score":[\d.]+', '"score":NaN', text),
    "words for numbers": lambda text: re.sub(r'"score":[\d.]+', '"score":"95"', text),
    "list for text": lambda text: text.replace('"answer":"', '"answer":["', 1).replace(
        '"}', '"]}', 1
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_record_is_one_line(run: Run, report: Path, name: str) -> None:
    rewrite(report, DAMAGE[name])
    code, out, err = run("verify", "r.html")
    assert (code, out) == (2, "")
    assert "its record is damaged" in err
    assert err.count("\n") == 1
    assert len(err) < 500


@pytest.mark.parametrize(("name", "said"), [("none.html", "No such file"), (".", "is a folder")])
def test_what_cannot_be_read_is_one_line(run: Run, name: str, said: str) -> None:
    code, _, err = run("verify", name)
    assert code == 2
    assert said in err


def test_the_page_of_a_run_is_told_apart(run: Run, tmp_path: Path) -> None:
    line = json.dumps({"question": "KV 缓存为什么能加速解码？", "answer": GOOD}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(line, "utf-8")
    assert run("eval", "a.jsonl", "--bank", "bank.md", "--tier", "words", "--out", "run")[0] == 0
    code, _, err = run("verify", "run/report.html")
    assert code == 2
    assert "holds no record" in err
