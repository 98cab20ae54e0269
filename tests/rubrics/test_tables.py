"""A row is a statement, with the heads in the words."""

from __future__ import annotations

from rubrics.building.tables import compares_things, read_table


def said(rows: list[list[str]], title: str = "LRU 和 LFU 的区别？") -> list[str]:
    return [text for row in read_table(rows, title) for text, _ in row.claims(70)]


def test_things_in_columns_are_told_side_by_side() -> None:
    rows = [
        ["对比项", "LRU", "LFU"],
        ["依据", "最近一次访问的时间", "访问的次数"],
        ["额外空间", "链表", "计数与堆"],
    ]
    assert said(rows) == [
        "依据：LRU 最近一次访问的时间；LFU 访问的次数",
        "额外空间：LRU 链表；LFU 计数与堆",
    ]


def test_long_rows_become_one_claim_a_thing() -> None:
    long = "很长的说明" * 7
    assert said([["对比项", "LRU", "LFU"], ["依据", long, long + "不同"]]) == [
        f"LRU 的依据：{long}",
        f"LFU 的依据：{long}不同",
    ]


def test_things_in_rows_are_told_with_their_heads() -> None:
    rows = [
        ["锁", "粒度", "要点"],
        ["表锁", "整张表", "开销小，冲突多"],
        ["行锁", "一行", "开销大，冲突少"],
    ]
    assert said(rows, "数据库有哪些锁？") == [
        "表锁：粒度为整张表；开销小，冲突多",
        "行锁：粒度为一行；开销大，冲突少",
    ]


def test_columns_of_figures_are_told_across() -> None:
    rows = [
        ["级别", "做法", "脏读", "幻读"],
        ["读未提交", "读到别的事务没有提交的数据", "会", "会"],
        ["串行化", "所有事务一个接着一个执行", "不会", "不会"],
    ]
    assert said(rows, "隔离级别有哪些？") == [
        "读未提交：读到别的事务没有提交的数据",
        "串行化：所有事务一个接着一个执行",
        "脏读：读未提交 会；串行化 不会",
        "幻读：读未提交 会；串行化 不会",
    ]


def test_equal_cells_and_empty_ones() -> None:
    rows = [
        ["", "LRU", "LFU"],
        ["查找", "O(1)", "O(1)"],
        ["缺点", "-", "新数据容易被淘汰"],
        ["", "x", "y"],
    ]
    assert said(rows) == ["查找：LRU、LFU 都是 O(1)", "缺点：LFU 新数据容易被淘汰"]


def test_english_tables_read_as_english() -> None:
    rows = [
        ["State", "Entered when", "What happens"],
        ["Open", "failures exceed the limit", "calls fail at once"],
    ]
    assert said(rows, "Explain the circuit breaker.") == [
        "Open: entered when failures exceed the limit; calls fail at once"
    ]


def test_which_way_round_a_table_is() -> None:
    assert compares_things(["", "甲", "乙"], ["快慢"], "x")
    assert compares_things(["维度", "LRU", "LFU"], ["依据"], "LRU 和 LFU")
    assert not compares_things(["算法", "优点", "缺点"], ["LRU", "LFU"], "LRU 和 LFU")
    assert not compares_things(["算法", "要点"], ["LRU"], "LRU")


def test_two_things_exchanged_are_a_mistake() -> None:
    row = read_table([["对比项", "LRU", "LFU"], ["依据", "时间", "次数"]], "LRU 和 LFU")[0]
    assert row.swapped == "依据：LRU 次数；LFU 时间"


def test_ragged_rows_do_not_break_it() -> None:
    assert said([["a", "b"], [], ["x"], ["y", "1", "2"]]) == ["y: 1"]
