"""Boosted trees as numbers: what they answer, and what is refused."""

import json
from typing import Any

import numpy as np
import pytest

from grader.boosting import QUESTIONS, Forest, log_odds, read_forest
from grader.calibration import bundled_calibration, read_calibration

STUMP = {"base": 0.0, "splits": [[1]], "thresholds": [[0.5]], "leaves": [[-2.0, 2.0]]}
DEEP = {
    "base": 1.0,
    "splits": [[0, 1, 1], [1, 0, 0]],
    "thresholds": [[0.0, 5.0, 7.0], [3.0, 0.0, 0.0]],
    "leaves": [[1.0, 2.0, 3.0, 4.0], [0.1, 0.1, 0.2, 0.2]],
}


def _margin(forest: Forest, *row: float) -> float:
    p = forest.probability(np.array([row]))[0]
    return float(np.log(p / (1 - p)))


def test_a_value_at_the_threshold_goes_left() -> None:
    forest = read_forest(STUMP, 2)
    assert _margin(forest, 0, 0.5) == pytest.approx(-2)
    assert _margin(forest, 0, 0.51) == pytest.approx(2)


@pytest.mark.parametrize(
    ("row", "margin"),
    [((-1, 0), 2.1), ((-1, 6), 3.2), ((1, 0), 4.1), ((1, 6), 4.2), ((1, 8), 5.2)],
)
def test_the_leaves_of_every_tree_are_added_to_the_base(
    row: tuple[float, float], margin: float
) -> None:
    assert _margin(read_forest(DEEP, 2), *row) == pytest.approx(margin)


def test_the_three_questions_part_the_whole() -> None:
    forests = {name: read_forest(STUMP, 2) for name in QUESTIONS}
    p = np.exp(log_odds(forests, np.array([[0.0, 1.0], [0.0, 0.0]])))
    yes = 1 / (1 + np.exp(-2.0))
    assert p.sum(axis=1) == pytest.approx([1, 1])
    assert p[0] == pytest.approx([(1 - yes) * yes, (1 - yes) ** 2 * yes, (1 - yes) ** 3, yes])


def test_what_is_written_is_read_back() -> None:
    forest = read_forest(DEEP, 2)
    again = read_forest(json.loads(json.dumps(forest.plain())), 2)
    x = np.random.default_rng(1).normal(size=(50, 2)) * 5
    assert np.array_equal(forest.probability(x), again.probability(x))


@pytest.mark.parametrize(
    "change",
    [
        {"splits": [[2]]},
        {"splits": [[1], [1]]},
        {"leaves": [[1.0, 2.0, 3.0]]},
        {"leaves": [[1.0]], "splits": [[]], "thresholds": [[]]},
        {"splits": [], "thresholds": [], "leaves": []},
        {"splits": [[0, 0]], "thresholds": [[0, 0]], "leaves": [[1, 2, 3]]},
    ],
)
def test_trees_that_are_not_whole_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a tree"):
        read_forest({**STUMP, **change}, 2)


def test_a_calibration_names_the_faulty_tier() -> None:
    plain = bundled_calibration().tiers["full"].plain()
    plain["forests"] = {name: {**STUMP, "splits": [[999]]} for name in QUESTIONS}
    with pytest.raises(ValueError, match="full"):
        read_calibration(json.dumps({"name": "x", "tiers": {"full": plain}}))


def test_more_contradiction_never_makes_a_contradiction_less_likely() -> None:
    model = bundled_calibration().tiers["full"]
    if not model.forests:
        pytest.skip("the bundled calibration is logistic")
    rng = np.random.default_rng(7)
    x = rng.normal(size=(40, len(model.features))) * 2
    at = model.features.index("contradicted")
    rows = []
    for value in np.linspace(-6, 6, 25):
        x[:, at] = value
        rows.append(np.exp(log_odds(model.forests, x))[:, 3])
    assert (np.diff(np.array(rows), axis=0) >= -1e-12).all()
