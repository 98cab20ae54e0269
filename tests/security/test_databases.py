"""Databases that somebody forged or damaged, and texts that look like SQL."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from grader.encoders.remembered import RememberedEncoder
from grader.judges.cache import ReplyCache
from grader.runs.memory import Memory
from grader.store import Store, open_store
from grader.store.attempts import list_attempts, list_cards
from grader.store.backup import back_up, restore
from grader.store.drafts import load_draft, save_draft
from grader.store.people import ensure_person, erase_person, find_person, list_people
from grader.store.plans import find_plan, list_plans
from grader.store.sittings import list_sittings, list_turns
from grader.store.snapshots import load_snapshot
from questions.errors import InputError
from tests.grader.encoders.test_encoders import Counting
from tests.grader.store.samples import practise, sit, snapshot

SQL = (
    "Robert'); DROP TABLE people;--",
    "' OR '1'='1",
    '" OR ""="',
    "%",
    "_",
    "\\",
    ":name",
    "?",
    "{0}",
    "1; PRAGMA writable_schema=ON",
)
BROKEN = (
    "",
    "null",
    "[]",
    "7",
    '"text"',
    "{",
    '{"items": 5}',
    '{"question": null}',
    "[" * 60_000,
    "\ufffd",
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "k.sqlite3"))


@pytest.mark.parametrize("words", SQL)
def test_words_that_look_like_sql_are_words(store: Store, words: str) -> None:
    person, other = ensure_person(store, words), ensure_person(store, "other")
    save_draft(store, person.id, words, words, 1.0)
    draft = load_draft(store, person.id, words)
    assert draft is not None
    assert draft.text == words
    assert find_person(store, words) == person
    assert {p.name for p in list_people(store)} == {words, "other"}
    with pytest.raises(InputError, match="no plan is called"):
        find_plan(store, words)
    erase_person(store, words)
    assert list_people(store) == (other,)


def forge(store: Store, table: str, column: str, value: str) -> None:
    with store.writing() as db:
        db.execute(text(f"UPDATE {table} SET {column} = :value"), {"value": value})  # noqa: S608  # our own names


@pytest.mark.parametrize("value", BROKEN)
def test_a_forged_answer_is_one_line(store: Store, value: str) -> None:
    person = ensure_person(store, "me")
    practise(store, person)
    forge(store, "attempts", "sheet", value)
    with pytest.raises(InputError, match="the database holds a damaged answer") as error:
        list_attempts(store, person.id)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 500


@pytest.mark.parametrize("value", BROKEN)
def test_a_forged_question_or_plan_is_one_line(store: Store, value: str) -> None:
    sit(store, "ann")
    forge(store, "snapshots", "data", value)
    forge(store, "plans", "data", value)
    with pytest.raises(InputError, match="the database holds a damaged question"):
        load_snapshot(store, snapshot().hash)
    with pytest.raises(InputError, match="the database holds a damaged plan"):
        list_plans(store)


def test_forged_turns_and_times_are_one_line(store: Store) -> None:
    sit(store, "ann")
    (seat,) = list_sittings(store)
    forge(store, "turns", "points", "{")
    with pytest.raises(InputError, match="damaged answer"):
        list_turns(store, seat.id)
    practise(store, ensure_person(store, "me"))
    forge(store, "cards", "due", "tomorrow")
    with pytest.raises(InputError, match="damaged card"):
        list_cards(store, ensure_person(store, "me").id)


def test_the_schema_of_a_file_is_not_trusted(store: Store) -> None:
    """Views and triggers of a file that somebody hands over call nothing that is not harmless."""
    with store.reading() as db:
        assert db.execute(text("PRAGMA trusted_schema")).scalar() == 0


def test_a_backup_with_triggers_runs_none_of_them_here(store: Store, tmp_path: Path) -> None:
    practise(store, ensure_person(store, "me"))
    back_up(store, tmp_path / "b.sqlite3")
    forged = sqlite3.connect(tmp_path / "b.sqlite3")
    forged.execute("CREATE TRIGGER evil AFTER INSERT ON people BEGIN DELETE FROM attempts; END")
    forged.execute("CREATE TABLE extra (x)")
    forged.commit()
    forged.close()
    restore(store, tmp_path / "b.sqlite3")
    assert len(list_attempts(store, ensure_person(store, "me").id)) == 1
    ensure_person(store, "new")
    assert len(list_attempts(store, ensure_person(store, "me").id)) == 1
    with store.reading() as db:
        names = set(db.execute(text("SELECT name FROM sqlite_master")).scalars())
    assert not names & {"evil", "extra"}


@pytest.mark.parametrize("data", [b"no database", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_caches_that_are_no_databases_are_told_or_done_without(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "cache.sqlite3"
    path.write_bytes(data)
    with pytest.raises(InputError, match="is no cache of replies"):
        ReplyCache(path)
    with pytest.raises(InputError, match="is no cache of vectors"):
        RememberedEncoder(Counting(), path).encode(["a"])  # type: ignore[arg-type]  # a list is a sequence
    with pytest.raises(InputError):
        open_store(str(path))


def test_a_vector_that_was_forged_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite3"
    counting = Counting()
    remembered = RememberedEncoder(counting, path)  # type: ignore[arg-type]  # a list is a sequence
    first = remembered.encode(["a", "bb"]).tolist()
    base = sqlite3.connect(path)
    base.execute("UPDATE vectors SET vector = x'0102'")
    base.commit()
    base.close()
    assert remembered.encode(["a", "bb"]).tolist() == first
    assert counting.seen == 4


@pytest.mark.parametrize("value", BROKEN)
def test_a_forged_sheet_is_graded_again(tmp_path: Path, value: str) -> None:
    from grader.engines.bench import Bench
    from tests.grader.runs.material import order

    bench = Bench(order(tmp_path / "a", tmp_path / "b").recipe.desk())
    path = tmp_path / "sheets.sqlite"
    Memory(bench, path)
    base = sqlite3.connect(path)
    base.execute("INSERT INTO sheets (key, sheet) VALUES ('k', ?)", (value,))
    base.commit()
    base.close()
    assert Memory(bench, path).get("k", "q", "text") is None
