"""Formulas come out as a person would type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.latex import readable_formula


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\sqrt{d_k}", "√d_k"),
        (r"\sqrt{a+b}", "√(a+b)"),
        (r"\sqrt[3]{x}", "∛x"),
        (r"\frac{a}{b}", "a/b"),
        (r"\dfrac{a+b}{c}", "(a+b)/c"),
        (r"QK^\top", "QKᵀ"),
        (r"QK^T", "QKᵀ"),
        (r"O(n^2)", "O(n²)"),
        (r"10^{-3}", "10^(-3)"),
        (r"x_{i+1}", "x_(i+1)"),
        (r"q_ik_i", "q_i k_i"),
        (r"\theta_i \le \pi", "θ_i ≤ π"),
        (r"\text{softmax}\left(\frac{QK^T}{\sqrt{d}}\right)V", "softmax(QKᵀ/(√d))V"),
        (r"\sum_{t=1}^{T} \log p_t", "Σ_(t=1)^T log p_t"),
        (r"\mathbb{E}[x] \approx \hat{y}", "E[x] ≈ ŷ"),
        (r"a \times b \cdot c", "a × b·c"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a = b; c = d"),
        (r"\unknown{x}", "unknownx"),
        (r"\{1, 2\}", "{1, 2}"),
    ],
)
def test_a_formula_in_unicode(source: str, text: str) -> None:
    assert readable_formula(source) == text


@given(st.text(alphabet="\\{}^_&~ab1()[]frac sqrt", max_size=60))
def test_any_source_gives_one_line(source: str) -> None:
    text = readable_formula(source)
    assert "\n" not in text
    assert text == text.strip()


def test_deep_nesting_ends() -> None:
    assert isinstance(readable_formula("{" * 5000), str)
    assert isinstance(readable_formula(r"\sqrt" * 2000), str)
