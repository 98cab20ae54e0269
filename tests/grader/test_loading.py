"""Models are read while somebody writes; what is wrong with one is said once, on one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from grader.desk import find_rubric, make_desk
from grader.grading import make_grader
from grader.practice.trainer import Effort, Trainer
from grader.store import open_store
from grader.store.people import ensure_person
from questions.errors import InputError
from questions.library import load_banks
from rubrics.encoder import Vectors
from tests.grader.practice.banks import KV, write_files

GOOD = "历史 token 的 K、V 不变，缓存后不用重复计算。"


class Slow:
    """An encoder that is read when it is told to be."""

    name = "slow-1"

    def __init__(self, told: Event) -> None:
        assert told.wait(20)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The same direction for every text."""
        return np.ones((len(texts), 1), np.float32)


def test_a_late_grader_is_there_before_its_models(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Event()
    monkeypatch.setattr("grader.encoders.load_encoder", lambda *_: Slow(told))
    grader = make_grader("meaning", late=True)
    encoder = grader.models.encoder
    assert encoder is not None
    told.set()
    assert encoder.name == "slow-1"
    assert encoder.encode(["a", "b"]).shape == (2, 1)


def test_a_late_grader_gives_what_another_gives(tmp_path: Path) -> None:
    bank, rubric = write_files(tmp_path)
    questions = load_banks([bank])[0]
    desks = [make_desk(questions, rubric, late=late) for late in (True, False)]
    question = desks[0].find(KV)
    sheets = [desk.grader.grade(question, find_rubric(desk, question), GOOD) for desk in desks]
    assert sheets[0] == sheets[1]
    assert "entailment:small" in sheets[0].signature


def test_unknown_names_are_told_of_at_once() -> None:
    with pytest.raises(InputError, match="no encoder is called"):
        make_grader("meaning", "nonsense", late=True)
    with pytest.raises(InputError, match="no tier is called"):
        make_grader("nonsense", late=True)


def test_a_model_that_cannot_be_read_costs_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    bank, rubric = write_files(tmp_path)
    desk = make_desk(load_banks([bank])[0], rubric, "meaning", "openai", late=True)
    store = open_store(str(tmp_path / "k.sqlite3"))
    trainer = Trainer(store, desk, ensure_person(store))
    question = desk.find(KV)
    for _ in range(2):
        with pytest.raises(InputError, match="needs a key"):
            trainer.submit(question, GOOD, Effort(12.0))
    draft = trainer.draft(question)
    assert draft is not None
    assert (draft.text, draft.seconds) == (GOOD, 12.0)
    store.close()
