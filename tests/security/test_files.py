"""Files that are not what they seem: links, bombs, names with a meaning, folders full of traps."""

from __future__ import annotations

import json
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from grader.answers import read_answers
from grader.answers.jsonl import lines_of
from grader.cli import main
from grader.runs.folder import RunFolder
from grader.store import open_store
from grader.store.backup import back_up, restore
from questions.errors import InputError
from questions.library import bank_files, load_banks
from rubrics.files import load_rubrics, rubric_files
from rubrics.runs import read_manifest, read_rows
from tests.grader.runs.material import order, records, run, write_answers
from tests.reports.statistics.tables import row

BANK = "### Q. 什么是缓存？\n\n存下来以后再用。\n"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of the user that nobody was given."""
    folder = tmp_path / "home"
    folder.mkdir()
    path = folder / "secret.md"
    path.write_text("### Q. 我的密码是什么？\n\nhunter2\n", "utf-8")
    return path


def test_a_bank_does_not_read_files_outside_its_folder(tmp_path: Path, secret: Path) -> None:
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "a.md").write_text(BANK, "utf-8")
    (folder / "b.md").symlink_to(secret)
    (folder / "c.md").symlink_to(folder / "c.md")
    (folder / "d.md").symlink_to(folder / "a.md")
    (folder / "sub").symlink_to(secret.parent)
    bank, problems = load_banks([folder])
    assert "hunter2" not in "".join(q.answer for q in bank.questions)
    told = [p.path for p in problems if "outside this folder" in p.message]
    assert str(folder / "b.md") in told
    assert {file.name for file in bank_files([folder])} == {"a.md", "d.md"}
    assert load_banks([folder / "b.md"])[0].questions  # named by the user: meant


def test_a_folder_of_links_is_no_bank(tmp_path: Path, secret: Path) -> None:
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "b.md").symlink_to(secret)
    with pytest.raises(InputError, match="no bank in this folder"):
        bank_files([tmp_path / "bank"])


def test_rubrics_and_answers_do_not_either(tmp_path: Path, secret: Path) -> None:
    rubrics, answers = tmp_path / "rubrics", tmp_path / "answers"
    rubrics.mkdir()
    (rubrics / "r.yaml").symlink_to(secret)
    with pytest.raises(InputError, match=r"r.yaml: is a link to a file outside"):
        rubric_files(rubrics)
    with pytest.raises(InputError, match=r"r.yaml: is a link"):
        load_rubrics(rubrics)
    (answers / "q1").mkdir(parents=True)
    (answers / "q1" / "ann.txt").write_text("缓存", "utf-8")
    (answers / "q1" / "bob.md").symlink_to(secret)
    (answers / "q2").symlink_to(secret.parent)
    found = {a.answer_id: a for a in read_answers(answers)}
    assert found["q1/ann"].text == "缓存"
    assert found["q1/bob"].fault == "the file is a link to somewhere outside this folder"
    assert found["q2/secret"].text == ""


@pytest.mark.parametrize(
    "name", ["results.jsonl", "run.json", ".run.json.draft", ".lock", ".rubrics.yaml.draft"]
)
def test_a_run_is_not_written_through_links(tmp_path: Path, secret: Path, name: str) -> None:
    """A folder somebody sends may hold links to files that a run would then write over."""
    before = secret.read_bytes()
    out = tmp_path / "out"
    out.mkdir()
    (out / name).symlink_to(secret)
    answers = write_answers(tmp_path / "a.jsonl", records(3))
    with suppress(InputError, OSError):
        run(answers, out)
    assert secret.read_bytes() == before


def test_a_report_of_a_run_is_not_written_through_a_link(
    tmp_path: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run(write_answers(tmp_path / "a.jsonl", records(3)), out)
    (out / "report.csv").symlink_to(secret)
    before = secret.read_bytes()
    monkeypatch.setattr(sys, "argv", ["kaoguan", "report", str(out), "--format", "csv"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert secret.read_bytes() == before


def test_names_in_a_zip_lead_nowhere(tmp_path: Path) -> None:
    """An Inspect archive is never unpacked to disk; its members are only read."""
    archive = tmp_path / "log.eval"
    sample = {"id": "../../x", "epoch": 1, "input": "q", "output": {"completion": "a"}}
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("header.json", "{}")
        file.writestr("samples/../../../evil.json", json.dumps(sample))
        file.writestr("/etc/samples/x.json", "{}")
    before = sorted(tmp_path.rglob("*"))
    assert [a.text for a in read_answers(archive)] == ["a"]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    archive = tmp_path / "log.eval"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("header.json", "{}")
        with file.open("samples/bomb.json", "w", force_zip64=True) as member:
            for _ in range(80):
                member.write(b" " * 1_000_000)
    assert archive.stat().st_size < 200_000
    (found,) = read_answers(archive)
    assert found.fault == "the sample cannot be read"


def test_a_zip_whose_header_is_a_bomb_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "log.eval"
    with (
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file,
        file.open("header.json", "w") as member,
    ):
        for _ in range(80):
            member.write(b" " * 1_000_000)
    with pytest.raises(InputError, match="is larger than 64 MB"):
        list(read_answers(archive))


def test_a_line_without_end_is_not_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        for _ in range(40):
            file.write(b"a" * 1_000_000)
        file.write(b'\n{"question": "q", "answer": "fine"}\n')
    with path.open("rb") as file:
        assert max(map(len, lines_of(file))) <= 16_000_001
    long, fine = read_answers(path, "jsonl")
    assert long.fault == "the line is longer than 16 MB"
    assert (fine.text, fine.place) == ("fine", f"{path}:2")


@pytest.mark.parametrize("name", ["a?mode=rwc&x=1.db", "a#b.db", "a%41.db", "a b'c\".db"])
def test_a_database_is_the_file_of_that_name(tmp_path: Path, name: str) -> None:
    """A name is no URL: a question mark in it neither ends it nor gives orders."""
    store = open_store(str(tmp_path / name))
    backup = tmp_path / f"backup-{name}"
    back_up(store, backup)
    restore(store, backup)
    store.close()
    kept = {p.name for p in tmp_path.iterdir() if not p.name.endswith(("-wal", "-shm"))}
    assert kept == {name, f"backup-{name}"}


RESULTS = {
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "bytes": b"\xff\xfe\x00",
    "huge number": b'{"score": ' + b"9" * 5000 + b"}",
    "list": b"[]",
    "null": b"null",
    "nan": b"NaN",
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_hostile_run_is_one_line(tmp_path: Path, name: str) -> None:
    folder = RunFolder(tmp_path / "run")
    with folder.lock():
        list(folder.append([row("q1", "ann", 50.0, ["covered"])]))
    with folder.results.open("ab") as file:
        file.write(RESULTS[name] + b"\n")
    with pytest.raises(InputError, match=r"results.jsonl:2: not a result") as error:
        list(read_rows(folder.path))
    assert len(str(error.value)) < 600
    (folder.path / "run.json").write_bytes(RESULTS[name])
    with pytest.raises(InputError, match=r"run\.json"):
        read_manifest(folder.path)


def test_what_other_logs_say_of_cost_can_be_read_back(tmp_path: Path) -> None:
    """A run that took a log's nonsense for numbers could not be opened again."""
    usage = {"input_tokens": "many", "output_tokens": 10**30, "total_cost": -5}
    samples = [
        {"id": "GQA 是什么？", "epoch": "first", "input": "x", "output": {"completion": "共享", "usage": usage, "time": "1e999"}},
        {"id": "GQA 是什么？", "epoch": 10**40, "output": {"choices": ["x", None], "model": ["m"]}, "error": ["e"]},
    ]  # fmt: skip
    log = {"status": "success", "eval": {"model": {"a": 1}}, "samples": samples}
    path = tmp_path / "log.json"
    path.write_text(json.dumps(log), "utf-8")
    run(path, tmp_path / "out", kind="inspect")
    first, second = read_rows(tmp_path / "out")
    assert first.usage.to_json() == {}
    assert first.repeat == 1
    assert second.sheet.failure is not None
    assert order(path, tmp_path / "out").out == tmp_path / "out"
