"""Folding and cutting: what graders compare, and what they quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.text import (
    clauses,
    containment,
    fold,
    folded,
    grams,
    language,
    letters,
    sentences,
    windows,
)

SPEECH = (
    "就是mha的话每个头都有自己的kv嘛然后mqa呢是说所有的头共用一个kv这样缓存就小很多"
    "然后gqa它是中间的一个方案把头分成几组那为什么用它呢因为推理的时候显存不够"
)


def test_full_width_traditional_and_case_are_the_same() -> None:
    assert folded("ＧＱＡ　的顯存，比 MHA 小") == "gqa 的显存,比 mha 小"


def test_superscripts_keep_their_meaning() -> None:
    assert folded("O(n²)") == "o(n^2)"


def test_invisible_characters_vanish() -> None:
    assert folded("显\u200b存\ufeff\0") == "显存"


def test_folded_offsets_lead_back_to_the_original_words() -> None:
    text = "設 √ｄ_ｋ ＝ ½"
    view = fold(text)
    at = view.text.index("d_k")
    assert view.span(at, at + 3).of(text) == "ｄ_ｋ"


def test_decimal_points_and_versions_do_not_end_a_sentence() -> None:
    assert [
        s.of("版本 3.5 很快。It is 2.5x faster. Yes")
        for s in sentences("版本 3.5 很快。It is 2.5x faster. Yes")
    ] == [
        "版本 3.5 很快。",
        "It is 2.5x faster.",
        "Yes",
    ]


def test_speech_without_punctuation_is_cut_at_connectives() -> None:
    pieces = [c.of(SPEECH) for c in clauses(SPEECH)]
    assert len(pieces) >= 4
    assert any(p.startswith("然后gqa") for p in pieces)
    assert max(map(len, pieces)) <= 50


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每个头都有自己的 K/V", "zh"),
        ("Each head has its own K/V", "en"),
        ("用 FlashAttention with online softmax and tiling in SRAM 很快", "mixed"),
        ("12345", "mixed"),
    ],
)
def test_language(text: str, expected: str) -> None:
    assert language(text) == expected


def test_grams_are_words_of_latin_and_pairs_of_chinese() -> None:
    assert grams("GQA 分组") == {"gqa", "分组"}


def test_containment_of_nothing_is_zero() -> None:
    assert containment("，。", "任何话") == 0.0


@given(st.text(max_size=300))
def test_every_window_quotes_the_text_and_holds_a_letter(text: str) -> None:
    for span in windows(text):
        assert 0 <= span.start < span.end <= len(text)
        assert any(c.isalnum() for c in span.of(text))


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Z"]), max_size=200))
def test_cutting_into_sentences_loses_no_letter(text: str) -> None:
    assert sum(letters(s.of(text)) for s in sentences(text)) == letters(text)
    assert sum(letters(c.of(text)) for c in clauses(text)) == letters(text)


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
