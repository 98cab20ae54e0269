"""Laws that hold for every text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from questions.accounting import unowned_lines
from questions.markdown import parse_bank, split_lines
from questions.plain import one_line, plain

PIECES = [
    "### Q. 什么是锁？\n",
    "## 1. 为什么要分页？\n",
    "# 面试题\n",
    "- 什么是堆？\n",
    "  - 怎么建？\n",
    "1. 讲讲栈\n",
    "1、什么是树？\n",
    "Q: 什么是图？\n",
    "A: 点和边。\n",
    "> 公司：美团 | 标签：[a]\n",
    "> [!question] 什么是桶？\n> 容器。\n",
    "**什么是环？**\n",
    "正文。\n",
    "\n",
    "\n\n",
    "<mark>要点</mark>\n",
    "<mark>",
    "</mark>",
    "```python\n",
    "```\n",
    "~~~\n",
    "<details>\n",
    "<summary>什么是锁？</summary>\n",
    "</details>\n",
    "---\n",
    "| 问题 | 答案 |\n|---|---|\n| 什么是键？ | 名字 |\n",
    "$$\n",
    "## 参考答案\n",
    "1. 答案一\n",
    "A. 甲\nB. 乙\n",
    "答案：B\n",
    "追问：\n- 为什么？\n",
    "\r",
    "\t",
    "\u200b",
    "<!--",
    "-->",
    "[目录](#a)\n",
    "==亮==",
    "一、",
    "（字节 一面）",
    "::",
    "<h2>什么是页？</h2>\n",
    "总结：",
    "---\ntitle: x\n---\n",
]
DOCUMENTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=30).map("".join)


@settings(max_examples=150, deadline=2000)
@given(DOCUMENTS)
def test_every_line_belongs_to_something(text: str) -> None:
    assert unowned_lines(text) == []


@settings(max_examples=150, deadline=2000)
@given(DOCUMENTS)
def test_places_are_inside_the_file_and_ids_differ(text: str) -> None:
    bank, problems = parse_bank(text, "x.md")
    last = len(split_lines(text))
    ids = [question.id for question in bank.questions]
    assert len(set(ids)) == len(ids)
    for question in bank.questions:
        assert question.title.strip()
        assert 1 <= question.source.line <= question.end_line <= last
        assert 0 <= question.answer_line <= last
    assert all(1 <= topic.source.line <= last for topic in bank.topics)
    assert all(0 <= problem.line <= last for problem in problems)


@settings(max_examples=60, deadline=2000)
@given(DOCUMENTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert parse_bank(text, "x.md") == parse_bank(text, "x.md")


@settings(max_examples=60, deadline=2000)
@given(DOCUMENTS)
def test_line_ends_do_not_matter(text: str) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    assert parse_bank(unix.replace("\n", "\r\n"), "x.md") == parse_bank(unix, "x.md")


@settings(max_examples=60, deadline=2000)
@given(DOCUMENTS)
def test_titles_have_no_markup_left(text: str) -> None:
    for question in parse_bank(text, "x.md")[0].questions:
        assert "\n" not in question.title
        assert "</mark>" not in question.title


@given(st.text(max_size=60))
def test_plain_text_stays_plain(text: str) -> None:
    once = one_line(text)
    assert "\n" not in once
    assert isinstance(plain(once), str)


@settings(max_examples=40, deadline=2000)
@given(st.lists(st.sampled_from("甲乙丙丁戊己庚"), min_size=1, max_size=5, unique=True))
def test_ids_do_not_move_when_other_questions_come_and_go(names: list[str]) -> None:
    def ids(chosen: list[str]) -> dict[str, str]:
        text = "# 题库\n" + "".join(f"### Q. 什么是{name}？\n{name}。\n" for name in chosen)
        return {q.title: q.id for q in parse_bank(text, "x.md")[0].questions}

    everything = ids(["子", *reversed(names), "丑"])
    assert ids(names).items() <= everything.items()
