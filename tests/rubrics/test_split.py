"""Long text is cut into claims; fragments are not left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.building.split import LONGEST, by_subject, clauses_of, statements, width


def test_stops_and_semicolons_cut() -> None:
    assert statements("读锁可以被多个线程共享；写锁同一时刻只能有一个。") == [
        "读锁可以被多个线程共享",
        "写锁同一时刻只能有一个",
    ]


def test_brackets_and_quotes_are_not_cut() -> None:
    text = "提交分两步（先写重做日志；再写二进制日志）才算完成"
    assert statements(text) == [text]


def test_a_fragment_joins_its_neighbour() -> None:
    assert statements("页满了要分裂。很慢。") == ["页满了要分裂；很慢"]


def test_what_points_back_stays_with_what_it_points_to() -> None:
    assert statements("叶子之间有双向指针相连。因此范围查询很快。") == [
        "叶子之间有双向指针相连；因此范围查询很快"
    ]


def test_too_long_is_cut_at_a_comma() -> None:
    text = "，".join(["每一次写入都要先把旧值写进回滚段以便失败时恢复"] * 5)
    pieces = statements(text)
    assert len(pieces) > 1
    assert all(width(piece) <= LONGEST for piece in pieces)


def test_english_full_stops_and_abbreviations() -> None:
    assert statements(
        "Locks are held until commit, e.g. by two-phase locking. Readers do not block writers."
    ) == [
        "Locks are held until commit, e.g. by two-phase locking",
        "Readers do not block writers",
    ]


@pytest.mark.parametrize(
    "text", ["面试时可以这样回答", "详见官方文档", "以下几个原因如下", "为什么会这样？", "。；"]
)
def test_coaching_questions_and_pointers_are_no_claims(text: str) -> None:
    assert statements(text) == []


def test_coordinated_things_are_taken_apart() -> None:
    assert by_subject("LRU 淘汰最久未用的，LFU 淘汰用得最少的", ("LRU", "LFU")) == [
        "LRU 淘汰最久未用的",
        "LFU 淘汰用得最少的",
    ]
    assert by_subject("LRU 淘汰最久未用的，实现简单", ("LRU", "LFU")) == [
        "LRU 淘汰最久未用的，实现简单"
    ]


def test_clauses_keep_tiny_ones_with_the_one_before() -> None:
    assert clauses_of("写日志比写数据页快得多，顺序写，崩溃以后还能靠它恢复") == [
        "写日志比写数据页快得多，顺序写",
        "崩溃以后还能靠它恢复",
    ]


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_no_word_is_invented(text: str) -> None:
    allowed = set(text) | set("；; ，")
    assert set("".join(statements(text))) <= allowed
