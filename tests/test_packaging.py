"""What the wheel holds: our four packages and their data, nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_top_level_entries_are_the_four_packages_and_the_metadata(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {t for t in tops if not t.endswith(".dist-info")} == {
        "questions",
        "rubrics",
        "reports",
        "grader",
    }
    assert len(tops) == 5


@pytest.mark.parametrize(
    "needed",
    [
        "grader/calibration.json",
        "grader/entailment/small.npz",
        "reports/templates/answer.html",
        "reports/locales/zh/LC_MESSAGES/reports.mo",
        "rubrics/data/glossary.txt",
        "rubrics/data/simplified.txt",
        "questions/py.typed",
    ],
)
def test_data_travels_with_the_code(names: set[str], needed: str) -> None:
    assert needed in names


def test_banks_and_their_rubrics_travel(names: set[str]) -> None:
    banks = {Path(n).stem for n in names if n.startswith("questions/banks/") and n.endswith(".md")}
    rubrics = {
        Path(n).stem for n in names if n.startswith("rubrics/library/") and n.endswith(".yaml")
    }
    assert banks
    assert banks == rubrics
