from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures import open_range, show_gain, show_range, show_score, show_share, total_weight

SCORES = st.floats(0, 100)


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (0.0, "0"),
        (0.3, "<1"),
        (1.0, "1"),
        (59.999, "59"),
        (60 - 1e-12, "60"),
        (99.6, "99"),
        (100.0, "100"),
        (-3.0, "0"),
        (250.0, "100"),
        (None, None),
        (math.nan, None),
        (math.inf, None),
    ],
)
def test_score_shows_only_what_was_reached(score: float | None, shown: str | None) -> None:
    assert show_score(score) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (33.2, 48.7, "33–49"),
        (40.0, 40.0, "40"),
        (95.0, 99.6, "95–99"),
        (95.0, 100.0, "95–100"),
        (99.6, 99.7, "99"),
        (0.0, 0.2, "0–1"),
        (math.nan, 30.0, "0–30"),
    ],
)
def test_range_is_rounded_outward(low: float, high: float, shown: str) -> None:
    assert show_range(low, high) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.996, "99%"), (1.0, "100%"), (math.nan, "0%")],
)
def test_share_is_certain_only_if_it_is(share: float, shown: str) -> None:
    assert show_share(share) == shown


@pytest.mark.parametrize(
    ("gain", "shown"),
    [(0.0, ""), (-2.0, ""), (0.2, "+1"), (8.9, "+8"), (27.27, "+27"), (math.nan, "")],
)
def test_gain_is_not_promised_too_high(gain: float, shown: str) -> None:
    assert show_gain(gain) == shown


def test_open_range_counts_unscored_weight_both_ways() -> None:
    assert open_range(50.0, 8, 2) == (40.0, 60.0)
    assert open_range(None, 8, 2) == (0.0, 100.0)
    assert open_range(50.0, 0, 2) == (0.0, 100.0)
    assert open_range(50.0, 8, 0) == (50.0, 50.0)


def test_weights_that_are_no_weights_count_nothing() -> None:
    assert total_weight([1, 2, -3, math.nan]) == 3


@given(SCORES, st.floats(0.1, 50), st.floats(0, 50))
def test_open_range_holds_whatever_the_unscored_points_turn_out(
    score: float, scored: float, unscored: float
) -> None:
    low, high = open_range(score, scored, unscored)
    assert -1e-9 <= low <= score + 1e-9
    assert score - 1e-9 <= high <= 100 + 1e-9


@given(SCORES)
def test_only_100_shows_as_100(score: float) -> None:
    assert (show_score(score) == "100") == (score >= 100 - 1e-9)


@given(SCORES, SCORES)
def test_a_higher_score_never_shows_lower(one: float, other: float) -> None:
    low, high = sorted([one, other])
    shown = [show_score(low), show_score(high)]
    numbers = [0.5 if text == "<1" else float(text or 0) for text in shown]
    assert numbers[0] <= numbers[1]
