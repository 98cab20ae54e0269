"""Names for the same thing: joined, mined, found in text."""

from __future__ import annotations

import pytest

from rubrics.glossary import bundled_glossary, join_glossaries, make_glossary, mine_glossary

GLOSSARY = make_glossary(
    [["KV cache", "KV 缓存", "键值缓存"], ["LRU", "least recently used"], ["top-p", "核采样"]]
)


@pytest.mark.parametrize(
    "text", ["用 KV缓存 加速", "用 kv-cache 加速", "两个 KV caches", "键值缓存很大", "用ＫＶ 缓存"]
)
def test_spelling_does_not_matter(text: str) -> None:
    [(span, names)] = GLOSSARY.find(text)
    assert names[0] == span.of(text)
    assert "键值缓存" in names


def test_a_name_inside_a_word_is_not_found() -> None:
    assert GLOSSARY.find("LRUX 与 XLRU") == []


def test_all_names_in_reading_order_the_longest_first() -> None:
    glossary = make_glossary([["注意力"], ["多头注意力", "MHA"]])
    assert [names[0] for _, names in glossary.find("多头注意力比注意力强")] == [
        "多头注意力",
        "注意力",
    ]


def test_groups_that_share_a_name_are_one() -> None:
    assert make_glossary([["a", "b"], ["b", "c"]]).groups == (("a", "b", "c"),)


def test_names_of_an_unknown_thing() -> None:
    assert GLOSSARY.names("没听过") == ("没听过",)
    assert GLOSSARY.names("lru") == ("lru", "least recently used")
    assert "核采样" in GLOSSARY


def test_mining_abbreviations_that_a_bank_explains() -> None:
    mined = mine_glossary(
        [
            "多版本并发控制（MVCC）让读不加锁",
            "write ahead log (WAL) 先落盘",
            "something else (WAL)",
            "TLB（快表）很小",
        ]
    )
    assert "多版本并发控制" in mined.names("MVCC")
    assert "write ahead log" in mined.names("WAL")
    assert "something else" not in mined.names("WAL")
    assert "快表" in mined.names("TLB")


def test_joining_keeps_both() -> None:
    joined = join_glossaries(GLOSSARY, make_glossary([["least recently used", "最近最少使用"]]))
    assert "最近最少使用" in joined.names("LRU")


def test_the_bundled_list_has_no_thing_twice() -> None:
    names = [name for group in bundled_glossary().groups for name in group]
    assert len(names) == len({name.lower() for name in names})
