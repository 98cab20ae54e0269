"""An interview room with a grader that ticks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.desk import Desk, make_desk
from grader.store import Store, open_store
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
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "kaoguan.sqlite3"))
    yield opened
    opened.close()
