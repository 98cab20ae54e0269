"""What fits a shape is taken as it is; what does not is told with its place, however hostile."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.marks import from_json, to_json
from rubrics.shapes import fault, mapping, number, one_of, text, whole
from tests.rubrics.test_marks import SHEET

SHAPE = {"name": str, "score": (None, number(0, 100)), "tags?": [str], "inner?": {"n": whole(1, 3)}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "value",
    [
        {"name": "", "score": None},
        {"name": "a", "score": 0, "tags": [], "more": object()},
        {"name": "a", "score": 99.5, "inner": {"n": 3}},
    ],
)
def test_what_fits(value: object) -> None:
    assert fault(value, SHAPE) == ""


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([], "it is a list, not an object"),
        ({"score": 1}, "it has no 'name'"),
        ({"name": "a"}, "it has no 'score'"),
        ({"name": 7, "score": 1}, "name is 7, not a text"),
        ({"name": "a", "score": "95"}, "score is '95', not a number from 0 to 100"),
        ({"name": "a", "score": True}, "score is True, not a number from 0 to 100"),
        ({"name": "a", "score": float("nan")}, "score is nan, not a number from 0 to 100"),
        ({"name": "a", "score": float("inf")}, "score is inf, not a number from 0 to 100"),
        ({"name": "a", "score": 10**5000}, "score is a huge number, not a number from 0 to 100"),
        ({"name": "a", "score": 1, "tags": "b"}, "tags is 'b', not a list"),
        ({"name": "a", "score": 1, "tags": ["b", {}]}, "tags is an object, not a text"),
        (
            {"name": "a", "score": 1, "inner": {"n": 2.0}},
            "n is 2.0, not a whole number from 1 to 3",
        ),
    ],
)
def test_what_does_not_fit_is_told(value: object, told: str) -> None:
    assert fault(value, SHAPE) == told


def test_a_long_text_is_told_in_short() -> None:
    assert len(fault({"name": ["x" * 10**6]}, SHAPE)) < 60


def test_names_and_values_of_a_mapping() -> None:
    shape = mapping(one_of("a", "b"), number(0, 1))
    assert fault({"a": 0.5}, shape) == ""
    assert (
        fault({"c": 0.5}, shape)
        == "it is an object, not an object of which each value is a number from 0 to 1"
    )
    assert fault({"a": 2}, shape)
    assert fault({"x": 1e9}, mapping(text, number(-1e9, 1e9))) == ""


@given(JSON, st.sampled_from(sorted(to_json(SHEET))))
def test_a_result_with_anything_in_it_is_read_or_refused(value: Any, name: str) -> None:
    """Never a TypeError, never a sheet that does not hold what its fields promise."""
    data = to_json(SHEET) | {name: value}
    try:
        sheet = from_json(data)
    except ValueError:
        return
    assert isinstance(sheet.answer, str)
    assert sheet.score is None or 0 <= sheet.score <= 100


@given(JSON, st.sampled_from(sorted(to_json(SHEET)["points"][0])))
def test_a_point_with_anything_in_it_is_read_or_refused(value: Any, name: str) -> None:
    data = to_json(SHEET)
    data["points"][0][name] = value
    try:
        sheet = from_json(data)
    except ValueError:
        return
    assert all(isinstance(m.weight, int) and m.evidence is not None for m in sheet.marks)
