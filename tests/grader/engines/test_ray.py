"""A Ray cluster of this machine gives what this process gives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.grader.runs.material import records, run, write_answers

ray = pytest.importorskip("ray")


@pytest.mark.skipif(
    not os.environ.get("KAOGUAN_TEST_RAY"),
    reason="starts a cluster for 20 s: set KAOGUAN_TEST_RAY=1",
)
def test_same_bytes_as_one_process(tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "answers.jsonl", records(80))
    run(answers, tmp_path / "here")
    run(answers, tmp_path / "there", engine="ray", workers=2)
    ray.shutdown()
    here, there = ((tmp_path / name / "results.jsonl").read_bytes() for name in ("here", "there"))
    assert here == there
