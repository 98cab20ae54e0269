"""The same records on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from grader.interview.review import Word, rule_point
from grader.practice.scheduling import review
from grader.store import Store, open_store
from grader.store.address import find_address
from grader.store.attempts import list_attempts, list_cards, list_ratings
from grader.store.backup import back_up, count_rows, restore
from grader.store.drafts import load_draft, save_draft
from grader.store.history import export_history, import_history
from grader.store.people import ensure_person, erase_person, find_person, list_people
from grader.store.plans import find_plan
from grader.store.sittings import (
    Turn,
    answer_turn,
    find_sitting,
    find_turn,
    list_sittings,
    list_turns,
)
from grader.store.snapshots import load_snapshot
from grader.store.tables import verdicts
from grader.store.values import storable
from grader.store.verdicts import Note, add_note, list_notes, list_verdicts
from questions.errors import InputError
from tests.grader.store.samples import START, practise, sheet, sit, snapshot

_ONE_VERDICT = """INSERT INTO verdicts
  SELECT 'vx', id, 'k1', 'partial', NULL, 'Bob', '2026-11-22', 'why' FROM turns LIMIT 1"""


def test_an_answer_comes_back_as_it_was_kept(store: Store) -> None:
    person = ensure_person(store, "me")
    kept = practise(store, person)
    assert list_attempts(store, person.id) == (kept,)
    assert load_snapshot(store, kept.snapshot) == snapshot()
    (card,) = list_cards(store, person.id)
    assert (card.question_id, card.due.day) == ("q1", START.day + 2)
    assert [r.rating for r in list_ratings(store, person.id)] == [3]


def test_texts_that_databases_refuse_are_kept_with_their_length(store: Store) -> None:
    person = ensure_person(store, "me")
    odd = "a\0b\ud800c😀\r\n\u2028"
    save_draft(store, person.id, "practice:q1", odd, 1.0)
    draft = load_draft(store, person.id, "practice:q1")
    assert draft is not None
    assert draft.text == storable(odd)
    assert len(draft.text) == len(odd)


def test_an_answer_takes_its_draft_away(store: Store) -> None:
    person = ensure_person(store, "me")
    save_draft(store, person.id, "practice:q1", "写到一半", 1.0)
    save_draft(store, person.id, "practice:q2", "另一题", 1.0)
    practise(store, person)
    assert load_draft(store, person.id, "practice:q1") is None
    assert load_draft(store, person.id, "practice:q2") is not None


def test_a_name_is_one_person_however_it_is_spaced(store: Store) -> None:
    assert ensure_person(store, " 张  伟 ").id == ensure_person(store, "张 伟").id
    assert len(list_people(store)) == 1
    with pytest.raises(InputError, match="1 to 200"):
        ensure_person(store, "  ")


def test_only_the_first_answer_to_a_turn_counts(store: Store) -> None:
    sitting, turn = sit(store, "甲")
    assert not answer_turn(store, turn, sitting.person, 5.0, sheet("晚了", 0.0))
    (kept,) = list_turns(store, sitting.id)
    assert kept.sheet is not None
    assert kept.sheet.score == 62.5


def test_a_verdict_cannot_be_changed(store: Store) -> None:
    sitting, turn = sit(store, "甲")
    rule_point(store, _kept(store, turn.id), "k2", "covered", Word("Bob", "说了"))
    with pytest.raises(DBAPIError, match="never changed"), store.writing() as db:
        db.execute(update(verdicts).values(state="missing"))
    (verdict,) = list_verdicts(store, sitting.id)
    assert verdict.state == "covered"


def test_erasing_leaves_nothing_of_a_person_and_all_of_others(store: Store) -> None:
    sitting, turn = sit(store, "甲")
    other, _ = sit(store, "乙")
    rule_point(store, _kept(store, turn.id), "k2", "covered", Word("Bob", "说了"))
    add_note(store, Note("n1", sitting.id, turn.id, "Bob", START, "紧张"))
    person = ensure_person(store, "甲")
    practise(store, person, "only-hers")
    save_draft(store, person.id, "practice:q9", "半句", 1.0)
    assert erase_person(store, "甲") == 2
    assert find_person(store, "甲") is None
    assert [s.candidate for s in list_sittings(store)] == ["乙"]
    assert len(list_turns(store, other.id)) == 1
    left = count_rows(store)
    assert {
        n: left[n] for n in ("attempts", "ratings", "cards", "drafts", "verdicts", "notes")
    } == dict.fromkeys(("attempts", "ratings", "cards", "drafts", "verdicts", "notes"), 0)
    assert left["snapshots"] == 1
    with pytest.raises(InputError, match="nobody"):
        erase_person(store, "甲")


def test_an_erased_answer_is_not_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "k.sqlite3"
    store = open_store(str(path))
    person = ensure_person(store, "甲")
    save_draft(store, person.id, "practice:q1", "a-secret-that-must-go" * 50, 1.0)
    erase_person(store, "甲")
    store.close()
    assert b"a-secret-that-must-go" not in b"".join(p.read_bytes() for p in tmp_path.iterdir())


def test_twenty_writers_at_once_lose_nothing(store: Store) -> None:
    person = ensure_person(store, "me")
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for turn in range(3):
                practise(store, person, f"q{number % 4}", days=turn)
                save_draft(store, person.id, f"practice:w{number}", f"{turn}", 1.0)
        except BaseException as error:  # noqa: BLE001  # told to the main thread
            failures.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(list_attempts(store, person.id)) == 60
    assert len(list_ratings(store, person.id)) == 60
    assert len(list_cards(store, person.id)) == 4


def test_a_backup_brings_everything_back(store: Store, tmp_path: Path) -> None:
    sitting, turn = sit(store, "甲")
    rule_point(store, _kept(store, turn.id), "k2", "covered", Word("Bob", "说了"))
    first = practise(store, ensure_person(store, "甲"))
    before = count_rows(store)
    path = tmp_path / "backup.sqlite3"
    assert back_up(store, path) == before
    erase_person(store, "甲")
    assert restore(store, path) == before
    assert list_attempts(store, first.person) == (first,)
    assert [v.reason for v in list_verdicts(store, sitting.id)] == ["说了"]
    assert find_plan(store, "plan").items[0].seconds == 180.0
    with pytest.raises(InputError, match="exists"):
        back_up(store, path)
    assert [p.name for p in tmp_path.glob("*.partial*")] == []


def test_a_backup_moves_from_a_file_to_a_server(
    sqlite_store: Store, postgres_url: str, tmp_path: Path
) -> None:
    kept = practise(sqlite_store, ensure_person(sqlite_store, "me"))
    back_up(sqlite_store, tmp_path / "b.sqlite3")
    team = open_store(postgres_url)
    restore(team, tmp_path / "b.sqlite3")
    assert list_attempts(team, kept.person) == (kept,)
    team.close()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, None])
def test_what_is_no_backup_changes_nothing(
    sqlite_store: Store, tmp_path: Path, content: bytes | None
) -> None:
    kept = practise(sqlite_store, ensure_person(sqlite_store, "me"))
    path = tmp_path / "odd"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError):
        restore(sqlite_store, path)
    assert list_attempts(sqlite_store, kept.person) == (kept,)


def test_histories_of_two_machines_join(sqlite_store: Store, tmp_path: Path) -> None:
    laptop, desktop = sqlite_store, open_store(str(tmp_path / "desktop.sqlite3"))
    mine, also_mine = ensure_person(laptop, "me"), ensure_person(desktop, "me")
    both = open_store(str(tmp_path / "both.sqlite3"))
    together = ensure_person(both, "me")
    for day, rating in enumerate((3, 1, 4, 3)):
        machine, person = ((laptop, mine), (desktop, also_mine))[day % 2]
        practise(machine, person, days=2 * day, rating=rating)
        practise(both, together, days=2 * day, rating=rating)
    theirs = export_history(desktop, also_mine)
    assert import_history(laptop, mine, theirs, review) == 2
    assert import_history(laptop, mine, theirs, review) == 0
    assert len(list_attempts(laptop, mine.id)) == 4
    assert list_cards(laptop, mine.id) == list_cards(both, together.id)
    for store in (desktop, both):
        store.close()


def test_a_broken_history_changes_nothing(sqlite_store: Store) -> None:
    person = ensure_person(sqlite_store, "me")
    kept = practise(sqlite_store, person)
    data = export_history(sqlite_store, person)
    broken = {**data, "attempts": [{**data["attempts"][0], "id": "new", "snapshot": "unknown"}]}
    for document in ({"format": "other"}, {"format": data["format"]}, broken):
        with pytest.raises(InputError):
            import_history(sqlite_store, person, document, review)
    assert list_attempts(sqlite_store, person.id) == (kept,)


def test_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KAOGUAN_DATABASE", "postgresql://ann:secret@host/team")
    place = find_address()
    assert place.url == "postgresql+psycopg://ann:secret@host/team"
    assert "secret" not in str(place)
    assert find_address(f"sqlite:///{tmp_path}/x").path == Path(f"{tmp_path}/x")
    with pytest.raises(InputError, match="mysql"):
        find_address("mysql://host/x")
    monkeypatch.delenv("KAOGUAN_DATABASE")
    assert find_address().path is not None


def test_a_file_that_is_no_database_is_said_so_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes, " * 500)
    with pytest.raises(InputError, match="not a database"):
        open_store(str(path))
    assert path.read_text() == "my notes, " * 500


def test_a_database_of_a_newer_program_is_refused(sqlite_store: Store) -> None:
    with sqlite_store.writing() as db:
        db.execute(text("INSERT INTO migrations VALUES (999, 'later', 'now')"))
    with pytest.raises(InputError, match="newer"):
        open_store(str(sqlite_store.address))


@pytest.mark.parametrize("version", [1, 2])
def test_old_files_are_brought_up_to_date_with_all_they_hold(tmp_path: Path, version: int) -> None:
    path = tmp_path / "old.sqlite3"
    script = (Path(__file__).parent / "old" / f"version-{version}.sql").read_text("utf-8")
    with sqlite3.connect(path) as base:
        base.executescript(script)
    base.close()
    store = open_store(str(path))
    me = ensure_person(store, "me")
    (attempt,) = list_attempts(store, me.id)
    assert (attempt.sheet.score, attempt.sheet.answer, attempt.hints) == (62.5, "不用重复计算", 1)
    assert load_snapshot(store, attempt.snapshot).question.tags == ("推理",)
    assert list_cards(store, me.id)[0].due.day == 22
    practise(store, me, "q1", days=30)
    if version > 1:
        sitting = find_sitting(store, "t1")
        assert [v.reason for v in list_verdicts(store, sitting.id)] == ["只说了一半"]
        assert [n.text for n in list_notes(store, sitting.id)] == ["紧张"]
    sit(store, "新人", "新计划")
    with store.writing() as db:
        db.execute(text(_ONE_VERDICT))
    with pytest.raises(DBAPIError, match="never changed"), store.writing() as db:
        db.execute(text("UPDATE verdicts SET state = 'missing'"))
    store.close()


def _kept(store: Store, turn: str) -> Turn:
    found = find_turn(store, turn)
    assert found is not None
    return found
