"""Labels say what follows: a thing, a side of it, nothing, or what to leave out."""

from __future__ import annotations

import pytest

from rubrics.building.labels import make_label, split_label


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("**缺点**：占内存", ("缺点", "占内存")),
        ("**缺点：** 占内存", ("缺点", "占内存")),
        ("缺点：占内存", ("缺点", "占内存")),
        ("*LRU*：淘汰最久未用", ("LRU", "淘汰最久未用")),
        ("**Redis**（内存数据库）：单线程", ("Redis", "单线程")),
        ("**Redis** 是内存数据库", ("", "**Redis** 是内存数据库")),
        ("**写放大严重**  一次更新要改多页", ("写放大严重", "一次更新要改多页")),
        ("访问 https://example.org 看看", ("", "访问 https://example.org 看看")),
        ("这句话里，逗号在前：所以没有标签", ("", "这句话里，逗号在前：所以没有标签")),
        ("时间在 12:30 之后", ("", "时间在 12:30 之后")),
        ("步骤如下：", ("步骤如下", "")),
    ],
)
def test_label_and_body(source: str, parts: tuple[str, str]) -> None:
    assert split_label(source) == parts


@pytest.mark.parametrize(
    ("raw", "text", "kind"),
    [
        ("1. 背景", "背景", "skip"),
        ("面试官追问", "面试官追问", "skip"),
        ("一句话总结", "一句话总结", "summary"),
        ("核心思想", "核心思想", "neutral"),
        ("例如", "例如", "example"),
        ("缺点", "缺点", "role"),
        ("（二）Redis", "Redis", "entity"),
        ("Redis (Remote Dictionary Server)", "Redis", "entity"),
        ("乐观锁", "乐观锁", "entity"),
        ("写放大严重", "写放大严重", "topic"),
        ("为什么会死锁？", "死锁的原因", "topic"),
        ("为什么用 Redis", "选 Redis 的原因", "topic"),
        ("什么是回表？", "回表", "topic"),
        ("Why two logs?", "", "neutral"),
        ("第一步：写日志", "写日志", "topic"),
        ("第一层", "第一层", "topic"),
    ],
)
def test_kinds(raw: str, text: str, kind: str) -> None:
    label = make_label(raw, "乐观锁和悲观锁的区别？")
    assert (label.text, label.kind) == (text, kind)
