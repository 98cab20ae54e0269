"""What a check says: in both languages, whatever stands in the report."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from reports.alteration import Alteration, find_alteration
from reports.documents.html import render_html as render_document
from reports.documents.terminal import render_terminal
from reports.html import render_html
from reports.page import build_page
from reports.record import Record
from reports.verification import Verification, build_verification, verification_to_json
from reports.words import Language
from rubrics.glossary import bundled_glossary
from rubrics.marks import Scoresheet, State
from rubrics.recount import hold_against
from tests.reports import samples
from tests.reports.hostile import ATTACKS, hostile
from tests.reports.parsing import parse

_SHORT = {name: text for name, text in ATTACKS.items() if not name.startswith("long")}


def record(sheet: Scoresheet | None = None) -> Record:
    made = sheet or samples.sheet()
    return Record(made, samples.question(), samples.rubric(), bundled_glossary(), "en")


def html_of(found: Record) -> str:
    page = build_page(found.sheet, found.question, found.rubric, found.lang, found.glossary)
    return render_html(page)


def checked(word: str) -> Verification:
    """A check in which everything differs and every text is the word."""
    sheet, question, rubric = hostile(word)
    again = replace(sheet, score=None, interval=None, band="", flags=(), marks=sheet.marks[1:])
    recount = hold_against(sheet, again, {sheet.marks[0].point}, {word: (word, word)})
    made = Record(sheet, question, rubric, bundled_glossary(), "en")
    return Verification(made, recount, Alteration(word, word), whole_page=False)


@pytest.mark.parametrize("name", _SHORT)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_words_stay_words(name: str, lang: Language) -> None:
    found = checked(ATTACKS[name])
    document = build_verification(found, ATTACKS[name], lang)
    calm = parse(render_document(build_verification(checked("calm"), "calm", lang))).skeleton()
    assert parse(render_document(document)).skeleton() <= calm
    text = render_terminal(document, 100, color=False)
    text.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    json.dumps(verification_to_json(found, "r.html"), allow_nan=False)


def test_chinese_has_no_english_left() -> None:
    document = build_verification(checked(""), "", "zh")
    words = re.findall(r"[A-Za-z]{3,}", render_terminal(document, 100, color=False))
    assert words == []


def test_a_page_that_is_as_it_was_made_is_not_altered() -> None:
    made = record()
    assert find_alteration(html_of(made), made, same_program=True) is None
    assert find_alteration(html_of(made), made, same_program=False) is None


def test_the_first_difference_is_shown_in_words() -> None:
    made = record()
    html = html_of(made).replace("Partly covered", "Covered")
    found = find_alteration(html, made, same_program=True)
    assert found is not None
    assert "Partly covered" in found.recorded
    assert "Partly covered" not in found.shown


@pytest.mark.parametrize(
    "tail", ["<script>alert(1)</script>", "<", "<" * 100_000, "\n" * 1000 + "x"]
)
def test_what_is_added_is_found_at_once(tail: str) -> None:
    made = record()
    found = find_alteration(html_of(made) + tail, made, same_program=True)
    assert found is not None
    assert len(found.shown) <= 120


@pytest.mark.parametrize("sheet", [samples.sheet(), samples.failed_sheet(), samples.blank_sheet()])
def test_of_another_version_the_score_counts(sheet: Scoresheet) -> None:
    made = record(sheet)
    other = html_of(made).replace("Key points", "Points of the key")
    assert find_alteration(other, made, same_program=False) is None
    forged = re.sub(r'(class="number">)[^<]*', r"\g<1>99", other)
    found = find_alteration(forged, made, same_program=False)
    assert found is not None
    assert found.shown == "99"


def test_a_score_below_one_is_the_same_score() -> None:
    made = record(replace(samples.sheet(), score=0.4))
    assert find_alteration(html_of(made), made, same_program=False) is None


def test_what_differs_is_counted() -> None:
    sheet = samples.sheet()
    marks = (replace(sheet.marks[0], state=State.MISSING), *sheet.marks[1:])
    recount = hold_against(sheet, replace(sheet, marks=marks, score=9.0), (), {})
    found = Verification(record(), recount, None, whole_page=True)
    text = render_terminal(build_verification(found, "r.html", "en"), 100, color=False)
    assert "something else: score, 1 key point." in text
    assert not found.matches
