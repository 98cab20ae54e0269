"""JUnit XML that every build server can read, whatever the answers hold."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from reports.junit import write_junit
from reports.statistics.table import make_table
from tests.reports.test_tables import ROWS


def test_failures_errors_and_passes(tmp_path: Path) -> None:
    path = tmp_path / "j.xml"
    write_junit(ROWS, make_table("run <&>", ROWS), path, pass_mark=60)
    suite = ElementTree.parse(path).getroot()[0]  # noqa: S314  # our own file
    assert {k: suite.get(k) for k in ("tests", "failures", "errors")} == {
        "tests": "3",
        "failures": "1",
        "errors": "1",
    }
    passed, failed, error = suite
    assert list(passed) == []
    assert failed[0].tag == "failure"
    assert failed[0].get("message") == "12 of 100, below 60"
    assert failed[0].text == "contradicted: point 1 of q1"
    assert (error[0].tag, error[0].get("message")) == ("error", "=1+1")
    assert suite.get("name") == "run <&>"


def test_a_score_at_the_mark_passes(tmp_path: Path) -> None:
    write_junit(ROWS, make_table("run", ROWS), tmp_path / "j.xml", pass_mark=61.5)
    suite = ElementTree.parse(tmp_path / "j.xml").getroot()[0]  # noqa: S314  # our own file
    assert list(suite[0]) == []
