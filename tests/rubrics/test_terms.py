"""Finding a term in a text: whole words, any spelling, small slips of long names."""

from __future__ import annotations

import pytest

from rubrics.terms import find_fuzzy, find_term, mentions
from rubrics.text import fold


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("用 KV-Cache 加速", "KV cache"),
        ("用kvcache加速", "KV cache"),
        ("两把 mutexes", "mutex"),
        ("ＬＲＵ 淘汰", "LRU"),
        ("鎖的粒度", "锁"),
        ("读写锁很常见", "读写锁"),
        ("redo_log 先写", "redo log"),
    ],
)
def test_spelling_does_not_matter(text: str, name: str) -> None:
    assert mentions(text, [name])


@pytest.mark.parametrize(
    ("text", "name"), [("FLRU", "LRU"), ("LRUX", "LRU"), ("v12", "v1"), ("", "LRU"), ("x", "")]
)
def test_parts_of_words_are_not_found(text: str, name: str) -> None:
    assert not mentions(text, [name])


def test_the_span_is_of_the_original_text() -> None:
    text = "先用 ＫＶ  缓存 再说"
    span = find_term(fold(text), ["没有", "KV 缓存"])
    assert span is not None
    assert span.of(text) == "ＫＶ  缓存"


def test_a_long_name_may_have_a_slip_and_a_short_one_may_not() -> None:
    assert find_fuzzy(fold("uses checkpiont files"), "checkpoint") is not None
    assert find_fuzzy(fold("uses LRV"), "LRU") is None
    assert find_fuzzy(fold("用检查店"), "检查点") is None
