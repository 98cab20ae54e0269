"""Systems compared: paired by question, honest about what is shared and what is not."""

from __future__ import annotations

import numpy as np
import pytest

from reports.statistics.comparison import compare, sides_of
from rubrics.runs import Row
from tests.reports.statistics.tables import row, table


def two(gap: float, questions: int = 30, seed: int = 1) -> list[Row]:
    random = np.random.default_rng(seed)
    base = random.uniform(20, 80, questions)
    rows = []
    for i, score in enumerate(base):
        rows.append(row(f"q{i}", "old", float(score), text="x" * 50))
        rows.append(
            row(
                f"q{i}",
                "new",
                float(np.clip(score + gap + random.normal(0, 4), 0, 100)),
                text="x" * 50,
            )
        )
    return rows


def test_pairing_finds_what_the_spread_of_questions_hides() -> None:
    found = compare(sides_of([table(two(4))]))
    (pair,) = found.pairs
    assert [s.name for s in found.systems] == ["old", "new"]
    assert pair.difference.value == pytest.approx(-4, abs=1.5)
    assert pair.difference.is_negative
    assert pair.adjusted < 0.001
    assert pair.losses > pair.wins
    old, new = (s.mean for s in found.systems)
    assert old is not None
    assert new is not None
    assert new.low is not None
    assert old.value > new.low  # the single intervals overlap


def test_no_difference_is_not_shown_as_one() -> None:
    wrong = 0
    for seed in range(60):
        (pair,) = compare(sides_of([table(two(0, seed=seed))])).pairs
        wrong += pair.adjusted < 0.05
    assert wrong <= 8


def test_repeats_count_as_one_question() -> None:
    rows = [row("q1", "a", 10.0)] * 50 + [
        row("q2", "a", 90.0),
        row("q1", "b", 20.0),
        row("q2", "b", 80.0),
    ]
    a, b = compare(sides_of([table(rows)])).systems
    assert a.mean is not None
    assert b.mean is not None
    assert a.mean.value == b.mean.value == 50.0
    assert a.repeats == 25.5


def test_stability_over_repeats() -> None:
    rows = [row("q1", "a", s) for s in (40.0, 60.0)] + [row("q2", "a", s) for s in (70.0, 70.0)]
    (a, _) = compare(sides_of([table([*rows, row("q1", "b", 1.0), row("q2", "b", 1.0)])])).systems
    assert a.spread == pytest.approx(np.sqrt((200 + 0) / 2))
    assert a.worst == pytest.approx((40 + 70) / 2)


def test_what_has_no_score_is_counted_and_left_out() -> None:
    rows = [row("q1", "a", None), row("q2", "a", 50.0), row("q1", "b", 30.0), row("q2", "b", 40.0)]
    found = compare(sides_of([table(rows)]))
    assert [s.unscored for s in found.systems] == [1, 0]
    assert found.pairs[0].difference.n == 1
    assert found.pairs[0].difference.value == 10.0


def test_other_rubrics_are_named() -> None:
    first = table([row("q1", "a", 50.0), row("q2", "a", 50.0)], "one")
    changed = row("q1", "b", 60.0)
    second = table([changed, row("q2", "b", 60.0)], "two")
    second.signatures["q1"] = {"other"}
    assert compare(sides_of([first, second])).mixed == ("q1",)


def test_equal_length_takes_away_what_only_length_gave() -> None:
    """The longer answers of one system earn a point for each tenth of their length."""
    random = np.random.default_rng(4)
    rows = []
    for i in range(60):
        base, growth = random.uniform(30, 60), random.uniform(0.2, 1.2)
        rows.append(row(f"q{i}", "short", base, text="x" * 100))
        rows.append(
            row(f"q{i}", "long", base + 20 * growth, text="x" * round(101 * np.exp(growth) - 1))
        )
    (pair,) = compare(sides_of([table(rows)])).pairs
    assert pair.difference.value < -10
    assert pair.controlled is not None
    assert pair.controlled.value == pytest.approx(0, abs=0.5)


def test_systems_are_authors_of_a_run_or_whole_runs() -> None:
    many = table([row("q1", "a", 1.0), row("q1", "b", 2.0)], "many")
    single = table([row("q1", "a", 3.0)], "single")
    assert [s.name for s in sides_of([many, single])] == ["a (many)", "b", "a (single)"]
    assert [s.name for s in sides_of([many, single], by="run")] == ["many", "single"]
    assert [s.name for s in sides_of([single, table([row("q1", "c", 3.0)], "other")])] == ["a", "c"]
