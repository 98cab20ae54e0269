"""What `kaoguan bank check` finds, and the lock of ids."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from questions.check import check_bank
from questions.errors import InputError
from questions.lock import compare_lock, read_lock, write_lock
from questions.markdown import parse_bank
from questions.model import Bank
from tests.questions.parsing import read


def findings(test: Callable[..., object]) -> list[str]:
    return [f"{p.line} {p.message}" for p in check_bank(*read(test))]


def test_answers_and_highlights_that_are_missing() -> None:
    """
    ### Q. 什么是锁？
    ### Q. 什么是信号量？
    计数的锁。
    ### Q. 什么是条件变量？
    <mark>等一个条件。</mark>
    """
    assert findings(test_answers_and_highlights_that_are_missing) == [
        "1 no answer",
        "3 no highlight",
    ]


def test_twins_are_reported_with_their_place() -> None:
    """
    ### Q. 端到端模型和级联模型有什么区别？
    <mark>一</mark>
    ### Q. 端到端模型和级联模型有什么区别
    <mark>二</mark>
    ### Q. 请介绍端到端模型和级联模型的区别？
    <mark>三</mark>
    """
    assert findings(test_twins_are_reported_with_their_place) == [
        "3 same question as bank.md:1",
        "5 almost the same question as bank.md:1",
    ]


def test_one_swapped_word_makes_another_question() -> None:
    """
    ### Q. 介绍一下旅程学习的优点是什么？
    <mark>一</mark>
    ### Q. 介绍一下旅程学习的缺点是什么？
    <mark>二</mark>
    ### Q. 介绍一下 ORM 的目标函数？
    <mark>三</mark>
    ### Q. 介绍一下 PRM 的目标函数？
    <mark>四</mark>
    ### Q. 介绍一下 llama2 的数据配比？
    <mark>五</mark>
    ### Q. 介绍一下 llama3 的数据配比？
    <mark>六</mark>
    """
    assert findings(test_one_swapped_word_makes_another_question) == []


def test_twins_across_files() -> None:
    one, _ = parse_bank("### Q. 什么是一致性哈希？\n<mark>环</mark>\n", "a.md")
    two, _ = parse_bank("### Q. 什么是一致性哈希\n<mark>环</mark>\n", "b.md")
    (problem,) = check_bank(one + two)
    assert str(problem).startswith("b.md:1: same question as a.md:1")


def test_every_problem_has_a_hint() -> None:
    text = "### Q. 什么是锁？\n> 日期：昨天 | 标签：[]\n<mark>互斥\n\n### Q. 什么是锁？\n```\n"
    problems = check_bank(*parse_bank(text, "bank.md"))
    assert len(problems) >= 5
    assert all(problem.hint for problem in problems)


def bank(*titles: str) -> Bank:
    text = "".join(f"### Q. {title}\n答。\n" for title in titles)
    return parse_bank(text, "bank.md")[0]


def test_a_lock_holds_while_other_questions_move() -> None:
    lock = read_lock(write_lock(bank("什么是锁？", "什么是堆？")))
    assert compare_lock(bank("什么是栈？", "什么是堆？", "什么是锁？"), lock, "ids.json") == ()


def test_a_reworded_question_breaks_the_lock() -> None:
    lock = read_lock(write_lock(bank("什么是锁？")))
    (problem,) = compare_lock(bank("到底什么是锁？"), lock, "ids.json")
    assert "“什么是锁？”" in problem.message
    assert "到底什么是锁？" in problem.hint


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": "x"}', '{"format": "kaoguan-ids/1", "ids": [1]}']
)
def test_a_damaged_lock_is_an_input_error(text: str) -> None:
    with pytest.raises(InputError):
        read_lock(text, "ids.json")
