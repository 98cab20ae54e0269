"""Numbers by value, whatever they are written as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.numbers import Number, chinese_value, numbers, same_value
from rubrics.text import Span


def value_of(text: str) -> tuple[float, str]:
    (number,) = numbers(text)
    return number.value, number.unit


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("128K 上下文", 128_000, ""),
        ("18T tokens", 18e12, "token"),
        ("学习率 2e-4", 2e-4, ""),
        ("减少 40%", 0.4, ""),
        ("只剩 1/8", 0.125, ""),
        ("只剩八分之一", 0.125, ""),
        ("三次握手", 3, "次"),
        ("1,024 个", 1024, ""),
        ("2 万亿", 2e12, ""),
        ("快 10 倍", 10, "倍"),
        ("10x faster", 10, "倍"),
        ("一百二十八层", 128, "层"),
    ],
)
def test_value_and_unit(text: str, value: float, unit: str) -> None:
    found, unit_found = value_of(text)
    assert found == pytest.approx(value)
    assert unit_found == unit


def test_letters_with_digits_are_names_not_numbers() -> None:
    assert numbers("fp16 和 h100") == []


def test_kibi_and_kilo_count_as_the_same() -> None:
    (a,), (b,) = numbers("128K"), numbers("131072")
    assert same_value(a, b)


def test_units_must_agree() -> None:
    (a,), (b,) = numbers("3 次"), numbers("3 层")
    assert not same_value(a, b)


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("二十一", 21), ("三千零五", 3005), ("两亿", 200_000_000)]
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese_value(text) == value


@given(st.floats(min_value=1e-6, max_value=1e12), st.floats(min_value=1e-6, max_value=1e12))
def test_sameness_is_symmetric(a: float, b: float) -> None:
    span = Span(0, 1)
    assert same_value(Number(a, "", span), Number(b, "", span)) == same_value(
        Number(b, "", span), Number(a, "", span)
    )
