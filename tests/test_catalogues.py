"""The Chinese of reports and pages is complete, compiled, and fills in the same values."""

from __future__ import annotations

import ast
import os
import re
from string import Formatter

import pytest
from babel.messages import Catalog

from reports.words import STATES, SYMBOLS, Words
from rubrics.marks import State
from tests.catalogues import Messages

ALL = [Messages("reports"), Messages("grader.web")]
each = pytest.mark.parametrize("messages", ALL, ids=lambda m: m.package)


@pytest.fixture(scope="module", autouse=True)
def _updated() -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        for messages in ALL:
            messages.update()


def texts(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each message, with its plural if it has one, and its translations."""
    return {_many(m.id): _many(m.string) for m in catalog if m.id}


def _many(found: object) -> tuple[str, ...]:
    return tuple(found) if isinstance(found, list | tuple) else (str(found),)


@each
def test_every_message_is_translated(messages: Messages) -> None:
    known = texts(messages.read())
    assert set(known) == set(texts(messages.extracted()))
    assert [key for key, found in known.items() if not all(found)] == []


@each
def test_the_compiled_catalogue_is_up_to_date(messages: Messages) -> None:
    assert texts(messages.read_compiled()) == texts(messages.read())


@each
def test_translations_fill_in_the_same_values(messages: Messages) -> None:
    for key, found in texts(messages.read()).items():
        assert all(_fields(text) == _fields(key[-1]) for text in found), key


@each
def test_plural_messages_stand_where_they_are_said(messages: Messages) -> None:
    """A message in a variable is not found by the extraction, and would stay English."""
    wrong = [
        f"{path.name}:{call.lineno}"
        for path in messages.room.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "say_many"
        and not all(isinstance(arg, ast.Constant) for arg in call.args[:2])
    ]
    assert wrong == []


@each
def test_chinese_is_chinese(messages: Messages) -> None:
    found = [text for said in texts(messages.read()).values() for text in said]
    wordy = [text for text in found if re.search(r"\w{2}", re.sub(r"\{.*?\}", "", text))]
    assert [text for text in wordy if not re.search("[\u4e00-\u9fff]", text)] == []


def test_numbers_count_in_both_languages() -> None:
    one, many = "{n} question", "{n} questions"
    said = [Words("en", "grader.web").say_many(one, many, n) for n in (0, 1, 2)]
    assert said == ["0 questions", "1 question", "2 questions"]
    assert Words("zh", "grader.web").say_many(one, many, 1) == "1 道题"


def test_what_has_no_name_stands_for_itself() -> None:
    assert Words("zh").known(STATES, "new-state") == "new-state"


def test_every_state_has_a_name_and_a_symbol_of_its_own() -> None:
    assert set(STATES) == set(State) == set(SYMBOLS)
    assert len(set(SYMBOLS.values())) == len(State)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
