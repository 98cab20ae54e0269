"""eval, compare, agree, health and report as a user types them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from grader.cli import kaoguan
from questions.errors import InputError
from tests.grader.cli.running import run as run_program
from tests.grader.runs.material import TEXTS, TITLES, lines, write_answers, write_bank


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank, answers of a good and a weak model, and a run of both."""
    folder = tmp_path_factory.mktemp("place")
    write_bank(folder)
    good = [
        {
            "question": t,
            "answer_id": f"g{i}",
            "answer": TEXTS[i],
            "author": "good",
            "output_tokens": 50,
        }
        for i, t in enumerate(TITLES)
    ]
    weak = [
        {
            "question": t,
            "answer_id": f"w{i}",
            "answer": "不知道",
            "author": "weak",
            "output_tokens": 5,
        }
        for i, t in enumerate(TITLES)
    ]
    write_answers(folder / "both.jsonl", [*good, *weak])
    write_answers(folder / "good.jsonl", good)
    write_answers(folder / "weak.jsonl", weak)
    for name in ("both", "good", "weak"):
        assert evaluate(folder, name).exit_code == 0
    return folder


def call(*arguments: object) -> Result:
    return CliRunner().invoke(kaoguan, [str(a) for a in arguments], env={"KAOGUAN_LANG": "en"})


def evaluate(folder: Path, name: str, *options: object) -> Result:
    return call(
        "eval", folder / f"{name}.jsonl", "--bank", folder / "bank.md", "--out", folder / f"run-{name}",
        "--tier", "words", "--no-cache", *options,
    )  # fmt: skip


def test_eval_prints_the_mean_and_writes_the_report(place: Path) -> None:
    found = evaluate(place, "both")
    assert "/ 100" in found.stdout
    assert "By author" in found.stdout
    assert f"→ {place / 'run-both' / 'report.html'}" in found.stderr
    assert "<!DOCTYPE html>" in (place / "run-both" / "report.html").read_text("utf-8")


def test_eval_as_json(place: Path) -> None:
    counts = json.loads(evaluate(place, "both", "--json").stdout)
    assert (counts["answers"], counts["scored"], counts["failures"]) == (6, 6, {})
    scores = [line["score"] for line in lines(place / "run-both")]
    assert counts["mean"] == pytest.approx(sum(scores) / 6)


def test_exit_codes_for_builds(place: Path) -> None:
    assert evaluate(place, "weak", "--fail-under", 1).exit_code == 1
    assert evaluate(place, "good", "--fail-under", 1).exit_code == 0
    worse = evaluate(place, "weak", "--fail-on-regression", place / "run-good")
    assert worse.exit_code == 1
    assert "against run-good: -" in worse.stderr
    assert evaluate(place, "good", "--fail-on-regression", place / "run-weak").exit_code == 0
    assert evaluate(place, "good", "--fail-on-regression", place / "run-good").exit_code == 0


def test_either_answers_or_a_model(place: Path) -> None:
    found = call("eval", "--out", place / "none")
    assert isinstance(found.exception, InputError)
    assert str(found.exception) == "give either ANSWERS or --model (see kaoguan eval --help)"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["eval", "none.jsonl", "--out", "x"], b"none.jsonl: no such file or folder"),
        (["compare", "run-good"], b"one system alone cannot be compared (give a second run)"),
        (
            ["compare", "run-good", "none"],
            b"none: no run: No such file or directory (give the folder",
        ),
        (
            ["agree", "run-good", "bank.md"],
            b"bank.md:1: the columns answer_id and score are missing",
        ),
        (["report", "bank.md"], b"bank.md:1: not a result"),
    ],
)
def test_errors_are_one_line(place: Path, arguments: list[str], message: bytes) -> None:
    found = run_program(*arguments, cwd=place)
    assert found.returncode == 2
    assert message in found.stderr
    assert found.stderr.count(b"\n") == 1


def test_compare_runs_and_authors(place: Path) -> None:
    runs = json.loads(call("compare", place / "run-good", place / "run-weak", "--json").stdout)
    authors = json.loads(call("compare", place / "run-both", "--json").stdout)
    assert (
        [s["name"] for s in runs["systems"]]
        == [s["name"] for s in authors["systems"]]
        == ["good", "weak"]
    )
    assert runs["pairs"][0]["difference"] == authors["pairs"][0]["difference"]
    assert runs["pairs"][0]["difference"]["value"] > 0
    assert runs["systems"][0]["tokens"] == 50


