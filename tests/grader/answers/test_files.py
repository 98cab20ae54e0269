"""Answers from JSONL, CSV and folders: all of them, in order, with what is wrong said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.answers import count_answers, guess_kind, read_answers
from questions.errors import InputError


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def test_jsonl_with_everything_that_a_record_can_have(tmp_path: Path) -> None:
    record = {
        "question": "q1", "answer_id": 7, "answer": "GQA", "model": "m", "repeat": 2,
        "usage": {"input_tokens": 5, "output_tokens": 9}, "latency": 1.5, "cost": 0.01,
    }  # fmt: skip
    path = write(tmp_path / "a.jsonl", json.dumps(record) + '\n\n{"question": "q2", "answer": ""}')
    first, second = read_answers(path)
    assert (first.question, first.answer_id, first.author, first.repeat) == ("q1", "7", "m", 2)
    assert first.usage.to_json() == {
        "input_tokens": 5,
        "output_tokens": 9,
        "seconds": 1.5,
        "cost": 0.01,
    }
    assert first.place == f"{path}:1"
    assert (second.answer_id, second.author, second.text, second.fault) == ("2", "", "", "")
    assert second.place == f"{path}:3"
    assert count_answers(path) == 2


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"question": "q"', "the line is not JSON"),
        ('"text"', "a record must be an object"),
        ('{"answer": "x"}', "the record has no 'question'"),
        ('{"question": "q"}', "the record has no 'answer'"),
        ('{"question": "q", "answer": null}', "the record has no 'answer'"),
        ('{"question": "q", "answer": ["x"]}', "the record has an 'answer' that is no text"),
        ('{"question": "q", "error": "timeout"}', "the model gave no answer: timeout"),
        (b"\xff\xfe\xfa", "the line is not UTF-8"),
        ("[" * 100_000, "the line is not JSON"),
    ],
)
def test_a_bad_line_is_an_answer_with_a_fault(
    tmp_path: Path, line: str | bytes, fault: str
) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    path = write(tmp_path / "a.jsonl", raw + b'\n{"question": "q", "answer": "fine"}\n')
    bad, good = read_answers(path, "jsonl")
    assert bad.fault.startswith(fault)
    assert (good.text, good.answer_id, good.fault) == ("fine", "2", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_as_spreadsheets_save_it(tmp_path: Path, encoding: str, mark: str) -> None:
    text = (
        mark.join(["Question", "answer_id", " Answer ", "author"])
        + "\r\n"
        + mark.join(["什么是 GQA？", "a1", '"第一行\n第二行，带""引号"""', "张三"])
        + "\r\n"
        + mark.join(["q2", "a2"])
        + "\r\n"
    )
    first, second = read_answers(write(tmp_path / "a.csv", text.encode(encoding)))
    assert (first.question, first.author) == ("什么是 GQA？", "张三")
    assert first.text == '第一行\n第二行，带"引号"'
    assert second.fault == "the record has no 'answer'"


def test_csv_without_the_columns_says_which(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id,text\n1,x\n")
    with pytest.raises(
        InputError, match=r"a.csv:1: no column question and no column answer \(.*found: id, text"
    ):
        list(read_answers(path))


def test_a_folder_of_text_files(tmp_path: Path) -> None:
    for question, author in (("q2", "bob"), ("q1", "eve"), ("q1", "ann")):
        (tmp_path / question).mkdir(exist_ok=True)
        write(tmp_path / question / f"{author}.txt", f"{author} 的回答\n".encode("gb18030"))
    write(tmp_path / "q1" / "notes.pdf", b"%PDF")
    found = list(read_answers(tmp_path))
    assert [(a.question, a.author, a.answer_id) for a in found] == [
        ("q1", "ann", "q1/ann"), ("q1", "eve", "q1/eve"), ("q2", "bob", "q2/bob"),
    ]  # fmt: skip
    assert found[0].text == "ann 的回答"


def test_an_empty_folder_says_what_it_expected(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no answers in this folder \(expected files such as"):
        list(read_answers(tmp_path))


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        read_answers(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.jsonl", '{"question": "q", "answer": "x"}', "jsonl"),
        ("a.tsv", "question\tanswer", "csv"),
        ("a.jsonl", '{"doc_id": 0, "doc": {}, "resps": [["x"]]}', "lm-eval"),
        ("a.jsonl", '{"testIdx": 0, "promptIdx": 0, "response": {}}', "promptfoo"),
        (
            "a.json",
            '{"version": 2, "status": "success", "eval": {"model": "m"}, "samples": []}',
            "inspect",
        ),
        ("a.json", '{"evalId": "e", "results": {"version": 3, "results": []}}', "promptfoo"),
        ("a.eval", b"PK", "inspect"),
    ],
)
def test_the_kind_of_a_file_is_seen(
    tmp_path: Path, name: str, text: str | bytes, kind: str
) -> None:
    assert guess_kind(write(tmp_path / name, text)) == kind
