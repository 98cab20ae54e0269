"""Company, round, date, tags and difficulty wherever people write them."""

from __future__ import annotations

import pytest

from questions.metadata import difficulty_of, hashtags, read_fields, read_loose
from questions.titles import read_title
from tests.questions.parsing import bank_of, only, problems_of


@pytest.mark.parametrize(
    "line",
    [
        "> **Company**: 美团 | **Round**: 算法 一面 ｜ **Date**: 2025-09-05 ｜ **Tags**: [a, b]",
        "**Company**: 美团 ｜ **Round**: 算法 一面 | **Date**: 2025-9-5  **Tags**: a、b",
        "> 公司：美团｜轮次：算法 一面｜日期：2025年9月5日｜标签：#a #b",
        "*公司: 美团 · 轮次: 算法 一面 · 时间: 2025/09/05 · 标签: `a` `b`*",
        "- **公司**：美团；**面试轮次**：算法 一面；**面试时间**：2025.09.05；**关键词**：a，b",
    ],
)
def test_one_line_of_fields(line: str) -> None:
    data, _ = read_fields(line)
    assert (data.company, data.round, data.date, data.tags) == (
        "美团",
        "算法 一面",
        "2025-09-05",
        ("a", "b"),
    )


@pytest.mark.parametrize(
    "line", ["时间复杂度：O(n)", "数据：公司有", "1. 来源多", "先看日期：昨天", "Datum: x"]
)
def test_lines_that_only_look_like_fields(line: str) -> None:
    assert read_fields(line)[1] == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("字节 一面", ("字节", "一面", "")),
        ("美团 大模型算法 二面 2025-09-01", ("美团", "大模型算法 二面", "2025-09-01")),
        ("字节跳动大模型一面", ("字节跳动", "大模型一面", "")),
        ("Google, Phone Screen, 2024", ("Google", "Phone Screen", "2024")),
        ("腾讯 WXG 一面（50min）", ("腾讯", "WXG 一面", "")),
    ],
)
def test_fields_without_keys(text: str, expected: tuple[str, str, str]) -> None:
    data = read_loose(text)
    assert data is not None
    assert (data.company, data.round, data.date) == expected


@pytest.mark.parametrize(
    "text", ["例如：显存", "以模态为例", "MoE", "再提供一个例子", "字节的一面有多难"]
)
def test_asides_that_are_no_metadata(text: str) -> None:
    assert read_loose(text) is None


@pytest.mark.parametrize(
    ("raw", "title", "company", "difficulty"),
    [
        ("1. 什么是锁？（字节 一面）", "什么是锁？", "字节", ""),
        ("【美团】什么是锁？ ⭐⭐⭐⭐", "什么是锁？", "美团", "hard"),
        ("[Easy] What is a lock?", "What is a lock?", "", "easy"),
        ("讲讲 MLA（DeepSeek）", "讲讲 MLA（DeepSeek）", "", ""),
        ("什么是锁？（以 Java 为例）", "什么是锁？（以 Java 为例）", "", ""),
        ("【高频】🔥 什么是锁？", "什么是锁？", "", ""),
    ],
)
def test_metadata_in_brackets_of_a_title(
    raw: str, title: str, company: str, difficulty: str
) -> None:
    read = read_title(raw)
    assert (read.text, read.meta.company, read.meta.difficulty) == (title, company, difficulty)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("★★☆☆☆", "easy"),
        ("★★★☆☆", "medium"),
        ("4/5", "hard"),
        ("🟡 Medium", "medium"),
        ("困难", "hard"),
        ("紫色", ""),
    ],
)
def test_difficulties(text: str, level: str) -> None:
    assert difficulty_of(text) == level


def test_tags_as_hashtags() -> None:
    assert hashtags("#检索 #评估") == ("检索", "评估")
    assert hashtags("# 检索 评估") == ()


def test_fields_of_several_lines() -> None:
    """
    ### Q. 什么是锁？
    - 公司：美团
    - 轮次：二面

    - 难度：困难

    互斥地用。
    """
    question = only(test_fields_of_several_lines)
    assert (question.company, question.round, question.difficulty) == ("美团", "二面", "hard")
    assert question.answer == "互斥地用。"


def test_fields_after_the_answer() -> None:
    """
    ### Q. 什么是锁？
    互斥地用。

    > 公司：美团 | 标签：[并发]
    """
    question = only(test_fields_after_the_answer)
    assert (question.company, question.tags, question.answer) == ("美团", ("并发",), "互斥地用。")


def test_a_heading_of_interview_notes_holds_for_its_questions() -> None:
    """
    # 面经
    ## 字节跳动
    ### 推荐算法 一面 2025-08-12
    1. 什么是 AUC？
    2. 什么是校准？（快手 二面）
    """
    bank = bank_of(test_a_heading_of_interview_notes_holds_for_its_questions)
    assert [(q.company, q.round, q.date) for q in bank.questions] == [
        ("字节跳动", "推荐算法 一面", "2025-08-12"),
        ("快手", "二面", "2025-08-12"),
    ]


def test_words_for_nothing_are_nothing() -> None:
    """
    ### Q. 什么是锁？
    > **Company**: None | **Round**: 无 | **Date**: N/A | **Tags**: [并发]
    互斥地用。
    """
    question = only(test_words_for_nothing_are_nothing)
    assert (question.company, question.round, question.date) == ("", "", "")


def test_broken_metadata_is_reported() -> None:
    """
    ### Q. 什么是锁？
    > 公司：美团 | 日期：2025-13-40 | 标签：[] | 难度：紫色
    互斥地用。
    """
    assert problems_of(test_broken_metadata_is_reported) == [
        "2 date “2025-13-40” does not exist",
        "2 empty tags",
        "2 unknown difficulty “紫色”",
    ]
