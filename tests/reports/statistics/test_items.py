"""Item analysis against textbook values, and verdicts only where there is enough to go by."""

from __future__ import annotations

import numpy as np
import pytest

from reports.statistics.items import cronbach, examine, rest_correlation
from rubrics.runs import Row
from tests.reports.statistics.tables import row, table


def test_cronbachs_alpha_by_its_definition() -> None:
    random = np.random.default_rng(1)
    matrix = random.normal(0, 1, (200, 1)) + random.normal(0, 1, (200, 6))
    covariance = np.cov(matrix.T)
    expected = 6 / 5 * (1 - np.trace(covariance) / covariance.sum())
    assert cronbach(matrix) == pytest.approx(expected)
    assert cronbach(matrix) == pytest.approx(6 * 0.5 / (1 + 5 * 0.5), abs=0.06)  # Spearman-Brown


def test_alpha_needs_people_and_spread() -> None:
    assert cronbach(np.zeros((10, 3))) is None
    assert cronbach(np.random.default_rng(1).normal(0, 1, (4, 3))) is None


def test_the_rest_correlation_is_the_point_biserial_for_two_values() -> None:
    from scipy.stats import pointbiserialr

    random = np.random.default_rng(2)
    hit = random.random(50) < 0.5
    rest = hit + random.normal(0, 1, 50)
    assert rest_correlation(hit.astype(float), rest) == pytest.approx(
        pointbiserialr(hit, rest).statistic
    )


def population(points: int = 8, people: int = 60) -> list[Row]:
    """Able people cover more; the last point is inverse, the first is covered by all."""
    random = np.random.default_rng(3)
    rows = []
    for person in range(people):
        able = person / people
        for question in range(5):
            hits = [
                True,
                *(bool(random.random() < able) for _ in range(points - 2)),
                bool(random.random() > able),
            ]
            states = ["covered" if hit else "missing" for hit in hits]
            score = (
                100 * float(np.mean(hits[:-1])) if question < 4 else 100 * float(random.random())
            )
            rows.append(row(f"q{question}", f"p{person}", score, states))
    return rows


def test_items_that_do_not_measure_are_found() -> None:
    health = examine(table(population()))
    by_id = {item.id: item for item in health.items}
    assert health.alpha is not None
    for question in ("q0", "q1", "q2", "q3"):
        discrimination = by_id[question].discrimination
        assert discrimination is not None
        assert discrimination > 0.4
        without = by_id[question].without
        assert without is not None
        assert without < health.alpha
    noise = by_id["q4"]
    assert noise.discrimination is not None
    assert noise.discrimination < 0.3
    assert noise.without is not None
    assert noise.without > health.alpha
    verdicts = {(p.question, p.id): p.verdict for p in health.points}
    assert verdicts["q0", "k1"] == "everybody"
    assert verdicts["q0", "k2"] == ""
    assert verdicts["q0", "k8"] == "inverse"
    assert set(health.short) <= {"q0", "q1", "q2", "q3"}
    assert len(health.short) >= 2


def test_few_answers_give_no_verdict() -> None:
    rows = [row("q0", f"p{i}", 0.0, ["missing", "missing"]) for i in range(9)]
    assert {p.verdict for p in examine(table(rows)).points} == {""}
    rows += [row("q0", f"p{i}", 0.0, ["missing", "missing"]) for i in range(9, 12)]
    assert {p.verdict for p in examine(table(rows)).points} == {"nobody"}


def test_the_review_queue_begins_with_what_has_no_score() -> None:
    rows = [row("q0", "a", 50.0, ["covered"]), row("q0", "b", None, ["unscored"])]
    (first,) = examine(table(rows), reviews=1).reviews
    assert (first.author, first.why, first.score) == ("b", "unscored", None)
