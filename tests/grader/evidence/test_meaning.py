"""Cosines of points and windows: what is kept of them, and which window is quoted."""

from __future__ import annotations

import numpy as np

from grader.evidence.meaning import weigh_meaning


def test_the_shortest_of_the_windows_that_are_nearly_best_is_quoted() -> None:
    similarity = np.array([[0.80, 0.79, 0.20, 0.50]], np.float32)
    (seen,) = weigh_meaning(similarity, np.array([40, 12, 5, 8]))
    assert seen.window == 1
    assert seen.best == np.float32(0.80)
    assert abs(seen.top - (0.80 + 0.79 + 0.50) / 3) < 1e-6


def test_without_windows_there_is_no_evidence() -> None:
    (seen,) = weigh_meaning(np.zeros((1, 0), np.float32), np.zeros(0, np.int64))
    assert (seen.best, seen.window) == (0.0, None)


def test_fewer_than_three_windows() -> None:
    (seen,) = weigh_meaning(np.array([[0.5]], np.float32), np.array([9]))
    assert seen.top == seen.best == seen.whole == 0.5
