"""Markdown becomes plain words."""

from __future__ import annotations

import pytest

from rubrics.markup import readable


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**粗体**与*斜体*", "粗体与斜体"),
        ("用 `EXPLAIN` 看计划", "用 EXPLAIN 看计划"),
        ("除以 $\\sqrt{d}$ 后", "除以 √d 后"),
        ("即 \\(a \\in B\\) 成立", "即 a ∈ B 成立"),
        ("$ d_k$ 是维度", "d_k 是维度"),
        ("卖 5$ 和 6$", "卖 5$ 和 6$"),
        ("结论 ([Li et al., 2020](https://example.org/x))。", "结论。"),
        ("引用[3]与链接[名字](https://example.org)", "引用与链接名字"),
        ("结果是 **丢失方向** 的", "结果是丢失方向的"),
        ("🚀 上线\n  之后", "上线 之后"),
        ("<strong>强</strong>", "强"),
        ("", ""),
    ],
)
def test_readable(source: str, text: str) -> None:
    assert readable(source) == text


def test_markup_inside_a_formula_is_no_markup() -> None:
    assert readable("$a_1 * b_2$ 和 $c_3 * d_4$") == "a_1 * b_2 和 c_3 * d_4"
