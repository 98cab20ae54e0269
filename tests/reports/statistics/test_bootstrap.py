"""Intervals that hold what they promise, and tests that agree with scipy and with counting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reports.statistics.bootstrap import flip_test, holm, mean_interval, percentile_interval


@pytest.mark.parametrize(("questions", "seed"), [(15, 1), (40, 2)])
def test_intervals_cover_the_truth_93_to_97_times_in_100_on_clustered_data(
    questions: int, seed: int
) -> None:
    """Three repeats a question share the question's effect; the truth is 4."""
    random = np.random.default_rng(seed)
    hits = 0
    trials = 1500
    for trial in range(trials):
        effect = random.normal(4, 12, (questions, 1))
        scores = effect + random.normal(0, 8, (questions, 3))
        found = mean_interval(scores.mean(axis=1), seed=trial, draws=600)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 4 <= found.high
    assert 0.93 <= hits / trials <= 0.97


def test_intervals_cover_skewed_differences_too() -> None:
    """Most questions are equal, a few differ by much, as with real models."""
    random = np.random.default_rng(3)
    hits = 0
    for trial in range(1000):
        gaps = np.where(
            random.random(40) < 0.3, random.exponential(20, 40), random.normal(0, 3, 40)
        )
        found = mean_interval(gaps, seed=trial, draws=600)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 6.0 <= found.high
    assert 0.92 <= hits / 1000 <= 0.98


def test_close_to_the_t_interval_on_normal_data() -> None:
    x = np.random.default_rng(4).normal(10, 5, 60)
    found = mean_interval(x)
    low, high = stats.t.interval(0.95, 59, x.mean(), stats.sem(x))
    assert found is not None
    assert found.low == pytest.approx(low, abs=0.25)
    assert found.high == pytest.approx(high, abs=0.25)
    assert found == mean_interval(x)


def test_too_few_questions_have_no_interval() -> None:
    assert mean_interval([]) is None
    few = mean_interval([1.0, 5.0])
    assert few is not None
    assert (few.value, few.low, few.high) == (3.0, None, None)


def test_no_spread_is_a_point() -> None:
    found = mean_interval([7.0] * 10)
    assert found is not None
    assert (found.low, found.high) == (7.0, 7.0)


def test_permutation_test_is_exact_for_few_questions() -> None:
    """Against scipy's enumeration of all sign flips."""
    d = np.random.default_rng(5).normal(1, 2, 9)
    found = stats.permutation_test(
        (d,), lambda x: abs(np.mean(x)), permutation_type="samples", n_resamples=np.inf, alternative="greater",
    )  # fmt: skip
    assert flip_test(d) == pytest.approx(found.pvalue)


def test_permutation_test_is_near_the_t_test_for_many() -> None:
    d = np.random.default_rng(6).normal(0.5, 2, 80)
    assert flip_test(d) == pytest.approx(stats.ttest_1samp(d, 0).pvalue, abs=0.01)


def test_permutation_test_at_its_edges() -> None:
    assert flip_test([]) is None
    assert flip_test([0.0, 0.0]) == 1.0
    p = flip_test(np.full(100, 3.0))
    assert p is not None
    assert 0 < p < 0.001


def test_permutation_p_is_uniform_when_nothing_differs() -> None:
    random = np.random.default_rng(8)
    found = [flip_test(random.normal(0, 1, 25), seed=i, draws=999) for i in range(400)]
    below = np.mean([p is not None and p < 0.05 for p in found])
    assert 0.025 <= below <= 0.08


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(st.lists(st.floats(0.0001, 1), min_size=1, max_size=12))
def test_holm_never_lowers_and_keeps_the_order(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(a >= v for a, v in zip(adjusted, values, strict=True))
    assert sorted(range(len(values)), key=lambda i: (values[i], i)) == sorted(
        range(len(values)), key=lambda i: (adjusted[i], values[i], i)
    )


@settings(max_examples=30)
@given(st.lists(st.floats(-100, 100), min_size=3, max_size=30), st.integers(0, 9))
def test_the_value_lies_near_its_interval_and_the_order_does_not_matter(
    values: list[float], seed: int
) -> None:
    found = mean_interval(values, seed, draws=200)
    assert found is not None
    assert found.value == pytest.approx(float(np.mean(values)))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.high


def test_percentile_interval_draws_whole_groups() -> None:
    """Ten copies of each row are no more evidence than one."""
    random = np.random.default_rng(9)
    rows = [random.normal(0, 1, (1, 2)) for _ in range(30)]
    copies = [np.repeat(row, 10, axis=0) for row in rows]

    def measure(found: np.ndarray) -> float:
        return float(found[:, 0].mean())

    one, ten = percentile_interval(measure, rows), percentile_interval(measure, copies)
    assert one is not None
    assert ten is not None
    assert one.low == pytest.approx(ten.low)
    assert one.high == pytest.approx(ten.high)


def test_the_interval_of_a_mean_score_stays_among_scores() -> None:
    wide = mean_interval([1.0, 2.0, 90.0])
    kept = mean_interval([1.0, 2.0, 90.0], bounds=(0.0, 100.0))
    assert wide is not None
    assert wide.high is not None
    assert wide.high > 100
    assert kept is not None
    assert kept.low is not None
    assert kept.high is not None
    assert 0 <= kept.low < kept.high <= 100
