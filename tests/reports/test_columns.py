from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.columns import cells, wrap


def lines(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    return list(wrap(text, width, indent, hanging))


def test_latin_text_breaks_at_spaces() -> None:
    assert lines("the quick brown fox", 10) == ["the quick", "brown fox"]


def test_chinese_breaks_anywhere_but_before_closing_punctuation() -> None:
    assert lines("注意力机制，很重要", 10) == ["注意力机", "制，很重要"]


def test_opening_brackets_stay_with_what_they_open() -> None:
    assert lines("一二三四（五六", 10) == ["一二三四", "（五六"]


def test_mixed_text_keeps_words_whole() -> None:
    assert lines("用RoPE做缩放", 8) == ["用RoPE做", "缩放"]


def test_first_line_and_the_rest_are_indented() -> None:
    assert lines("aaaa bbbb cccc", 10, "* ", "    ") == ["* aaaa", "    bbbb", "    cccc"]


def test_line_breaks_stay() -> None:
    assert lines("a\n\nb", 10) == ["a", "", "b"]


def test_a_word_wider_than_the_line_is_broken() -> None:
    assert lines("a" * 20, 8) == ["a" * 8, "a" * 8, "a" * 4]


@pytest.mark.parametrize("text", ["长" * 200_000, "a" * 200_000, "（" * 50_000, "，" * 50_000])
def test_very_long_text_is_wrapped_at_once(text: str) -> None:
    assert all(cells(line) <= 40 for line in lines(text, 40))


@given(st.text(st.sampled_from("ab长，（） \U0001f680“”")), st.integers(8, 30))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: int) -> None:
    found = lines(text, width)
    assert all(cells(line) <= width for line in found)
    assert "".join("".join(found).split()) == "".join(text.split())