def test_compare_refuses_other_rubrics_unless_told(place: Path) -> None:
    rubrics = place / "r.yaml"
    rubrics.write_text(
        f"format: kaoguan-rubric/1\nrubrics:\n  - question: {TITLES[1]}\n    points: [{{text: 共享 K 和 V}}]\n",
        "utf-8",
    )
    assert evaluate(place, "good", "--rubrics", rubrics, "--out", place / "other").exit_code == 0
    refused = call("compare", place / "other", place / "run-weak")
    assert isinstance(refused.exception, InputError)
    assert "1 questions were graded with different rubrics" in str(refused.exception)
    allowed = call(
        "compare", place / "other", place / "run-weak", "--allow-mixed", "--html", place / "c.html"
    )
    assert allowed.exit_code == 0
    assert "its scores do not compare" in " ".join(allowed.stdout.split())
    assert "<svg" in (place / "c.html").read_text("utf-8")


def test_agree_with_people(place: Path) -> None:
    with (place / "h.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["answer_id", "rater", "score"])
        for line in lines(place / "run-both"):
            writer.writerows(
                [
                    [line["answer_id"], rater, min(10, line["score"] / 10 + more)]
                    for rater, more in (("a", 0), ("b", 1))
                ]
            )
        writer.writerow(["nobody", "a", 3])
    found = json.loads(
        call("agree", place / "run-both", place / "h.csv", "--scale", 10, "--json").stdout
    )
    assert found["grader"]["pearson"]["value"] == pytest.approx(1.0)
    assert found["grader"]["bias"]["value"] == pytest.approx(-5.0)
    assert (found["missing"], found["raters"], len(found["pairs"])) == (1, ["a", "b"], 1)
    text = call("agree", place / "run-both", place / "h.csv", "--scale", 10).stdout
    assert "1 rated answer is not in the run." in text
    few = call(
        "agree", place / "run-both", place / "h.csv", "--scale", 10, "--calibrate", place / "c.json"
    )
    assert "a calibration needs 40 rated points" in str(few.exception)
    assert not (place / "c.json").exists()


def test_health(place: Path) -> None:
    found = json.loads(call("health", place / "run-both", "--review", 3, "--json").stdout)
    assert {item["id"] for item in found["items"]} == {
        line["question_id"] for line in lines(place / "run-both")
    }
    assert len(found["reviews"]) <= 3
    assert "too few authors" in call("health", place / "run-both").stdout


@pytest.fixture
def report(place: Path) -> Path:
    return place / "report.out"


@pytest.mark.parametrize(
    "form", ["html", "md", "csv", "points-csv", "xlsx", "junit", "json", "parquet"]
)
def test_report_formats(place: Path, report: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    found = call("report", place / "run-both", "--format", form, "--out", report)
    assert found.exit_code == 0, found.exception
    data = report.read_bytes()
    starts = {"html": b"<!DOCTYPE html>", "md": b"# run", "csv": b"\xef\xbb\xbfquestion_id", "points-csv": b"\xef\xbb\xbfquestion_id",
              "xlsx": b"PK", "junit": b"<?xml", "json": b"{", "parquet": b"PAR1"}  # fmt: skip
    assert data.startswith(starts[form])
    if form == "junit":
        assert ElementTree.fromstring(data).get("tests") == "6"  # noqa: S314  # our own file
    if form == "json":
        summary = json.loads(data)
        assert summary["format"] == "kaoguan-summary/1"
        assert [a["name"] for a in summary["authors"]] == ["good", "weak"]


def test_a_calibration_that_is_none(place: Path) -> None:
    found = evaluate(place, "good", "--calibration", place / "bank.md", "--out", place / "new")
    assert isinstance(found.exception, InputError)
    assert "is no calibration" in str(found.exception)


def test_the_cost_is_known_before_anything_is_sent(place: Path) -> None:
    found = evaluate(
        place,
        "both",
        "--dry-run",
        "--judge",
        "gpt-x@http://127.0.0.1:9/v1",
        "--judge-when",
        "always",
        "--out",
        place / "dry",
    )
    assert found.exit_code == 0, found.exception
    assert "3 calls for 6 answers" in found.stdout
    assert not (place / "dry").exists()
