"""Runs of eval and progress in a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from grader.web.site import Site
from rubrics.runs import MANIFEST, RESULTS, RUN_FORMAT, Row, row_to_json
from tests.grader.web.sites import GOOD, make_site, send, visitor, words_of


def write_run(site: Site, folder: Path, answers: list[tuple[str, str]]) -> None:
    """A run of the first question, as eval writes it."""
    folder.mkdir(parents=True)
    question = site.desk.bank.questions[0]
    rubric = site.desk.rubric(question)
    assert rubric is not None
    rows = []
    for number, (author, text) in enumerate(answers):
        sheet = site.desk.grader.grade(question, rubric, text, f"a{number}", author)
        rows.append(json.dumps(row_to_json(Row(sheet, question.title))))
    (folder / RESULTS).write_text("\n".join(rows) + "\n", "utf-8")
    (folder / MANIFEST).write_text(json.dumps({"format": RUN_FORMAT}), "utf-8")


@pytest.fixture
def run(client: TestClient, site: Site, tmp_path: Path) -> str:
    """The address of a run."""
    write_run(
        site,
        tmp_path / "out" / "weekly",
        [("m1", GOOD), ("m2", "不知道"), ("<b>", "<script>alert(1)</script> 缓存")],
    )
    return str(re.findall(r'href="(/runs/[0-9a-f]{16})"', client.get("/runs").text)[0])


def test_a_run_is_found_and_shown(client: TestClient, run: str) -> None:
    page = words_of(client.get(run).text)
    assert "weekly" in page
    assert "m1" in page
    assert client.get(f"{run}/files/report.html").content.startswith(b"<!DOCTYPE html>")


def test_its_answers_in_both_orders(client: TestClient, run: str) -> None:
    page = client.get(f"{run}/answers").text
    assert re.findall(r'href="' + run + r'/answers/(\d+)"', page) == ["0", "1", "2"]
    low = client.get(f"{run}/answers?order=score&page=77").text
    assert re.findall(r'href="' + run + r'/answers/(\d+)"', low)[-1] == "0"


def test_an_answer_of_a_run_with_its_evidence(client: TestClient, run: str) -> None:
    page = client.get(f"{run}/answers/0").text
    assert '<mark class="s-covered"' in page
    hostile = client.get(f"{run}/answers/2").text
    assert "<script>alert" not in hostile
    assert "<b>" not in hostile.replace("<b>1</b>", "").replace("<b>2</b>", "").split("<dd>")[1]
    assert client.get(f"{run}/answers/3").status_code == 404
    assert client.get(f"{run}/answers/-1").status_code == 404


def test_a_run_of_another_bank_shows_what_it_knows(run: str, tmp_path: Path) -> None:
    other = make_site(tmp_path, "### Q. 别的问题是什么？\n\n别的答案是这个。\n")
    page = visitor(other).get(f"{run}/answers/0").text
    assert "KV 缓存为什么能加速解码" in page
    assert '<mark class="s-covered"' in page


def test_authors_are_compared(client: TestClient, run: str) -> None:
    key = run.rpartition("/")[2]
    assert "m1" in words_of(client.get("/runs/compare", params={"run": key}).text)
    nothing = client.get("/runs/compare", params={"run": "../../etc/passwd"})
    assert (nothing.status_code, "Choose two runs" in nothing.text) == (400, True)


def test_broken_runs_are_told_with_their_line(client: TestClient, run: str, tmp_path: Path) -> None:
    with (tmp_path / "out" / "weekly" / RESULTS).open("a") as file:
        file.write("{not json\n")
    page = client.get(run)
    assert page.status_code == 400
    assert "not a result" in page.text
    (tmp_path / "out" / "weekly" / MANIFEST).write_text("{}")
    assert "no runs" in client.get("/runs").text


def test_links_and_hidden_folders_are_passed_over(
    client: TestClient, site: Site, tmp_path: Path
) -> None:
    write_run(site, tmp_path / ".hidden" / "run", [("m1", GOOD)])
    (tmp_path / "link").symlink_to(tmp_path / ".hidden")
    assert "no runs" in client.get("/runs").text


def test_progress_and_its_history(client: TestClient, site: Site) -> None:
    first = site.desk.bank.questions[0].id
    send(client, site, f"/questions/{first}/answers", answer=GOOD)
    page = client.get("/progress").text
    assert "1" in words_of(page)
    history = client.get("/progress/files/progress.json").json()
    assert [json.loads(a["sheet"])["answer"] for a in history["attempts"]] == [GOOD]
    assert client.get("/progress/files/progress.xlsx").content.startswith(b"PK")
