from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.record import record_text
from rubrics.marks import from_json
from tests.reports import samples
from tests.reports.hostile import ATTACKS, hostile


@pytest.mark.parametrize("name", ATTACKS)
def test_record_is_exact_and_harmless(name: str) -> None:
    sheet, question, rubric = hostile(ATTACKS[name])
    text = record_text(sheet, question, rubric)
    text.encode("utf-8")
    assert not set("<>&\u2028\u2029") & set(text)
    assert from_json(json.loads(text)["result"]) == sheet


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_every_text_comes_back(text: str) -> None:
    sheet, question, rubric = hostile(text)
    record = json.loads(record_text(sheet, question, rubric))
    assert record["result"]["answer"] == text * 2
    assert record["question"]["title"] == text
    assert record["rubric"]["points"][0]["mistakes"] == [text]


def test_record_names_no_path() -> None:
    text = record_text(samples.sheet(), samples.question(), samples.rubric())
    assert samples.question().source.path not in text
