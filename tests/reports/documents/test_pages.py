"""Pages of runs, comparisons, agreement and health: in both languages, with hostile words everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from reports.agreement import Accord, Dispute, Refit, agreement_to_json, build_agreement
from reports.columns import cells
from reports.comparison import build_comparison, comparison_to_json
from reports.documents.html import render_html
from reports.documents.markdown import render_markdown
from reports.documents.parts import Document, Scatter, Whiskers
from reports.documents.terminal import render_terminal
from reports.health import build_health, health_to_json
from reports.runs import build_run
from reports.statistics.agreement import agree
from reports.statistics.comparison import compare, sides_of
from reports.statistics.items import examine
from reports.words import Language
from rubrics.marks import Failure, Scoresheet
from rubrics.runs import Row
from tests.reports.hostile import ATTACKS
from tests.reports.parsing import parse
from tests.reports.statistics.tables import row, table

_STATES = ("covered", "missing", "contradicted")


def rows(word: str) -> list[Row]:
    """Three systems, 12 questions, prices; names, titles and texts hold the word."""
    found = [
        row(f"q{q}{word}", f"{name}{word}", 30.0 + 5 * s + q, [_STATES[(q + s) % 3]] * 2, text=f"{word}x" * (s + 1),
            output_tokens=100 * s + 50, seconds=1.5 * s + 0.1, cost=0.01 * s)
        for q in range(12)
        for s, name in enumerate("abc")
    ]  # fmt: skip
    lost = Failure("crashed", word or "died", word or "again")
    return [
        *found,
        Row(Scoresheet(word, word, f"a{word}", word, None, "unscored", (), (word,), lost), word),
    ]


def run_page(word: str, lang: Language) -> Document:
    manifest = {
        "status": "stopped", "settings": {"tier": word}, "written": word, "inputs": {"answers": {"sha256": word}},
    }  # fmt: skip
    return build_run(table(rows(word), f"run{word}"), manifest, lang)


def comparison_page(word: str, lang: Language) -> Document:
    found = compare(sides_of([table(rows(word))], "author"))
    return build_comparison(replace(found, mixed=("q",)), lang)


def health_page(word: str, lang: Language) -> Document:
    return build_health(examine(table(rows(word))), f"run{word}", lang)


def accord(word: str) -> Accord:
    scores = [(20.0 + 3 * i, 25.0 + 2.5 * i) for i in range(20)]
    found = agree(
        [g for g, _ in scores], [p for _, p in scores], [str(i) for i in range(20)], draws=60
    )
    dispute = Dispute(word, word, word, 20.0, 60.0, ((word, 60.0),), ((word, word),))
    counts = ((3, 0, 1, 0), (0, 2, 0, 0), (1, 0, 4, 0), (0, 0, 0, 1))
    refit = Refit("points", 50, 60, 0.6, 0.7, word)
    return Accord(
        word,
        found,
        ((word, word, found),),
        (word,),
        0.5,
        0.6,
        0.7,
        counts,
        (dispute,),
        tuple(scores),
        2,
        1,
        refit,
    )


def agreement_page(word: str, lang: Language) -> Document:
    return build_agreement(accord(word), lang)


PAGES: Sequence[Callable[[str, Language], Document]] = (
    run_page,
    comparison_page,
    health_page,
    agreement_page,
)
_LIKE_ATTACKS = {name: text for name, text in ATTACKS.items() if name not in {"long", "long-word"}}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", _LIKE_ATTACKS)
def test_hostile_words_stay_words(page: Callable[[str, Language], Document], name: str) -> None:
    document = page(ATTACKS[name], "en")
    html = render_html(document)
    html.encode("utf-8")
    calm = parse(render_html(page("calm", "en"))).skeleton()
    assert parse(html).skeleton() <= calm | {("td", ()), ("p", ("class",))}
    for text in (render_terminal(document, 100, color=False), render_markdown(document)):
        text.encode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        assert "<script" not in render_markdown(document)


@pytest.mark.parametrize("page", PAGES)
def test_chinese_pages_have_no_english_words_left(
    page: Callable[[str, Language], Document],
) -> None:
    known = {
        "Pearson",
        "Spearman",
        "Elo",
        "Bradley",
        "Terry",
        "Cronbach",
        "Krippendorff",
        "Cohen",
        "Kappa",
        "Holm",
        "SHA",
        "Id",
    }
    text = parse(render_html(page("", "zh"))).text
    words = set(re.findall(r"[A-Z][a-z]{2,}", text)) - known - {"Kaoguan", "Title"}
    assert words <= {"Altman", "Bland", "Alpha"}


@pytest.mark.parametrize("page", PAGES)
def test_pages_need_nothing_and_run_nothing(page: Callable[[str, Language], Document]) -> None:
    html = render_html(page("", "en"))
    found = parse(html)
    assert not list(found.all("script"))
    assert not re.search(r"https?://", html)
    policy = next(
        e.attributes["content"] for e in found.all("meta") if "http-equiv" in e.attributes
    )
    assert "default-src 'none'" in policy
    assert not [
        e for e in found.elements if any(a.startswith("on") or a == "style" for a in e.attributes)
    ]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [60, 100, 120])
def test_terminal_tables_fit(page: Callable[[str, Language], Document], width: int) -> None:
    wide = [
        line
        for line in render_terminal(page("长", "zh"), width, color=False).splitlines()
        if cells(line) > width
    ]
    assert all("  " in line for line in wide)
    assert width < 100 or not wide


def test_the_run_page_says_what_counts_and_what_does_not() -> None:
    text = render_terminal(run_page("", "en"), 120, color=False)
    assert "40.5 / 100  95 % interval" in text
    assert "1 answer has no score and counts nowhere." in text
    assert "This run is not finished." in text
    assert re.search(r"died\s+again", text)


def test_the_comparison_says_who_is_better_and_draws_the_price() -> None:
    two = [r for r in rows("") if r.sheet.author in {"a", "c"} and r.sheet.score is not None]
    document = build_comparison(compare(sides_of([table(two)])), "en")
    assert [n.text for n in document.notices] == ["c is better than a by 10.0 points."]
    charts = [b for s in document.sections for b in s.blocks if isinstance(b, Scatter)]
    assert len(charts) == 3
    assert [(d.label, d.best) for d in charts[0].dots] == [("a", True), ("c", True)]


def test_a_system_that_is_dearer_and_worse_is_off_the_line() -> None:
    found = [row(f"q{q}", name, score, output_tokens=tokens) for q in range(4)
             for name, score, tokens in (("good", 80.0, 100), ("bad", 40.0, 200))]  # fmt: skip
    document = build_comparison(compare(sides_of([table(found)])), "en")
    (chart,) = [b for s in document.sections for b in s.blocks if isinstance(b, Scatter)]
    assert {d.label: d.best for d in chart.dots} == {"good": True, "bad": False}


def test_figures_as_data_are_json_without_nan() -> None:
    found = compare(
        sides_of([table([*rows(""), row("only-a", "a", 3.0), row("only-b", "b", 3.0)])], "author")
    )
    for data in (
        comparison_to_json(found),
        health_to_json(examine(table(rows("")))),
        agreement_to_json(accord("")),
    ):
        json.dumps(data, allow_nan=False)
    assert {p["first"] for p in comparison_to_json(found)["pairs"]} <= {"a", "b", "c"}


def test_what_does_not_help_is_not_recommended() -> None:
    worse = replace(accord(""), refit=Refit("points", 50, 60, 0.7, 0.6, "x.json"))
    assert "It does not help; do not use it." in {
        n.hint for n in build_agreement(worse, "en").notices
    }


def test_long_words_are_cut() -> None:
    document = run_page(ATTACKS["long-word"], "en")
    assert len(render_html(document)) < 200_000


def test_an_empty_run_is_a_page_too() -> None:
    document = build_run(table([]), {}, "en")
    assert document.figure == "Unscored"
    assert not [b for s in document.sections for b in s.blocks if isinstance(b, Whiskers)]
    render_html(document)
    render_terminal(document, 80, color=True)
