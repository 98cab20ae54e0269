"""The catalogues hold every message, translated, and what is compiled is what is written."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from babel.messages import Catalog

from reports.words import STATES, SYMBOLS, Words
from rubrics.marks import State
from tests.reports import catalogues, golden


@pytest.fixture(scope="module", autouse=True)
def _updated() -> None:
    if golden.updating():
        for lang in catalogues.LANGUAGES:
            catalogues.update(lang)


def messages(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Each message, in its plural if it has one, with its translations."""
    return {_many(m.id)[-1]: _many(m.string) for m in catalog if m.id}


def _many(texts: object) -> tuple[str, ...]:
    return tuple(texts) if isinstance(texts, list | tuple) else (str(texts),)


@pytest.mark.parametrize("lang", catalogues.LANGUAGES)
def test_every_message_of_the_code_is_translated(lang: str) -> None:
    known = messages(catalogues.read(lang))
    assert set(known) == set(messages(catalogues.extracted()))
    assert [key for key, texts in known.items() if not all(texts)] == []


@pytest.mark.parametrize("lang", catalogues.LANGUAGES)
def test_compiled_catalogue_is_up_to_date(lang: str) -> None:
    assert messages(catalogues.read_compiled(lang)) == messages(catalogues.read(lang))


@pytest.mark.parametrize("lang", catalogues.LANGUAGES)
def test_translations_fill_in_the_same_values(lang: str) -> None:
    for key, texts in messages(catalogues.read(lang)).items():
        assert all(_fields(text) == _fields(key) for text in texts), key


def test_chinese_is_chinese() -> None:
    texts = [text for found in messages(catalogues.read("zh")).values() for text in found]
    wordy = [text for text in texts if re.search(r"\w{2}", re.sub(r"\{.*?\}", "", text))]
    assert [text for text in wordy if not re.search("[\u4e00-\u9fff]", text)] == []


def test_english_counts() -> None:
    words = Words("en")
    one, many = "{n} quotation is not in the answer and was ignored.", "{n} quotations are not in"
    assert words.say_many(one, many, 1).startswith("1 quotation is")


def test_what_has_no_name_stands_for_itself() -> None:
    assert Words("zh").known(STATES, "new-state") == "new-state"


def test_every_state_has_a_name_and_a_symbol_of_its_own() -> None:
    assert set(STATES) == set(State) == set(SYMBOLS)
    assert len(set(SYMBOLS.values())) == len(State)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
