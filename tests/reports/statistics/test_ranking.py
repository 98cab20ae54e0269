"""Strengths that agree with a library's, with known ratios, and with who is told apart."""

from __future__ import annotations

import numpy as np
import pytest

from reports.statistics.ranking import rank, strengths, wins_of


def test_two_systems_have_the_logarithm_of_their_odds() -> None:
    """75 wins against 25 are odds of 3, and 400 × log10(3) Elo points."""
    found = strengths(np.array([[0.0, 75.0], [25.0, 0.0]]), prior=0)
    assert found[0] - found[1] == pytest.approx(400 * np.log10(3))


def test_agrees_with_evalica() -> None:
    evalica = pytest.importorskip("evalica")
    random = np.random.default_rng(1)
    scores = random.normal([50, 55, 40, 60], 15, (60, 4))
    wins = wins_of(scores, tie=0).sum(axis=0)
    pairs = [
        (str(i), str(j), scores[q, i] > scores[q, j])
        for q in range(60)
        for i in range(4)
        for j in range(i)
    ]
    winner = evalica.Winner
    found = evalica.bradley_terry(
        [a for a, _, _ in pairs],
        [b for _, b, _ in pairs],
        [winner.X if won else winner.Y for _, _, won in pairs],
        tolerance=1e-12,
        limit=100_000,
    ).scores
    theirs = np.log10(np.array([found[str(i)] for i in range(4)])) * 400
    ours = strengths(wins, prior=0)
    assert ours - ours.mean() == pytest.approx(theirs - theirs.mean(), abs=0.01)


def test_missing_scores_are_no_defeats_and_near_ones_are_ties() -> None:
    wins = wins_of(np.array([[50.0, np.nan], [50.0, 50.4], [60.0, 50.0]]))
    assert wins[0].tolist() == [[0, 0], [0, 0]]
    assert wins[1].tolist() == [[0, 0.5], [0.5, 0]]
    assert wins[2].tolist() == [[0, 1], [0, 0]]


def test_who_wins_everything_is_first_and_finite() -> None:
    scores = np.column_stack([np.full(20, 90.0), np.full(20, 50.0), np.full(20, 50.0)])
    found = rank(scores, {(0, 1), (0, 2)}, draws=50)
    assert found[0].system == 0
    assert [r.group for r in found] == [1, 2, 2]
    assert all(np.isfinite([r.strength, r.low, r.high]).all() for r in found)


def test_one_system_has_no_rank() -> None:
    assert rank(np.full((5, 1), 50.0), set()) == []
