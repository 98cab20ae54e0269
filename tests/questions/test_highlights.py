"""Highlights in answers, well formed or not."""

from __future__ import annotations

from tests.questions.parsing import only, problems_of


def test_several_marks_some_over_lines() -> None:
    """
    ### Q. 什么是缓存？
    先<mark>快</mark>后省。

    <mark>
    - 近
    - **快**
    </mark>
    """
    question = only(test_several_marks_some_over_lines)
    assert question.marks == ("快", "近\n快")
    assert question.answer == "先快后省。\n\n- 近\n- **快**"


def test_a_mark_closed_by_a_second_mark() -> None:
    """
    ### Q. 什么是缓存？
    <mark>**总结**：近处的副本。<mark>
    """
    assert only(test_a_mark_closed_by_a_second_mark).marks == ("总结：近处的副本。",)
    assert problems_of(test_a_mark_closed_by_a_second_mark) == [
        "2 highlight closed by <mark> instead of </mark>"
    ]


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    """
    ### Q. 什么是缓存？
    <mark>近处的副本。

    还有别的。
    """
    assert only(test_an_unclosed_mark_ends_with_its_paragraph).marks == ("近处的副本。",)
    assert problems_of(test_an_unclosed_mark_ends_with_its_paragraph) == ["2 unclosed <mark>"]


def test_nested_marks_are_one() -> None:
    """
    ### Q. 什么是缓存？
    <mark>近处<mark>的</mark>副本</mark>
    """
    assert only(test_nested_marks_are_one).marks == ("近处的副本",)


def test_marks_in_code_are_code() -> None:
    """
    ### Q. 怎么写高亮？
    用 `<mark>词</mark>`：
    ```html
    <mark>词</mark>
    ```
    """
    question = only(test_marks_in_code_are_code)
    assert question.marks == ()
    assert question.answer.count("<mark>") == 2


def test_equal_signs_highlight_too_but_not_in_code() -> None:
    """
    ### Q. 什么是缓存？
    ==近处的副本==，用 `a==b==c` 比较，$x==y==z$。
    """
    question = only(test_equal_signs_highlight_too_but_not_in_code)
    assert question.marks == ("近处的副本",)
    assert question.answer == "近处的副本，用 `a==b==c` 比较，$x==y==z$。"


def test_a_mark_around_a_label_means_what_follows() -> None:
    """
    ### Q. 什么是缓存？
    细节。

    <mark>总结</mark>
    - 近处的副本
    """
    assert only(test_a_mark_around_a_label_means_what_follows).marks == ("近处的副本",)


def test_labels_are_highlights_where_nothing_is_marked() -> None:
    """
    ### Q. 什么是缓存？
    细节。

    **一句话总结**：近处的副本。

    #### 面试回答

    “缓存是副本。

    它在近处。”

    不算。
    """
    assert only(test_labels_are_highlights_where_nothing_is_marked).marks == (
        "近处的副本。",
        "“缓存是副本。\n它在近处。”\n不算。",
    )


def test_a_label_loses_against_a_mark() -> None:
    """
    ### Q. 什么是缓存？
    总结：细节。
    <mark>近处的副本。</mark>
    """
    assert only(test_a_label_loses_against_a_mark).marks == ("近处的副本。",)


def test_an_answer_inside_a_text_fence_is_read() -> None:
    """
    ### Q. 什么是缓存？
    ```text
    副本。
    <mark>在近处。</mark>
    ```
    """
    assert only(test_an_answer_inside_a_text_fence_is_read).marks == ("在近处。",)


def test_words_that_are_no_labels() -> None:
    """
    ### Q. 什么是缓存？
    **对比总结**
    | a | b |
    |---|---|
    总结性的话不算。
    """
    assert only(test_words_that_are_no_labels).marks == ()
