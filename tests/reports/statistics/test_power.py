"""How many questions a comparison takes, held against simulation and statsmodels' definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from reports.statistics.power import detectable, questions_needed


def test_the_detectable_difference_is_found_4_times_in_5() -> None:
    least = detectable(10.0, 30)
    assert least is not None
    random = np.random.default_rng(1)
    drawn = random.normal(least, 10, (4000, 30))
    found = stats.ttest_1samp(drawn, 0, axis=1).pvalue < 0.05
    assert found.mean() == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize("deviation", [3.0, 10.0, 25.0])
def test_so_many_questions_make_the_interval_as_narrow_as_wished(deviation: float) -> None:
    n = questions_needed(deviation, 2.0)
    assert n is not None

    def width(count: int) -> float:
        return float(stats.t.ppf(0.975, count - 1) * deviation / math.sqrt(count))

    assert width(n) <= 2.0 + 1e-9
    assert n == 3 or width(n - 2) > 2.0


def test_what_cannot_be_said_is_none() -> None:
    assert detectable(5.0, 2) is None
    assert detectable(float("nan"), 20) is None
    assert questions_needed(float("nan"), 2.0) is None
    assert questions_needed(1e6, 0.001) is None
