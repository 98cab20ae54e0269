"""What probabilities earn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.marks import CREDIT, SCORED_STATES, State, expected_credit


def odds(*values: float) -> dict[str, float]:
    return {state.value: p for state, p in zip(SCORED_STATES, values, strict=True)}


@pytest.mark.parametrize("state", SCORED_STATES)
def test_a_certain_state_earns_its_credit(state: State) -> None:
    sure = odds(*(float(s is state) for s in SCORED_STATES))
    assert expected_credit(sure) == pytest.approx(CREDIT[state])


def test_even_odds_earn_the_mean() -> None:
    assert expected_credit(odds(0.5, 0, 0.5, 0)) == pytest.approx(0.5)
    assert expected_credit(odds(0.25, 0.25, 0.25, 0.25)) == pytest.approx(sum(CREDIT.values()) / 4)


def test_the_likelier_state_counts_for_more_than_its_share() -> None:
    assert expected_credit(odds(0.8, 0, 0.2, 0)) == pytest.approx(0.8**1.5 / (0.8**1.5 + 0.2**1.5))
    assert expected_credit({}) == 0.0


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_credit_stays_between_the_worst_and_the_best(values: list[float]) -> None:
    total = sum(values)
    found = expected_credit(odds(*(v / total for v in values) if total > 1e-3 else (0, 0, 0, 0)))
    assert min(CREDIT.values()) - 1e-9 <= found <= max(CREDIT.values()) + 1e-9
