"""The record in a report: exact, harmless, and read back only when it is whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.errors import InputError
from questions.model import Source
from reports.html import render_html
from reports.page import build_page
from reports.record import CLOSING, OPENING, Record, read_record, record_text
from reports.words import Language
from rubrics.glossary import bundled_glossary, join_glossaries, make_glossary
from rubrics.marks import from_json
from tests.reports import samples
from tests.reports.hostile import ATTACKS, hostile

OWN = join_glossaries(
    bundled_glossary(), make_glossary([("GQA", "我的别名"), ("新词", "new word")])
)


def record_of(text: str, lang: Language = "zh") -> Record:
    return Record(*hostile(text), bundled_glossary(), lang)


def sample(**changes: Any) -> Record:
    made = Record(samples.sheet(), samples.question(), samples.rubric(), OWN, "en")
    return replace(made, **changes)


def page_around(record: str) -> str:
    return f"<p>before</p>{OPENING}{record}{CLOSING}<p>after</p>"


@pytest.mark.parametrize("name", ATTACKS)
def test_record_is_exact_and_harmless(name: str) -> None:
    record = record_of(ATTACKS[name])
    text = record_text(record)
    text.encode("utf-8")
    assert not set("<>&\u2028\u2029") & set(text)
    assert from_json(json.loads(text)["result"]) == record.sheet


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_every_text_comes_back(text: str) -> None:
    record = json.loads(record_text(record_of(text)))
    assert record["result"]["answer"] == text * 2
    assert record["question"]["title"] == text
    assert record["rubric"]["points"][0]["mistakes"] == [text]


def test_record_names_no_folder() -> None:
    record = sample(question=replace(samples.question(), source=Source("/home/me/qwen.md", 3)))
    text = record_text(record)
    assert "/home" not in text
    assert "./qwen.md" in text


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_can_be_made_again_from_its_record(name: str, lang: Language) -> None:
    html = render_html(build_page(*hostile(ATTACKS[name]), lang))
    found = read_record(html, "r.html")
    again = build_page(found.sheet, found.question, found.rubric, found.lang, found.glossary)
    assert render_html(again) == html


def test_a_page_of_ordinary_words_can_be_made_again_with_its_glossary() -> None:
    made = sample()
    page = build_page(made.sheet, made.question, made.rubric, made.lang, OWN)
    found = read_record(render_html(page), "r.html")
    assert found.glossary.groups == OWN.groups
    assert (found.sheet, found.rubric.hash) == (made.sheet, made.rubric.hash)
    again = build_page(found.sheet, found.question, found.rubric, found.lang, found.glossary)
    assert again == page


@given(
    st.lists(st.lists(st.sampled_from(["GQA", "a1", "b2", "c3", "KV 缓存", "RoPE"]), max_size=3))
)
def test_the_names_of_a_bank_come_back_in_their_order(groups: list[list[str]]) -> None:
    mined = join_glossaries(bundled_glossary(), make_glossary(groups))
    text = record_text(sample(glossary=mined))
    assert read_record(page_around(text), "r.html").glossary.groups == mined.groups


Change = Callable[[dict[str, Any]], object]
WRONG: dict[str, tuple[Change, str]] = {
    "format": (lambda d: d.update(format="kaoguan-report/9"), "format is 'kaoguan-report/9'"),
    "no rubric": (lambda d: d.pop("rubric"), "has no 'rubric'"),
    "score as text": (lambda d: d["result"].update(score="95"), "score is '95'"),
    "score too high": (lambda d: d["result"].update(score=1e308), "score is 1e+308"),
    "infinite score": (lambda d: d["result"].update(score=float("inf")), "score is inf"),
    "weight": (lambda d: d["rubric"]["points"][0].update(weight=10**4000), "a huge number"),
    "state": (lambda d: d["result"]["points"][0].update(state="divine"), "state is 'divine'"),
    "deep": (lambda d: d.update(question=[[[[]]]]), "question is a list"),
    "points": (lambda d: d["rubric"].update(points=d["rubric"]["points"] * 999), "more than 1000"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_damaged_record_is_told_in_one_line(name: str) -> None:
    change, told = WRONG[name]
    data = json.loads(record_text(sample()))
    change(data)
    with pytest.raises(InputError, match="its record is damaged") as error:
        read_record(page_around(json.dumps(data)), "r.html")
    assert told in str(error.value)
    assert len(str(error.value).splitlines()) == 1
    assert len(str(error.value)) < 400


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "[" * 200_000, '{"a":' * 200_000, "1" * 10_000, "NaN", "\x00"]
)
def test_what_is_no_json_object_is_damage(text: str) -> None:
    with pytest.raises(InputError, match="its record is damaged"):
        read_record(page_around(text), "r.html")


def test_a_report_that_is_cut_off_is_damaged() -> None:
    with pytest.raises(InputError, match="its record is damaged"):
        read_record(OPENING + record_text(sample()), "r.html")


def test_a_page_without_a_record_or_with_two_is_no_report() -> None:
    with pytest.raises(InputError, match="it holds no record"):
        read_record("<html>hello</html>", "r.html")
    with pytest.raises(InputError, match="more than one record"):
        read_record(page_around(record_text(sample())) * 2, "r.html")


@given(st.text(alphabet='{}[]":,0123456789eE+-.nulltrefas \\', max_size=200))
def test_noise_is_damage(noise: str) -> None:
    with pytest.raises(InputError):
        read_record(page_around(noise), "r.html")
