"""An answer that says a point word for word does not contradict it, whatever a tier would guess."""

import numpy as np
import pytest

from grader.calibration import TierModel
from grader.scoring import PointEvidence, mark_points
from rubrics.marks import Evidence, State
from rubrics.model import KeyPoint

ZEROS = np.zeros((4, 1))
DENIES = TierModel(
    ("literal",), np.zeros(1), np.ones(1), ZEROS, np.array([0.0, -5.0, -5.0, 3.0]), 0.5
)


@pytest.mark.parametrize(
    ("literal", "clash", "state"),
    [
        (1.0, "", State.COVERED),
        (1.0, "增大 / 减小", State.CONTRADICTED),
        (0.0, "", State.CONTRADICTED),
    ],
)
def test_word_for_word_is_no_contradiction(literal: float, clash: str, state: State) -> None:
    seen = PointEvidence({"literal": literal}, Evidence(0, 4, "除以方差"), clash, "words")
    (mark,) = mark_points([KeyPoint("k1", "除以方差", 2)], [seen], DENIES)
    assert mark.state is state
    assert sum(mark.probabilities.values()) == pytest.approx(1.0, abs=1e-3)
