"""The Chinese of the pages is complete, compiled, and fills in the same values."""

from __future__ import annotations

import os
import re
from string import Formatter

import pytest
from babel.messages import Catalog

from grader.web.words import Words
from tests.grader.web import catalogues


@pytest.fixture(scope="module", autouse=True)
def _updated() -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        catalogues.update()


def messages(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each message with its translations."""
    return {_many(m.id): _many(m.string) for m in catalog if m.id}


def _many(texts: object) -> tuple[str, ...]:
    return tuple(texts) if isinstance(texts, list | tuple) else (str(texts),)


def test_every_message_of_the_pages_is_translated() -> None:
    known = messages(catalogues.read())
    assert set(known) == set(messages(catalogues.extracted()))
    assert [key for key, texts in known.items() if not all(texts)] == []


def test_the_compiled_catalogue_is_up_to_date() -> None:
    assert messages(catalogues.read_compiled()) == messages(catalogues.read())


def test_translations_fill_in_the_same_values() -> None:
    for key, texts in messages(catalogues.read()).items():
        assert all(_fields(text) == _fields(key[-1]) for text in texts), key


def test_chinese_is_chinese() -> None:
    texts = [text for found in messages(catalogues.read()).values() for text in found]
    wordy = [t for t in texts if re.search(r"\w{2}", re.sub(r"\{.*?\}", "", t))]
    assert [text for text in wordy if not re.search("[\u4e00-\u9fff]", text)] == []


def test_numbers_count_in_both_languages() -> None:
    said = [Words("en").say_many("{n} question", "{n} questions", n) for n in (0, 1, 2)]
    assert said == ["0 questions", "1 question", "2 questions"]
    assert Words("zh").say_many("{n} question", "{n} questions", 1) == "1 道题"


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
