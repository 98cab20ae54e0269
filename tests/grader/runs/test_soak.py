"""Kill the program and its workers at random moments: every answer is there once, as if nothing had been."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.grader.cli.running import PROGRAM
from tests.grader.runs.material import lines, records, run, write_answers, write_bank

_ANSWERS = 2000


def _start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    command = ["eval", "answers.jsonl", "--bank", "bank.md", "--out", "run", "--tier", "words"]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *command, "--no-cache", "--quiet", *options],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _wait_for_growth(path: Path, process: subprocess.Popen[bytes], size: int) -> None:
    while process.poll() is None and (not path.exists() or path.stat().st_size <= size):
        time.sleep(0.01)


def test_killed_again_and_again_nothing_is_lost(tmp_path: Path) -> None:
    write_bank(tmp_path)
    write_answers(tmp_path / "answers.jsonl", records(_ANSWERS))
    chance = random.Random(7)
    results = tmp_path / "run" / "results.jsonl"
    kills = 0
    for _ in range(4):
        size = results.stat().st_size if results.exists() else 0
        process = _start(tmp_path)
        _wait_for_growth(results, process, size)
        time.sleep(chance.uniform(0, 0.05))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.communicate()
    assert kills >= 2
    assert _start(tmp_path).wait(timeout=60) == 0
    assert [line["answer_id"] for line in lines(tmp_path / "run")] == [
        f"a{i}" for i in range(_ANSWERS)
    ]
    run(tmp_path / "answers.jsonl", tmp_path / "whole")
    assert results.read_bytes() == (tmp_path / "whole" / "results.jsonl").read_bytes()


def test_interrupted_by_the_user_it_says_how_to_go_on(tmp_path: Path) -> None:
    write_bank(tmp_path)
    write_answers(tmp_path / "answers.jsonl", records(20_000))
    process = _start(tmp_path)
    _wait_for_growth(tmp_path / "run" / "results.jsonl", process, 0)
    os.kill(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"answers are kept; the same command goes on from there" in error
    assert b"Traceback" not in error
