from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.scoring import score_marks
from reports.points import entries as entries_of
from reports.points import gain_of, point_row, scored_weight, weight_text
from reports.words import GUARD_REASONS as TRANSLATED_REASONS
from reports.words import Words
from rubrics.marks import GUARD_REASONS, SCORED_STATES, Mark, State
from rubrics.model import KeyPoint, Rubric
from tests.reports import samples

EN = Words("en")


def certain(state: State, weight: int = 1) -> Mark:
    """A mark that nobody doubts."""
    odds = {other.value: 1.0 if other is state else 0.0 for other in SCORED_STATES}
    return Mark("k", "text", weight, state, odds)


SCORED = st.sampled_from(SCORED_STATES)


@given(st.lists(st.tuples(SCORED, st.integers(1, 3)), min_size=1, max_size=8), st.data())
def test_stating_a_point_in_full_gains_what_was_promised(
    made: list[tuple[State, int]], data: st.DataObject
) -> None:
    """Where a score is not cut off at 0, covering one more point raises it by just its gain."""
    marks = [certain(state, weight) for state, weight in made]
    place = data.draw(st.integers(0, len(marks) - 1))
    before = score_marks(marks)
    gain = gain_of(marks[place], scored_weight(marks), before)
    after = score_marks(
        [*marks[:place], certain(State.COVERED, marks[place].weight), *marks[place + 1 :]]
    )
    assert before is not None
    assert after is not None
    assert after - before <= gain + 0.02
    if before > 0:
        assert after - before == pytest.approx(gain, abs=0.02)


def test_without_probabilities_the_state_says_the_credit() -> None:
    mark = replace(certain(State.PARTIAL, 2), probabilities={})
    assert gain_of(mark, 4, 50.0) == pytest.approx(25.0)


def test_names_that_are_no_states_earn_nothing() -> None:
    mark = replace(certain(State.MISSING), probabilities={"other": 1.0})
    assert gain_of(mark, 2, 0.0) == pytest.approx(50.0)


@pytest.mark.parametrize("state", [State.COVERED, State.UNSCORED])
def test_nothing_to_gain(state: State) -> None:
    assert gain_of(replace(certain(state), state=state), 2, 50.0) == 0.0


def test_every_mark_and_every_unmarked_point_is_listed() -> None:
    points = (KeyPoint("k", "text", 1, passage="p"), KeyPoint("new", "nobody looked", 3))
    sheet = replace(
        samples.sheet(),
        marks=(certain(State.COVERED), replace(certain(State.MISSING), point="gone")),
    )
    listed = entries_of(sheet, Rubric("q", points))
    assert [(e.number, e.mark.point, e.mark.state.value) for e in listed] == [
        (1, "k", "covered"),
        (2, "gone", "missing"),
        (3, "new", "unscored"),
    ]
    assert [e.point.passage for e in listed] == ["p", "", ""]


@pytest.mark.parametrize(
    ("weight", "shown"), [(3, "3 · core"), (1, "1 · detail"), (7, "7"), (0, "0")]
)
def test_weight_says_what_it_means(weight: int, shown: str) -> None:
    assert weight_text(weight, EN) == shown


def test_a_state_that_was_not_the_likeliest_shows_no_certainty() -> None:
    """A contradiction without a quotation counts as missing; it was not sure of that."""
    mark = replace(certain(State.CONTRADICTED), state=State.MISSING, decided_by="entailment")
    (entry,) = entries_of(replace(samples.sheet(), marks=(mark,)), Rubric("q", ()))
    assert point_row(entry, (), {}, EN).decided_by == "Entailment"


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        ("- **text**。", ""),
        ("text", ""),
        ("", ""),
        ("text and more", "text and more"),
    ],
)
def test_a_passage_that_only_repeats_the_point_is_left_out(passage: str, shown: str) -> None:
    sheet = replace(samples.sheet(), marks=(certain(State.MISSING),))
    (entry,) = entries_of(sheet, Rubric("q", (KeyPoint("k", "text", passage=passage),)))
    assert point_row(entry, (), {}, EN).passage == shown


def test_every_reason_of_a_guard_can_be_translated() -> None:
    assert set(GUARD_REASONS.values()) == set(TRANSLATED_REASONS)
