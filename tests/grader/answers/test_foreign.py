"""Logs of other evaluators, in the forms that they write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from grader.answers import read_answers
from questions.errors import InputError
from tests.grader.runs.material import lines, run

SAMPLE: dict[str, Any] = {
    "id": "gqa-1",
    "epoch": 2,
    "input": [
        {"role": "system", "content": "Be brief."},
        {
            "role": "user",
            "content": [{"type": "text", "text": "GQA 是什么？"}, {"type": "image", "image": "x"}],
        },
    ],
    "target": "",
    "output": {
        "model": "openai/gpt-x",
        "choices": [
            {"message": {"role": "assistant", "content": "GQA 共享 K 和 V"}, "stop_reason": "stop"}
        ],
        "usage": {"input_tokens": 11, "output_tokens": 7, "total_tokens": 18},
        "time": 1.25,
    },
    "metadata": {},
}
FAILED = {
    "id": "x",
    "epoch": 1,
    "input": "What does dropout do?",
    "output": {"choices": []},
    "error": {"message": "boom"},
}


def inspect_log(samples: list[Any]) -> dict[str, Any]:
    return {
        "version": 2,
        "status": "success",
        "eval": {"model": "openai/gpt-x", "task": "t"},
        "samples": samples,
    }


def write_json(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


def test_an_inspect_log(tmp_path: Path) -> None:
    found, failed = read_answers(write_json(tmp_path / "log.json", inspect_log([SAMPLE, FAILED])))
    assert found.names == ("gqa-1", "GQA 是什么？")
    assert (found.text, found.author, found.repeat, found.answer_id) == (
        "GQA 共享 K 和 V",
        "openai/gpt-x",
        2,
        "gqa-1/2",
    )
    assert found.usage.to_json() == {"input_tokens": 11, "output_tokens": 7, "seconds": 1.25}
    assert failed.fault == "the sample failed: boom"


def test_an_inspect_archive_gives_the_same(tmp_path: Path) -> None:
    log = inspect_log([SAMPLE])
    with ZipFile(tmp_path / "log.eval", "w") as archive:
        archive.writestr(
            "header.json", json.dumps({k: log[k] for k in ("version", "status", "eval")})
        )
        archive.writestr("samples/gqa-1_epoch_2.json", json.dumps(SAMPLE))
    (found,) = read_answers(tmp_path / "log.eval")
    (same,) = read_answers(write_json(tmp_path / "log.json", log))
    assert (found.names, found.text, found.usage) == (same.names, same.text, same.usage)


def test_a_broken_inspect_archive(tmp_path: Path) -> None:
    (tmp_path / "log.eval").write_bytes(b"PK no zip")
    with pytest.raises(InputError, match=r"is no Inspect log: .*inspect log dump"):
        list(read_answers(tmp_path / "log.eval"))


def test_promptfoo_results(tmp_path: Path) -> None:
    results = [
        {
            "id": "r1", "testIdx": 0, "promptIdx": 0, "latencyMs": 1500, "cost": 0.002,
            "provider": {"id": "openai:gpt-x", "label": "gpt-x"}, "vars": {"question": "GQA 是什么？"},
            "prompt": {"raw": "Answer: GQA 是什么？"}, "response": {"output": "共享 K 和 V", "tokenUsage": {"prompt": 3, "completion": 4}},
        },
        {
            "testIdx": 1, "promptIdx": 0, "provider": "p", "error": "429", "response": {},
            "testCase": {"vars": {"topic": "x"}, "description": "What does dropout do?"},
        },
    ]  # fmt: skip
    found, failed = read_answers(
        write_json(
            tmp_path / "out.json", {"evalId": "e", "results": {"version": 3, "results": results}}
        )
    )
    assert found.names == ("GQA 是什么？", "Answer: GQA 是什么？")
    assert (found.author, found.answer_id, found.text) == ("gpt-x", "r1", "共享 K 和 V")
    assert found.usage.to_json() == {
        "input_tokens": 3,
        "output_tokens": 4,
        "seconds": 1.5,
        "cost": 0.002,
    }
    assert failed.fault == "the provider failed: 429"
    assert failed.names == ("What does dropout do?",)


def test_lm_evaluation_harness_samples(tmp_path: Path) -> None:
    """Two responses to a document, each written once a filter, in both forms of `arguments`."""
    (tmp_path / "org__model").mkdir()
    path = tmp_path / "org__model" / "samples_task_2026.jsonl"
    records = [
        {"doc_id": 0, "doc": {"question": "GQA 是什么？"}, "resps": [["one", "two"]], "filtered_resps": ["o"], "filter": "none"},
        {"doc_id": 0, "doc": {"question": "GQA 是什么？"}, "resps": [["one", "two"]], "filtered_resps": ["t"], "filter": "other"},
        {"doc_id": 1, "doc": {}, "arguments": {"gen_args_0": {"arg_0": "What does dropout do?"}}, "resps": [["three"]], "filter": "none"},
        {"doc_id": 2, "doc": {}, "arguments": [["GQA 是什么？", {}]], "filtered_resps": ["four"], "filter": "none"},
    ]  # fmt: skip
    path.write_text("".join(json.dumps(r) + "\n" for r in records) + "{torn", "utf-8")
    found = list(read_answers(path))
    assert [(a.answer_id, a.text, a.repeat) for a in found[:4]] == [
        ("0/1", "one", 1), ("0/2", "two", 2), ("1", "three", 1), ("2", "four", 1),
    ]  # fmt: skip
    assert {a.author for a in found[:4]} == {"org__model"}
    assert [a.question for a in found[:4]] == ["GQA 是什么？"] * 2 + [
        "What does dropout do?",
        "GQA 是什么？",
    ]
    assert found[4].fault == "the line is not a sample"


def test_a_question_is_found_by_any_of_its_names(tmp_path: Path) -> None:
    path = write_json(tmp_path / "log.json", inspect_log([SAMPLE, FAILED]))
    tally = run(path, tmp_path / "run")
    assert (tally.scored, tally.failures) == (1, {"unreadable-answer": 1})
    assert lines(tmp_path / "run")[0]["title"] == "GQA 是什么？"
