from __future__ import annotations

import pytest

from reports.prose import to_html
from tests.reports.hostile import ATTACKS
from tests.reports.parsing import parse


def test_markdown_is_rendered() -> None:
    html = to_html("**a**\n\n| b | c |\n|:--|--:|\n| d | e |\n")
    assert html.startswith("<p><strong>a</strong></p>")
    assert "<th>b</th>" in html


def test_headings_do_not_break_the_order_of_the_page() -> None:
    assert to_html("# a\n\nb\n---\n") == '<p class="heading">a</p>\n<p class="heading">b</p>\n'


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("<b>x</b>", "<b>x</b>"),
        ("<mark>x</mark>", "<mark>x</mark>"),
        ("[x](https://evil.example)", "[x](https://evil.example)"),
        ("![x](https://evil.example/x.png)", "![x](https://evil.example/x.png)"),
        ("<https://evil.example>", "<https://evil.example>"),
        ("[x]\n\n[x]: javascript:a", "[x]"),
    ],
)
def test_html_links_and_pictures_stay_text(markdown: str, shown: str) -> None:
    page = parse(to_html(markdown))
    assert page.text.startswith(shown)
    assert {element.tag for element in page.elements} == {"p"}


def test_formulas_stay_as_written() -> None:
    assert parse(to_html("$q_i \\cdot k_j$ 与 $\\sqrt{d_k}$")).text.strip() == (
        "$q_i \\cdot k_j$ 与 $\\sqrt{d_k}$"
    )


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_markdown_gets_no_attribute(name: str) -> None:
    elements = parse(to_html(ATTACKS[name].replace("\ud800", "").replace("\udfff", ""))).elements
    assert {n for e in elements for n in e.attributes} <= {"class"}
