"""What asks and what does not."""

from __future__ import annotations

import pytest

from questions.markers import split_marker
from questions.wording import STRONG, asking


@pytest.mark.parametrize(
    "title",
    [
        "什么是注意力",
        "MVCC 怎么实现的",
        "bert和gpt有什么区别",
        "GQA 和 MQA 的区别",
        "介绍 clip",
        "手撕多头注意力",
        "对比 DPO 和 PPO 的效果",
        "它对初始点敏感吗",
        "下列说法正确的是（ ）",
        "在训练时会面临哪些挑战？（例如：显存、通信等）",
        "请简述其工作原理。",
        "What is overfitting",
        "Explain dropout.",
        "Tell me about a failure",
        "How would you shard a table?",
    ],
)
def test_questions(title: str) -> None:
    assert asking(title) >= STRONG


@pytest.mark.parametrize(
    "title",
    [
        "对比学习",
        "实现细节",
        "设计模式",
        "计算复杂度",
        "Scaling LLM Test-Time 介绍篇",
        "DeepSeek-R1 篇——如何通过强化学习实现复杂推理",
        "常见面试题",
        "前言",
        "Implementation details",
        "What's New",
        "How it works",
        "如何提升速度是一个重要的问题，我们采用缓存。",
        "",
        "？",
    ],
)
def test_statements(title: str) -> None:
    if title == "？":
        assert asking(title) == 1.0
    else:
        assert asking(title) < STRONG


@pytest.mark.parametrize(
    ("text", "kind", "path", "rest"),
    [
        ("Q. 什么", "ask", (), "什么"),
        ("Q12：什么", "ask", (12,), "什么"),
        ("问题一 什么", "ask", (1,), "什么"),
        ("【问】什么", "ask", (), "什么"),
        ("第3题 什么", "ask", (3,), "什么"),
        ("1. Q: 什么", "ask", (1,), "什么"),
        ("Q、K、V 是什么", "none", (), "Q、K、V 是什么"),
        ("Q 值是什么", "none", (), "Q 值是什么"),
        ("2.1.3 标题", "number", (2, 1, 3), "标题"),
        ("5.3LLaMA 对比", "number", (5, 3), "LLaMA 对比"),
        ("1.5B 模型", "none", (), "1.5B 模型"),
        ("１．什么", "number", (1,), "什么"),
        ("（2）什么", "number", (2,), "什么"),
        ("③什么", "number", (3,), "什么"),
        ("十二、什么", "chinese", (12,), "什么"),
        ("第二章 什么", "chinese", (), "什么"),
        ("10:30 开会", "none", (), "10:30 开会"),
        ("答：因为", "answer", (), "因为"),
        ("A1. because", "answer", (1,), "because"),
    ],
)
def test_markers(text: str, kind: str, path: tuple[int, ...], rest: str) -> None:
    marker, words = split_marker(text)
    assert (marker.kind, marker.path, words) == (kind, path, rest)
