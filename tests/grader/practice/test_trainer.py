"""Practice: drawn, answered, graded, scheduled."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grader.desk import make_desk
from grader.practice.drawing import Wish
from grader.practice.hints import make_hints
from grader.practice.progress import measure, streaks
from grader.practice.ratings import point_grades, suggest
from grader.practice.scheduling import AGAIN, EASY, GOOD, HARD
from grader.practice.trainer import Effort, Trainer, compare
from grader.store import open_store
from grader.store.attempts import WHOLE, list_attempts, list_cards
from grader.store.drafts import Typed
from grader.store.people import ensure_person
from questions.errors import InputError
from questions.library import load_banks
from questions.search import Filter
from rubrics.marks import Mark, Scoresheet, State
from tests.grader.practice.banks import GQA, KV, write_files

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)


def titles(
    trainer: Trainer, at: datetime = AT, wanted: Filter | None = None, **wish: object
) -> list[tuple[str, str]]:
    drawn = trainer.draw(wanted or Filter(), Wish(**wish), at)  # type: ignore[arg-type]  # fields by name
    return [(d.why, d.question.title) for d in drawn]


def sheet_of(*states: State, score: float | None = 50.0, unsure: bool = False) -> Scoresheet:
    marks = tuple(Mark(f"k{i}", f"point {i}", 3, s, unsure=unsure) for i, s in enumerate(states))
    return Scoresheet(
        "q", "a", "me", "…", score, "", marks, interval=None if score is None else (score, score)
    )


def test_new_questions_come_from_easy_to_hard_and_only_with_an_answer(trainer: Trainer) -> None:
    assert [t[:3] for _, t in titles(trainer)] == ["KV ", "GQA", "RoP"]
    assert titles(trainer, new=1) == [("new", KV)]
    assert titles(trainer, wanted=Filter(tags=("注意力",))) == [("new", GQA)]
    assert len(titles(trainer, minutes=3.0, number=None)) == 1


def test_a_good_answer_sends_the_question_away_and_a_bad_one_brings_it_back_tomorrow(
    trainer: Trainer,
) -> None:
    good, bad = trainer.desk.find(KV), trainer.desk.find(GQA)
    first = trainer.submit(good, "+k1 +k2", Effort(60), at=AT)
    assert first.suggestion.rating == EASY
    second = trainer.submit(bad, "...", Effort(5), at=AT)
    assert second.suggestion.rating == AGAIN
    assert (first.sheet.score or 0) > 60 > (second.sheet.score or 0)
    soon, late = trainer.due(bad), trainer.due(good)
    assert soon is not None
    assert late is not None
    assert (soon - AT).days < 1 < (late - AT).days + 1
    assert ("due", GQA) not in titles(trainer)
    assert titles(trainer, AT + timedelta(days=1))[0] == ("due", GQA)


def test_the_likeliest_forgotten_comes_first(trainer: Trainer) -> None:
    for title, answer in ((KV, "+k1 +k2"), (GQA, "...")):
        trainer.submit(trainer.desk.find(title), answer, Effort(5), at=AT)
    months = AT + timedelta(days=90)
    assert [t for why, t in titles(trainer, months) if why == "due"] == [GQA, KV]


def test_a_question_comes_back_for_a_weak_point_before_it_is_due_itself(trainer: Trainer) -> None:
    question = trainer.desk.find(KV)
    outcome = trainer.submit(question, "+k1", Effort(30), at=AT)
    assert outcome.suggestion.rating == GOOD
    states = {
        c.text: c.state for c in list_cards(trainer.store, trainer.person.id) if c.point != WHOLE
    }
    assert states.get("每一步只需要计算新 token") == "missing"
    assert titles(trainer, AT + timedelta(days=1), new=0) == [("weak", KV)]


def test_ahead_fills_up_with_what_is_due_later(trainer: Trainer) -> None:
    trainer.submit(trainer.desk.find(KV), "+k1 +k2", Effort(30), at=AT)
    assert titles(trainer, new=0) == []
    assert titles(trainer, new=0, ahead=True) == [("ahead", KV)]


def test_a_second_try_says_what_changed_and_moves_nothing(trainer: Trainer) -> None:
    question = trainer.desk.find(KV)
    first = trainer.submit(question, "+k1", Effort(30), at=AT)
    before = list_cards(trainer.store, trainer.person.id)
    second = trainer.submit(question, "+k1 +k2", Effort(20), first.attempt, at=AT)
    assert second.change is not None
    assert second.change.added == ("每一步只需要计算新 token",)
    assert second.change.fixed == second.change.lost == ()
    assert second.change.gain is not None
    assert second.change.gain > 0
    assert list_cards(trainer.store, trainer.person.id) == before
    assert [a.earlier for a in list_attempts(trainer.store, trainer.person.id)] == [
        None,
        first.attempt.id,
    ]


def test_changes_between_two_sheets() -> None:
    before = sheet_of(State.CONTRADICTED, State.PARTIAL, State.COVERED, State.UNSCORED)
    after = sheet_of(State.MISSING, State.COVERED, State.MISSING, State.COVERED, score=None)
    change = compare(before, after)
    assert (change.added, change.fixed, change.lost) == (("point 1",), ("point 0",), ("point 2",))
    assert change.gain is None


@pytest.mark.parametrize(
    ("score", "rating"),
    [(0.0, AGAIN), (39.9, AGAIN), (40.0, HARD), (60.0, GOOD), (85.0, EASY), (100.0, EASY)],
)
def test_scores_become_ratings(score: float, rating: int) -> None:
    assert suggest(sheet_of(State.COVERED, score=score)).rating == rating


def test_an_answer_that_needed_a_hint_is_hard_at_best_and_a_wrong_core_is_no_pass() -> None:
    assert suggest(sheet_of(State.COVERED, score=95.0), hints=1).rating == HARD
    assert suggest(sheet_of(State.COVERED, State.CONTRADICTED, score=90.0)).rating == HARD
    assert point_grades(sheet_of(State.COVERED), hints=1)[0].rating == HARD


def test_what_nobody_could_score_moves_nothing(trainer: Trainer) -> None:
    assert suggest(sheet_of(State.UNSCORED, score=None)).rating is None
    assert point_grades(sheet_of(State.UNSCORED, State.MISSING, unsure=True)) == ()
    outcome = trainer.submit(trainer.desk.find(KV), "字" * 60_000, Effort(5), at=AT)
    assert outcome.sheet.failure is not None
    assert list_cards(trainer.store, trainer.person.id) == ()
    assert len(list_attempts(trainer.store, trainer.person.id)) == 1


def test_an_unsure_grade_waits_for_its_author_and_takes_one_word(trainer: Trainer) -> None:
    assert suggest(sheet_of(State.MISSING, unsure=True)).unsure
    assert suggest(replace(sheet_of(State.PARTIAL), interval=(20.0, 70.0))).unsure
    assert not suggest(sheet_of(State.PARTIAL)).unsure
    outcome = trainer.submit(trainer.desk.find(KV), "?k1 ?k2", Effort(30), at=AT)
    assert outcome.suggestion.unsure
    assert list_cards(trainer.store, trainer.person.id) == ()
    assert trainer.rate(outcome, GOOD)
    assert not trainer.rate(outcome, EASY)
    (card,) = list_cards(trainer.store, trainer.person.id)
    assert card.point == WHOLE


def test_a_question_without_a_reference_is_refused(trainer: Trainer) -> None:
    with pytest.raises(InputError, match="no reference"):
        trainer.submit(trainer.desk.find("没有答案的问题是什么"), "…", Effort(5))


def test_hints_give_no_term_away(trainer: Trainer) -> None:
    for question in trainer.desk.bank.questions[:3]:
        rubric = trainer.desk.rubric(question)
        assert rubric is not None
        hints = make_hints(question, rubric)
        assert hints
        for term in ("重复计算", "共享", "旋转", "相对位置", "新 token"):
            assert all(term not in hint for hint in hints)


def test_progress_counts_what_was_done(trainer: Trainer) -> None:
    for day, title in ((0, KV), (1, GQA), (2, KV)):
        at = AT + timedelta(days=day)
        trainer.submit(trainer.desk.find(title), "+k1", Effort(60), at=at)
    found = measure(trainer.store, trainer.person, trainer.desk.bank, AT + timedelta(days=3))
    assert (found.streak, found.longest, found.answers, found.seen, found.questions) == (
        3,
        3,
        3,
        2,
        3,
    )
    assert found.seconds == 180.0
    assert [d.count for d in found.days] == [1, 1, 1]
    assert sum(d.count for d in found.forecast) >= 1
    assert found.known is not None
    assert 0 < found.known < 1
    assert {m.tag for m in found.mastery} == {"推理", "缓存", "注意力"}
    missed = [p for p in found.weakest if p.text == "每一步只需要计算新 token"]
    assert [(p.state, p.lapses) for p in missed] == [("missing", 2)]


def test_streaks_end_after_a_day_without() -> None:
    days = [(AT + timedelta(days=d)).date() for d in (0, 1, 2, 5, 6)]
    assert streaks(days, days[-1]) == (2, 3)
    assert streaks(days, days[-1] + timedelta(days=1)) == (2, 3)
    assert streaks(days, days[-1] + timedelta(days=2)) == (0, 3)
    assert streaks([], AT.date()) == (0, 0)


def test_missed_points_become_anki_cards(trainer: Trainer, tmp_path: Path) -> None:
    pytest.importorskip("genanki", reason="kaoguan[anki] is not installed")
    from grader.practice.anki import write_missed

    trainer.submit(trainer.desk.find(KV), "+k1", Effort(30), at=AT)
    deck = tmp_path / "missed.apkg"
    assert write_missed(trainer.store, trainer.person, deck) == 1
    assert "collection.anki2" in zipfile.ZipFile(deck).namelist()


@pytest.fixture
def by_words(tmp_path: Path) -> Iterator[Trainer]:
    """The trainer as people have it, with the real words tier."""
    bank, rubric = write_files(tmp_path)
    store = open_store(str(tmp_path / "real.sqlite3"))
    desk = make_desk(load_banks([bank])[0], rubric, tier="words")
    yield Trainer(store, desk, ensure_person(store))
    store.close()


def test_with_the_real_grader_what_is_said_word_for_word_is_found(by_words: Trainer) -> None:
    question = by_words.desk.find(KV)
    blank = by_words.submit(question, "不知道", Effort(5), at=AT)
    assert (blank.sheet.score, blank.suggestion.rating) == (0.0, AGAIN)
    assert by_words.due(question) == datetime(2026, 11, 3, tzinfo=UTC)
    missed = [c.text for c in list_cards(by_words.store, by_words.person.id) if c.point != WHOLE]
    assert sorted(missed) == sorted(mark.text for mark in blank.sheet.marks)
    again = by_words.submit(question, "。".join(missed), Effort(60), blank.attempt, at=AT)
    assert again.change is not None
    assert sorted(again.change.added) == sorted(missed)
    assert again.change.gain == again.sheet.score


def test_with_the_real_grader_an_answer_is_quoted_and_scheduled(by_words: Trainer) -> None:
    question = by_words.desk.find(GQA)
    answer = "GQA 把查询头分组，组内共享一套 K、V，KV 缓存变小，解码时读显存更少，质量接近 MHA。"
    first = by_words.submit(question, answer, Effort(50), at=AT)
    quotes = [e.text for m in first.sheet.marks for e in m.evidence]
    assert quotes
    assert all(quote in answer for quote in quotes)
    assert "tier:words" in first.sheet.signature
    if first.suggestion.unsure:
        assert by_words.rate(first, GOOD)
    due = by_words.due(question)
    assert due is not None
    assert ("due", GQA) not in titles(by_words, due - timedelta(hours=20))
    assert ("due", GQA) in titles(by_words, due + timedelta(hours=12))


def test_what_is_being_graded_is_a_draft(trainer: Trainer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at this moment the program loses nothing: not even the last second."""
    question, seen = trainer.desk.find(KV), []

    def grade(*_: object) -> Scoresheet:
        seen.append(trainer.draft(question))
        raise InputError("no model")

    monkeypatch.setattr(trainer.desk.grader, "grade", grade)
    with pytest.raises(InputError, match="no model"):
        trainer.submit(question, "想好了", Effort(7.0), at=AT)
    assert seen == [Typed("想好了", 7.0)]
    monkeypatch.undo()
    trainer.submit(question, "+k1", Effort(9.0), at=AT)
    assert trainer.draft(question) is None
