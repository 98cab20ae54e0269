"""The schedule is FSRS's, by days."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from fsrs import Card, Rating, ReviewLog, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from grader.practice.scheduling import RETENTION, day_of, point_key, recall, review

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 400)), min_size=1, max_size=20))
def test_cards_move_as_the_package_itself_moves_them(reviews: list[tuple[int, int]]) -> None:
    reference = Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    at, card = START, ""
    logs = []
    for rating, days in reviews:
        at += timedelta(days=days)
        card, due = review(card, rating, at)
        logs.append(ReviewLog(1, Rating(rating), day_of(at), None))
    expected = reference.reschedule_card(Card(card_id=1), logs)
    got = json.loads(card)
    assert (got["stability"], got["difficulty"]) == (expected.stability, expected.difficulty)
    assert due == expected.due
    assert recall(card, at) == reference.get_card_retrievability(expected, day_of(at))


def test_a_better_rating_never_comes_back_sooner() -> None:
    card, _ = review("", 3, START)
    dues = [review(card, rating, START + timedelta(days=3))[1] for rating in (1, 2, 3, 4)]
    assert dues == sorted(dues)
    assert dues[0] < dues[3]


def test_an_hour_earlier_in_the_day_is_still_a_day_later() -> None:
    evening = datetime(2026, 11, 20, 20, tzinfo=UTC)
    _, due = review("", 1, evening)
    assert due - day_of(evening) == timedelta(days=1)
    assert day_of(evening + timedelta(hours=23)) >= due


def test_a_day_begins_at_four_where_the_person_is() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    late = datetime(2026, 11, 21, 1, 30, tzinfo=shanghai)
    assert day_of(late, shanghai).day == 20
    assert day_of(late + timedelta(hours=3), shanghai).day == 21
    spring = ZoneInfo("Europe/Berlin")
    days = [day_of(datetime(2026, 3, d, 9, tzinfo=spring), spring) for d in (28, 29, 30)]
    assert [b - a for a, b in pairwise(days)] == [timedelta(days=1)] * 2


def test_a_point_keeps_its_card_when_only_its_punctuation_changes() -> None:
    assert point_key("KV 缓存，避免重复计算。") == point_key("ＫＶ缓存避免重复计算")
    assert point_key("KV 缓存") != point_key("不用 KV 缓存")


def test_a_month_of_practice_has_a_sensible_load() -> None:
    """Sixty questions, five new ones a day, eight in ten answers good: nobody is buried."""
    dice = Random(7)  # a simulation
    cards: dict[int, tuple[str, datetime]] = {}
    load = []
    for day in range(30):
        at = START + timedelta(days=day)
        due = [n for n, (_, when) in cards.items() if when <= day_of(at)]
        fresh = [n for n in range(60) if n not in cards][:5]
        load.append(len(due))
        for number in [*due, *fresh]:
            rating = dice.choices([1, 2, 3, 4], [1, 1, 6, 2])[0]
            cards[number] = review(cards.get(number, ("", at))[0], rating, at)
    assert len(cards) == 60
    assert max(load) <= 20
    assert sum(load[-7:]) / 7 < 8
    assert load[-1] > 0 or load[-2] > 0
