"""Questions that are items of lists, pairs, bold lines and rows of tables."""

from __future__ import annotations

from tests.questions.parsing import bank_of, only, titles


def test_an_outline_mixes_questions_and_topics() -> None:
    """
    # 面试大纲
    ## 缓存
    - 一、基础
    - 1.1 什么是缓存？
    - 1.2 淘汰策略
    - 1.3 为什么会雪崩？
    - 1.4 怎么预热
    """
    bank = bank_of(test_an_outline_mixes_questions_and_topics)
    assert [q.title for q in bank.questions] == ["什么是缓存？", "为什么会雪崩？", "怎么预热"]
    assert [t.title for t in bank.topics] == ["基础", "淘汰策略"]
    assert bank.questions[0].section == ("面试大纲", "缓存")


def test_answers_inside_the_items() -> None:
    """
    # 面试题
    1. 什么是索引？
       有序的结构。

       - B+ 树
    2. 什么是回表？
       再查一次主键。
    """
    bank = bank_of(test_answers_inside_the_items)
    assert [q.answer for q in bank.questions] == ["有序的结构。\n\n- B+ 树", "再查一次主键。"]


def test_answers_below_the_items() -> None:
    """
    # 面试题

    1. 什么是索引？

    有序的结构：
    1. 快
    2. 省

    2. 什么是回表？

    再查一次主键。
    """
    bank = bank_of(test_answers_below_the_items)
    assert [q.answer for q in bank.questions] == ["有序的结构：\n1. 快\n2. 省", "再查一次主键。"]


def test_words_after_an_unanswered_list_are_no_answer() -> None:
    """
    # 面试题
    1. 什么是索引？
    2. 什么是回表？

    以上来自网络。
    """
    bank = bank_of(test_words_after_an_unanswered_list_are_no_answer)
    assert [q.answer for q in bank.questions] == ["", ""]
    assert "以上来自网络" in bank.topics[0].text


def test_nested_questions_are_follow_ups() -> None:
    """
    # 某厂面经
    1. 讲讲 LRU
       - 怎么做到 O(1)？
       - 并发怎么办？
    2. 什么是 LFU？
    """
    bank = bank_of(test_nested_questions_are_follow_ups)
    assert bank.questions[0].followups == ("怎么做到 O(1)？", "并发怎么办？")
    assert bank.questions[0].answer == ""


def test_pairs_of_q_and_a() -> None:
    """
    Q1：什么是事务？
    A1：要么全做，要么全不做。
    出错就回滚。

    Q2：什么是脏读？
    A2：读到没提交的数据。
    """
    bank = bank_of(test_pairs_of_q_and_a)
    assert [(q.title, q.answer) for q in bank.questions] == [
        ("什么是事务？", "要么全做，要么全不做。\n出错就回滚。"),
        ("什么是脏读？", "读到没提交的数据。"),
    ]


def test_a_lone_q_that_explains_a_format_is_no_question() -> None:
    """
    # 投稿说明
    - Q：题目，写在标题里
    - A：你的回答
    """
    assert titles(test_a_lone_q_that_explains_a_format_is_no_question) == []


def test_bold_questions() -> None:
    """
    # 面试题
    **1. 什么是 HTTP/2？**

    二进制分帧。

    **优点**

    多路复用。

    **2. 它解决了队头阻塞吗？**

    只在应用层。
    """
    bank = bank_of(test_bold_questions)
    assert [q.title for q in bank.questions] == ["什么是 HTTP/2？", "它解决了队头阻塞吗？"]
    assert bank.questions[0].answer == "二进制分帧。\n\n**优点**\n\n多路复用。"


def test_folded_answers_and_folded_questions() -> None:
    """
    # 面试题
    ### 什么是 CDN？
    <details><summary>点击查看答案</summary>

    离用户近的缓存。

    </details>

    ### 什么是 DNS？
    把名字变成地址。
    """
    bank = bank_of(test_folded_answers_and_folded_questions)
    assert [q.answer for q in bank.questions] == ["离用户近的缓存。", "把名字变成地址。"]


def test_options_are_no_answer() -> None:
    """
    # 选择题
    1. 下列哪个是稳定排序？
       A. 快排
       B. 归并
       C. 堆排
       答案：B
    2. 下列哪个最快？
       A. 内存  B. 硬盘  C. 网络
       答案：A
    """
    bank = bank_of(test_options_are_no_answer)
    assert [(q.choices, q.answer) for q in bank.questions] == [
        (("快排", "归并", "堆排"), "B"),
        (("内存", "硬盘", "网络"), "A"),
    ]


def test_answers_apart_are_matched_by_number_and_by_words() -> None:
    """
    # 八股
    1. 什么是进程？
    2. 什么是线程？
    3. 什么是协程？

    ## 参考回答
    1. 资源的单位。
    2. **什么是协程？**
       用户态的线程。
    """
    bank = bank_of(test_answers_apart_are_matched_by_number_and_by_words)
    assert [q.answer for q in bank.questions] == ["资源的单位。", "", "用户态的线程。"]


def test_questions_in_a_table() -> None:
    """
    # 速查
    | 问题 | 答案 | 公司 |
    |---|---|---|
    | 什么是 `a \\| b`？ | 管道 | 美团 |
    | 什么是信号？ | 异步通知<br>可以屏蔽 | |
    """
    bank = bank_of(test_questions_in_a_table)
    assert [(q.title, q.answer, q.company) for q in bank.questions] == [
        ("什么是 a | b？", "管道", "美团"),
        ("什么是信号？", "异步通知\n可以屏蔽", ""),
    ]


def test_a_callout_holds_its_answer() -> None:
    """
    > [!question]- 什么是分片？
    > 把数据分到多台机器。

    > [!question]- 什么是副本？
    > 同一份数据存多台。

    > [!note] 说明
    > 每周更新。
    """
    bank = bank_of(test_a_callout_holds_its_answer)
    assert [q.answer for q in bank.questions] == ["把数据分到多台机器。", "同一份数据存多台。"]


def test_question_and_answer_on_one_line() -> None:
    """
    # 问答
    - 什么是 CAP？答：三者不可兼得。
    - **什么是 BASE？** 最终一致。
    """
    bank = bank_of(test_question_and_answer_on_one_line)
    assert [q.answer for q in bank.questions] == ["三者不可兼得。", "最终一致。"]


def test_a_file_that_is_one_question() -> None:
    """
    ---
    title: 为什么要分库分表？
    company: 美团
    difficulty: 困难
    tags: [数据库, 分片]
    ---
    ## 参考答案
    单机放不下。
    """
    question = only(test_a_file_that_is_one_question)
    assert (question.title, question.answer) == ("为什么要分库分表？", "单机放不下。")
    assert (question.company, question.difficulty) == ("美团", "hard")
    assert question.tags == ("数据库", "分片")
