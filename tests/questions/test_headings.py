"""Questions that are headings."""

from __future__ import annotations

from tests.questions.parsing import bank_of, only, titles


def test_q_headings_are_questions() -> None:
    """
    # 缓存

    ### Q. 缓存穿透是什么？
    查一个不存在的键。
    ### Q.缓存雪崩呢
    很多键同时过期。
    """
    assert titles(test_q_headings_are_questions) == ["缓存穿透是什么？", "缓存雪崩呢"]


def test_numbering_and_markup_leave_the_title() -> None:
    """
    ## 面试题

    ### 12. **什么是** `RoPE`？[原文](https://example.org) {#rope} ###
    旋转。
    """
    assert only(test_numbering_and_markup_leave_the_title).title == "什么是 RoPE？原文"


def test_a_row_of_numbered_headings_takes_noun_phrases_with_it() -> None:
    """
    ## 1. 什么是梯度裁剪？
    ## 2. 数据清洗流程
    ### 1. 去重
    看哈希。
    ## 3. 为什么要预热？
    """
    assert titles(test_a_row_of_numbered_headings_takes_noun_phrases_with_it) == [
        "什么是梯度裁剪？",
        "数据清洗流程",
        "为什么要预热？",
    ]


def test_numbers_that_start_again_do_not_merge_questions() -> None:
    """
    # 题库
    ## 甲
    ### 1. 什么是锁？
    一
    ## 乙
    ### 1. 什么是锁？
    二
    """
    bank = bank_of(test_numbers_that_start_again_do_not_merge_questions)
    assert [(q.section, q.answer) for q in bank.questions] == [
        (("题库", "甲"), "一"),
        (("题库", "乙"), "二"),
    ]
    assert len({q.id for q in bank.questions}) == 2


def test_subheadings_are_parts_of_the_answer() -> None:
    """
    # 注意力
    ## 什么是多头？
    ### 为什么要多头？
    看不同子空间。
    ## 什么是掩码？
    挡住未来。
    """
    assert titles(test_subheadings_are_parts_of_the_answer) == ["什么是多头？", "什么是掩码？"]


def test_sections_that_hold_questions_are_no_questions() -> None:
    """
    # 面试题
    ## 你了解哪些优化器？
    ### Q1 SGD 有什么缺点？
    震荡。
    ### Q2 Adam 有什么优点？
    自适应。
    """
    assert titles(test_sections_that_hold_questions_are_no_questions) == [
        "SGD 有什么缺点？",
        "Adam 有什么优点？",
    ]


def test_an_article_has_topics_only() -> None:
    """
    # 漫谈缓存
    ## 由来
    从前很慢。
    ## 为什么快？
    因为近。
    ## 代价
    一致性。
    ## 淘汰
    LRU。
    ## 结语
    完。
    """
    bank = bank_of(test_an_article_has_topics_only)
    assert bank.questions == ()
    assert [topic.title for topic in bank.topics] == ["由来", "为什么快？", "代价", "淘汰", "结语"]


def test_a_hash_in_code_is_no_heading() -> None:
    """
    # 面试题
    ### Q. 怎么写注释？
    ```python
    ### Q. 这是题目吗？
    x = 1
    ```
    用井号。
    """
    question = only(test_a_hash_in_code_is_no_heading)
    assert question.answer.startswith("```python\n### Q.")
    assert question.answer.endswith("用井号。")


def test_an_open_fence_ends_at_the_next_question() -> None:
    """
    # 手写
    ### Q1. 怎么反转链表？
    ```python
    def reverse(head): ...

    ### Q2. 怎么判环？
    快慢指针。
    """
    assert titles(test_an_open_fence_ends_at_the_next_question) == ["怎么反转链表？", "怎么判环？"]


def test_a_rule_below_a_sentence_makes_no_heading() -> None:
    """
    ### Q. 什么是幂等？
    做一次和做多次一样。
    ---
    ### Q. 什么是限流？
    挡住多余的请求。
    ---
    """
    bank = bank_of(test_a_rule_below_a_sentence_makes_no_heading)
    assert [q.answer for q in bank.questions] == ["做一次和做多次一样。", "挡住多余的请求。"]


def test_a_footer_after_a_rule_is_no_answer() -> None:
    """
    # 题库
    ### Q. 什么是熔断？
    下游坏了就不再调。

    ---

    感谢阅读，欢迎转载。
    """
    bank = bank_of(test_a_footer_after_a_rule_is_no_answer)
    assert bank.questions[0].answer == "下游坏了就不再调。"
    assert bank.topics[-1].text == "感谢阅读，欢迎转载。"


def test_a_table_of_contents_asks_nothing() -> None:
    """
    # 面试题
    - [什么是堆？](#什么是堆)
    - [什么是栈？](#什么是栈)

    ## 什么是堆？
    一棵树。
    ## 什么是栈？
    后进先出。
    """
    assert titles(test_a_table_of_contents_asks_nothing) == ["什么是堆？", "什么是栈？"]
