from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from reports.html import render_html
from reports.page import build_page
from reports.words import Language
from rubrics.marks import from_json
from tests.reports import samples
from tests.reports.hostile import ATTACKS, hostile
from tests.reports.parsing import Document, parse

PROSE = {"p", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote", "hr", "br"}
PROSE |= {"table", "thead", "tbody", "tr", "th", "td"}


def html_of(lang: Language = "zh") -> str:
    return render_html(build_page(samples.sheet(), samples.question(), samples.rubric(), lang))


def document(lang: Language = "zh") -> Document:
    return parse(html_of(lang))


def test_names_its_language() -> None:
    assert next(document("zh").all("html")).attributes["lang"] == "zh-CN"
    assert next(document("en").all("html")).attributes["lang"] == "en"


def test_policy_allows_exactly_the_style_and_the_script_that_are_in_it() -> None:
    html = html_of()
    style = html.split("<style>")[1].split("</style>")[0]
    script = html.rsplit("<script>", 1)[1].split("</script>")[0]
    meta = next(meta for meta in parse(html).all("meta") if "http-equiv" in meta.attributes)
    rules = dict(rule.split(" ", 1) for rule in meta.attributes["content"].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == f"'{_hash(style)}'"
    assert rules["script-src"] == f"'{_hash(script)}'"
    assert rules["img-src"] == "data:"


def test_needs_nothing_from_outside() -> None:
    page = document()
    allowed = {"src", "srcset", "action", "data", "poster", "background"}
    assert not [e for e in page.elements if allowed & set(e.attributes)]
    assert all(link.attributes["href"].startswith("#") for link in page.all("a"))
    assert "url(" not in html_of()
    assert "@import" not in html_of()


def test_has_no_inline_style_and_no_inline_handler() -> None:
    for element in document().elements:
        assert not [name for name in element.attributes if name == "style" or name.startswith("on")]


def test_every_id_is_there_once_and_every_anchor_leads_somewhere() -> None:
    page = document()
    ids = page.ids()
    assert len(ids) == len(set(ids))
    assert {link.attributes["href"][1:] for link in page.all("a")} <= set(ids)
    labelled = [e.attributes.get("aria-labelledby") for e in page.elements]
    assert {label for label in labelled if label} <= set(ids)


def test_words_and_points_lead_to_each_other() -> None:
    page = document()
    links = [link.attributes["href"] for link in page.all("a")]
    for mark in page.all("mark"):
        assert f"#{mark.attributes['id']}" in links
        assert all(f"#point-{n}" in links for n in mark.attributes["data-points"].split())


def test_answer_stands_unbroken_in_the_page() -> None:
    html = html_of()
    area = html.split('<div class="words', 1)[1].split(">", 1)[1].split("</div>", 1)[0]
    unmarked = re.sub(r"<a .*?</a>", "", area)
    assert parse(f"<div>{unmarked}</div>").text == samples.ANSWER


def test_landmarks_and_headings_are_in_order() -> None:
    page = document()
    tags = [e.tag for e in page.elements]
    assert [tags.count(tag) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(level == 2 for level in levels[1:])


def test_state_is_written_out_wherever_it_is_coloured() -> None:
    text = document("en").text
    for label in ("Covered", "Partly covered", "Missing", "Contradicted", "Unscored"):
        assert label in text
    symbols = {
        link.text[0]
        for link in document().all("a")
        if link.attributes.get("class", "")[:3] == "ref"
    }
    assert symbols == {"✓", "◐", "✗"}


def test_record_gives_the_sheet_back() -> None:
    record = json.loads(_record(document()))
    assert record["format"] == "kaoguan-report/1"
    assert from_json(record["result"]) == samples.sheet()
    assert record["rubric"]["hash"] == samples.rubric().hash


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_text_stays_text(name: str) -> None:
    """In every field; the page has the same kinds of elements as one of harmless text."""
    text = ATTACKS[name]
    harmless = parse(render_html(build_page(*hostile("words"), "zh"))).skeleton()
    html = render_html(build_page(*hostile(text), "zh"))
    html.encode("utf-8")
    page = parse(html)
    strange = {
        (tag, names) for tag, names in page.skeleton() - harmless if not _is_prose(tag, names)
    }
    assert strange == set()
    assert all(link.attributes["href"].startswith("#") for link in page.all("a"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", html)
    assert json.loads(_record(page))["result"]["answer"] == text * 2


def test_template_text_is_not_evaluated() -> None:
    page = parse(render_html(build_page(*hostile("{{ 7*7 }}"), "en")))
    assert "{{ 7*7 }}" in page.text
    assert "49" not in page.text


@pytest.mark.parametrize("name", ["script", "script-end", "style-end", "attribute"])
def test_hostile_answer_can_be_read_in_full(name: str) -> None:
    assert ATTACKS[name] * 2 in parse(render_html(build_page(*hostile(ATTACKS[name]), "en"))).text


def _is_prose(tag: str, names: tuple[str, ...]) -> bool:
    """What Markdown in a reference may become: bare elements, headings as paragraphs."""
    return tag in PROSE and (not names or (tag == "p" and names == ("class",)))


def _record(page: Document) -> str:
    return next(s.text for s in page.all("script") if s.attributes.get("id") == "kaoguan-record")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
