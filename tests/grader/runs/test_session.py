"""Runs that stop and go on: what is there stays, what is not comes, nothing is mixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.runs.session import hold
from questions.errors import InputError
from rubrics.files import load_rubrics
from rubrics.runs import Row
from tests.grader.runs.material import BANK, lines, order, records, run, write_answers


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return write_answers(tmp_path / "answers.jsonl", records(24))


def test_a_line_for_each_answer_in_the_order_of_the_file(answers: Path, tmp_path: Path) -> None:
    tally = run(answers, tmp_path / "run")
    found = lines(tmp_path / "run")
    assert [line["answer_id"] for line in found] == [f"a{i}" for i in range(24)]
    assert [line["author"] for line in found[:6]] == [f"author-{i % 5}" for i in range(6)]
    assert tally.rows == tally.scored == 24


def test_what_is_no_answer_has_a_line_that_says_why(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(
        '{"question": "Dropout?", "answer": "x"}\n'
        "not json\n"
        "\n"
        '{"question": "GQA 是什么？"}\n'
        '{"question": "  gqa是什么? ", "answer": "GQA 共享 K 和 V"}\n'
        '["list"]\n'
        '{"question": "GQA 是什么？", "answer": "\\ud800 半个字符"}\n',
        "utf-8",
    )
    tally = run(path, tmp_path / "run")
    found = lines(tmp_path / "run")
    kinds = [line["failure"] and line["failure"]["kind"] for line in found]
    lost = "unreadable-answer"
    assert kinds == ["question-not-found", lost, lost, None, lost, None]
    assert "answers.jsonl:2: the line is not JSON" in found[1]["failure"]["message"]
    assert "answers.jsonl:4: the record has no 'answer'" in found[2]["failure"]["message"]
    assert [line["score"] is None for line in found] == [True, True, True, False, True, False]
    assert tally.failures == {"question-not-found": 1, lost: 3}
    assert found[5]["answer"] == "\ud800 半个字符"


def test_a_run_that_was_cut_goes_on_to_the_same_bytes(answers: Path, tmp_path: Path) -> None:
    run(answers, tmp_path / "whole")
    whole = (tmp_path / "whole" / "results.jsonl").read_bytes()
    run(answers, tmp_path / "cut")
    path = tmp_path / "cut" / "results.jsonl"
    for size in (0, 1, 700, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        tally = run(answers, tmp_path / "cut")
        assert path.read_bytes() == whole
        assert tally.known == whole[:size].count(b"\n")


def test_answers_may_be_added_but_not_changed(tmp_path: Path) -> None:
    path = write_answers(tmp_path / "answers.jsonl", records(6))
    run(path, tmp_path / "run")
    write_answers(path, records(9))
    assert run(path, tmp_path / "run").known == 6
    assert len(lines(tmp_path / "run")) == 9
    changed = records(9)
    changed[4]["answer"] = "something else"
    write_answers(path, changed)
    with pytest.raises(InputError, match=r"results.jsonl:5: this result is of another answer"):
        run(path, tmp_path / "run")
    write_answers(path, records(3))
    with pytest.raises(InputError, match=r"results.jsonl:4: there are more results than answers"):
        run(path, tmp_path / "run")


def test_other_settings_are_refused_and_named(answers: Path, tmp_path: Path) -> None:
    run(answers, tmp_path / "run")
    before = (tmp_path / "run" / "results.jsonl").read_bytes()
    with pytest.raises(InputError, match=r"other settings \(bank: \w+, was \w+\) \(--restart"):
        run(answers, tmp_path / "run", bank=BANK.replace("线性", "平方"))
    assert (tmp_path / "run" / "results.jsonl").read_bytes() == before


def test_a_changed_rubric_is_refused_at_its_first_answer(answers: Path, tmp_path: Path) -> None:
    run(answers, tmp_path / "run")
    rubrics = tmp_path / "r.yaml"
    rubrics.write_text(
        "format: kaoguan-rubric/1\nrubrics:\n  - question: GQA 是什么？\n"
        "    points: [{id: k1, text: 共享 K 和 V, weight: 3}]\n",
        "utf-8",
    )
    with pytest.raises(
        InputError, match=r"results.jsonl:2: the rubric of 'GQA 是什么？' has changed"
    ):
        run(answers, tmp_path / "run", rubrics=rubrics)
    tally = run(answers, tmp_path / "run", rubrics=rubrics, restart=True)
    assert tally.known == 0
    assert len(lines(tmp_path / "run")) == 24
    assert (tmp_path / "run" / "results.1.jsonl").exists()


def test_retrying_grades_only_what_failed_and_keeps_the_rest(tmp_path: Path) -> None:
    found = records(8)
    found[2]["question"] = "Unknown question"
    path = write_answers(tmp_path / "answers.jsonl", found)
    run(path, tmp_path / "run")
    kept = (tmp_path / "run" / "results.jsonl").read_text("utf-8").splitlines()
    found[2]["question"] = "GQA 是什么？"
    write_answers(path, found)
    again: list[Row] = []
    hold(
        order(path, tmp_path / "run", retry_failures=True),
        lambda row, known: None if known else again.append(row),
    )
    after = (tmp_path / "run" / "results.jsonl").read_text("utf-8").splitlines()
    assert after[:2] + after[3:] == kept[:2] + kept[3:]
    assert json.loads(after[2])["failure"] is None
    assert run(path, tmp_path / "run").failures == {}


def test_the_folder_describes_itself(answers: Path, tmp_path: Path) -> None:
    run(answers, tmp_path / "run")
    data = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert data["format"] == "kaoguan-run/1"
    assert data["status"] == "complete"
    assert data["settings"]["tier"] == "words"
    assert data["counts"]["answers"] == 24
    assert len(data["inputs"]["answers"]["sha256"]) == 64
    assert data["environment"]["packages"]["numpy"] != "missing"
    graded = {line["question_id"] for line in lines(tmp_path / "run")}
    assert {r.question for r in load_rubrics(tmp_path / "run" / "rubrics.yaml")} == graded


def test_the_rubrics_of_the_folder_give_the_same_scores(answers: Path, tmp_path: Path) -> None:
    run(answers, tmp_path / "run")
    run(answers, tmp_path / "again", rubrics=tmp_path / "run" / "rubrics.yaml")
    first, second = (lines(tmp_path / name) for name in ("run", "again"))
    assert [line["score"] for line in first] == [line["score"] for line in second]


def test_stopping_leaves_a_run_that_says_so(answers: Path, tmp_path: Path) -> None:
    def stop(row: Row, known: bool) -> None:
        if row.sheet.answer_id == "a9":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hold(order(answers, tmp_path / "run"), stop)
    data = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert (data["status"], len(lines(tmp_path / "run"))) == ("stopped", 10)
    assert run(answers, tmp_path / "run").known == 10


def test_two_programs_do_not_write_one_folder(answers: Path, tmp_path: Path) -> None:
    def intrude(row: Row, known: bool) -> None:
        with pytest.raises(InputError, match="another program is grading here"):
            run(answers, tmp_path / "run")

    hold(order(write_answers(tmp_path / "one.jsonl", records(1)), tmp_path / "run"), intrude)


def test_a_folder_of_something_else_is_left_alone(answers: Path, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text('{"format": "other"}', "utf-8")
    with pytest.raises(InputError, match=r"run.json: is not of the format kaoguan-run/1"):
        run(answers, tmp_path / "run")
