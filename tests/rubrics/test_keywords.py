"""Terms that an answer is likely to name."""

from __future__ import annotations

import pytest

from rubrics.glossary import Glossary, make_glossary
from rubrics.keywords import derive_keywords

GLOSSARY = make_glossary(
    [["LRU", "least recently used", "最近最少使用"], ["write-ahead log", "WAL", "预写日志"]]
)


def first_names(text: str, *emphasised: str) -> list[str]:
    return [names[0] for names in derive_keywords(text, GLOSSARY, emphasised)]


def test_known_terms_bring_their_other_names() -> None:
    assert derive_keywords("预写日志先落盘", GLOSSARY) == (("预写日志", "write-ahead log", "WAL"),)


def test_a_name_with_its_explanation_is_one_term() -> None:
    assert derive_keywords("淘汰用得最少的（LFU）", Glossary()) == (("淘汰用得最少的", "LFU"),)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("查找从 O(n) 变成 O(log n)", "O(log n)"),
        ("学习率取 2e-4", "2e-4"),
        ("空间省 40%", "40%"),
        ("上下文到 128K", "128K"),
        ("训练用了 18T tokens", "18T tokens"),
        ("除以 √d_k", "√d_k"),
        ("当 T<1 时更尖", "T<1"),
        ("所谓“写放大”很严重", "写放大"),
        ("用 B+ 树和 redo-log", "redo-log"),
        ("快照读：不加锁", "快照读"),
    ],
)
def test_kinds_of_terms(text: str, term: str) -> None:
    assert term in first_names(text)


def test_emphasised_words_count_when_they_stand_in_the_text() -> None:
    assert first_names("最终发生路由坍缩", "路由坍缩", "别处的词") == ["路由坍缩"]


def test_a_term_is_named_once_and_at_most_six() -> None:
    assert first_names("LRU 就是最近最少使用") == ["LRU"]
    assert len(first_names("AA BB CC DD EE FF GG HH")) == 6


def test_common_english_words_are_no_terms() -> None:
    assert first_names("The writer waits for the lock, then MVCC keeps old versions") == ["MVCC"]
