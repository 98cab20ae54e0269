"""Replies of models: thoughts put aside, JSON objects found whatever stands around them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.blocks import find_objects, without_thoughts


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("只有回答", "只有回答"),
        ("<think>想</think>答", "答"),
        ("<THINKING>a</THINKING>b<reasoning>c</reasoning>d", "bd"),
        ("<think>没有想完", ""),
        ("开头丢了</think>答", "答"),
        ("a < b，不是想法", "a < b，不是想法"),
        ("<draft>答</draft>", "<draft>答</draft>"),
    ],
)
def test_thoughts_are_put_aside(text: str, left: str) -> None:
    assert without_thoughts(text) == left


def test_a_reply_without_end_is_cut() -> None:
    assert len(without_thoughts("字" * 300_000)) == 200_000


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("", []),
        ("[1, 2]", []),
        ('前 {"a": 1} 中 {"b": {"c": 2}} 后', [{"a": 1}, {"b": {"c": 2}}]),
        ('```json\n{"a": "一\n二"}\n```', [{"a": "一\n二"}]),
        ('{"list": [{"a": 1}, {"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"a": 1', []),
        ("{" * 5000, []),
        ('{"a":' * 3000, []),
    ],
)
def test_objects_are_found_in_order_the_outermost_only(text: str, objects: list[object]) -> None:
    assert [value for value, _ in find_objects(text)] == objects


@given(
    st.lists(st.dictionaries(st.text(max_size=4), st.integers()), max_size=4),
    st.text(alphabet="字 ]}:,\n", max_size=9),
)
def test_what_was_written_is_found_between_any_prose(
    values: list[dict[str, int]], prose: str
) -> None:
    sources = [json.dumps(value, ensure_ascii=False) for value in values]
    found = list(find_objects(prose + prose.join(sources) + prose))
    assert found == list(zip(values, sources, strict=True))
