"""Answers become trees: leads hold items, items hold details, lines are kept."""

from __future__ import annotations

from rubrics.building.outline import Node, read_outline


def drawn(node: Node, depth: int = 0) -> list[str]:
    own = [f"{'  ' * (depth - 1)}{node.kind} {node.text or node.rows}"] if depth else []
    return own + [line for child in node.children for line in drawn(child, depth + 1)]


def test_leads_items_and_details() -> None:
    answer = """
**读写锁**
- 读锁可以共享
  - 多个线程同时读
- 写锁独占
"""
    assert drawn(read_outline(answer.strip())) == [
        "lead **读写锁**",
        "  item 读锁可以共享",
        "    item 多个线程同时读",
        "  item 写锁独占",
    ]


def test_a_numbered_bold_line_is_above_an_unnumbered_one() -> None:
    answer = "**1. 索引**\n\n**优点**\n- 快\n\n**2. 锁**\n- 慢"
    assert drawn(read_outline(answer)) == [
        "lead **1. 索引**",
        "  lead **优点**",
        "    item 快",
        "lead **2. 锁**",
        "  item 慢",
    ]


def test_a_title_like_item_takes_in_what_is_not_indented() -> None:
    answer = "1. 乐观锁\n\n做法：提交时比较版本号\n\n代价：冲突多时重试多\n\n2. 悲观锁"
    assert drawn(read_outline(answer)) == [
        "item 乐观锁",
        "  text 做法：提交时比较版本号",
        "  text 代价：冲突多时重试多",
        "item 悲观锁",
    ]


def test_a_formula_joins_the_sentence_that_announces_it() -> None:
    root = read_outline("- 命中率为：\n  $$\n  h = a / b\n  $$\n- 越高越好")
    assert [child.text for child in root.children] == ["命中率为： $$ h = a / b $$", "越高越好"]
    assert root.children[0].lines == (0, 3)


def test_a_table_keeps_its_cells() -> None:
    root = read_outline("| 锁 | 粒度 |\n|---|---|\n| 表锁 | `a|b` |\n")
    assert root.children[0].rows == [["锁", "粒度"], ["表锁", "`a|b`"]]
    assert root.children[0].lines == (0, 2)


def test_code_is_one_node_even_without_an_end() -> None:
    assert drawn(read_outline("```python\n# x\n- y")) == ["code # x\n- y"]


def test_a_wrapped_line_goes_on_and_a_finished_one_does_not() -> None:
    wrapped = "缓存把最近用过的数据放在更快的存储里面以便下一次\n读取时不必再去慢的地方"
    answer = f"{wrapped}\n\n第一句说完了。\n第二句另起。"
    assert [c.text for c in read_outline(answer).children] == [
        "缓存把最近用过的数据放在更快的存储里面以便下一次读取时不必再去慢的地方",
        "第一句说完了。",
        "第二句另起。",
    ]


def test_a_rule_ends_every_nesting() -> None:
    assert drawn(read_outline("**甲**\n- 一\n\n---\n\n- 二")) == [
        "lead **甲**",
        "  item 一",
        "item 二",
    ]


def test_nothing_gives_an_empty_tree() -> None:
    assert read_outline("").children == []
    assert read_outline("\n\n---\n\n").children == []
