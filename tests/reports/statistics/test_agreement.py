"""Measures of agreement against scikit-learn, scipy and published examples."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from reports.statistics.agreement import (
    agree,
    band_of,
    kappa,
    krippendorff,
    pairwise,
    pearson,
    spearman,
    weighted_kappa,
)

_NAN = float("nan")
KRIPPENDORFF = np.array([
    [_NAN, _NAN, _NAN, _NAN, _NAN, 3, 4, 1, 2, 1, 1, 3, 3, _NAN, 3],
    [1, _NAN, 2, 1, 3, 3, 4, 3, _NAN, _NAN, _NAN, _NAN, _NAN, _NAN, _NAN],
    [_NAN, _NAN, 2, 1, 3, 4, 4, _NAN, 2, 1, 1, 3, 3, _NAN, 4],
])  # fmt: skip
"""Krippendorff, Computing Krippendorff's alpha-reliability (2011), section E, as in Wikipedia."""


@pytest.fixture
def pair() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    truth = random.uniform(0, 100, 200)
    return np.clip(truth + random.normal(0, 15, 200), 0, 100), np.clip(truth, 0, 100)


def test_correlations_are_scipys(pair: tuple[np.ndarray, np.ndarray]) -> None:
    a, b = pair
    assert pearson(a, b) == pytest.approx(stats.pearsonr(a, b).statistic)
    rounded = np.round(a, -1)
    assert spearman(rounded, b) == pytest.approx(stats.spearmanr(rounded, b).statistic)


def test_weighted_kappa_is_scikit_learns(pair: tuple[np.ndarray, np.ndarray]) -> None:
    a, b = pair
    expected = cohen_kappa_score(
        band_of(a).astype(int), band_of(b).astype(int), weights="quadratic"
    )
    assert weighted_kappa(a, b) == pytest.approx(expected)


def test_bands_begin_at_their_lower_limit() -> None:
    assert band_of(np.array([0, 19.9, 20, 59.9, 60, 80, 100])).tolist() == [0, 0, 1, 2, 3, 4, 4]


def test_kappa_of_a_table_by_hand() -> None:
    """The example of Wikipedia's article: 20, 5, 10, 15."""
    assert kappa(np.array([[20.0, 5.0], [10.0, 15.0]])) == pytest.approx(0.4)
    assert kappa(np.zeros((2, 2))) is None
    assert kappa(np.array([[5.0, 0.0], [0.0, 0.0]])) is None


def test_krippendorffs_alpha_is_the_published_one() -> None:
    assert krippendorff(KRIPPENDORFF, "nominal") == pytest.approx(0.691, abs=0.001)
    assert krippendorff(KRIPPENDORFF, "interval") == pytest.approx(0.811, abs=0.001)
    assert krippendorff(np.array([[1.0, _NAN], [_NAN, 2.0]])) is None


def test_agreement_with_oneself_is_perfect() -> None:
    scores = [10.0, 35.0, 50.0, 71.0, 90.0, 22.0]
    found = agree(scores, scores, list("abcdef"), draws=100)
    assert found.unit == "question"
    for measure in (found.pearson, found.spearman, found.kappa):
        assert measure is not None
        assert measure.value == pytest.approx(1.0)
    assert found.error is not None
    assert found.error.value == 0
    assert found.limits == (0.0, 0.0)


def test_bland_altman_by_hand() -> None:
    found = agree([12.0, 18.0, 33.0, 41.0], [10.0, 20.0, 30.0, 40.0], list("aabb"), draws=100)
    assert found.unit == "answer"
    assert found.bias is not None
    assert found.bias.value == pytest.approx(1.0)
    deviation = np.std([2, -2, 3, 1], ddof=1)
    assert found.limits == pytest.approx((1 - 1.96 * deviation, 1 + 1.96 * deviation))


def test_what_does_not_vary_has_no_correlation() -> None:
    found = agree([50.0] * 6, [10.0, 20, 30, 40, 50, 60], list("abcdef"), draws=50)
    assert found.pearson is None
    assert found.error is not None


def test_intervals_over_few_questions_are_wider_than_over_answers() -> None:
    """Answers to one question err together; drawing answers would not see it."""
    random = np.random.default_rng(2)
    shift = np.repeat(random.normal(0, 15, 8), 25)
    truth = random.uniform(20, 80, 200)
    groups = [str(i // 25) for i in range(200)]
    clustered = agree(list(truth + shift), list(truth), groups, draws=300).bias
    single = agree(list(truth + shift), list(truth), [str(i) for i in range(200)], draws=300).bias
    assert clustered is not None
    assert single is not None
    assert clustered.low is not None
    assert clustered.high is not None
    assert single.low is not None
    assert single.high is not None
    assert clustered.high - clustered.low > 2 * (single.high - single.low)


def test_raters_are_compared_where_both_rated() -> None:
    ratings = {
        "ann": {"1": 10.0, "2": 50.0, "3": 90.0},
        "bob": {"2": 55.0, "3": 80.0, "4": 0.0},
        "eve": {"4": 1.0},
    }
    found = pairwise(ratings, {k: k for k in "1234"})
    assert [(a, b, result.n) for a, b, result in found] == [("ann", "bob", 2)]
