"""A trainer at a desk of four questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.desk import Desk, make_desk
from grader.practice.trainer import Trainer
from grader.store import open_store
from grader.store.people import ensure_person
from questions.library import load_banks
from tests.grader.practice.banks import write_files
from tests.grader.practice.ticks import Ticks


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    bank, rubric = write_files(tmp_path)
    made = make_desk(load_banks([bank])[0], rubric, tier="words")
    made.grader = Ticks(made.grader.models, made.grader.calibration)
    return made


@pytest.fixture
def trainer(desk: Desk, tmp_path: Path) -> Iterator[Trainer]:
    store = open_store(str(tmp_path / "kaoguan.sqlite3"))
    yield Trainer(store, desk, ensure_person(store))
    store.close()
