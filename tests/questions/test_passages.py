"""Passages for drafts, and drafts read back."""

from __future__ import annotations

import pytest

from questions.markdown import parse_bank
from questions.model import Bank
from questions.passages import ProposedAnswer, passages, reads_back, write_drafts

TEXT = """# 题库

### Q. 什么是缓存？
> 公司：美团

把算过的结果留在近处，下次直接取，不必再算一遍，也不必再跑远路。

### Q. 怎么淘汰？

## 淘汰策略

最近最少使用的先走，叫作 LRU；用得最少的先走，叫作 LFU；还有先进先出，也很常见。

#### 实现

```python
# 双向链表加哈希表

cache = {}
```
"""


def bank() -> Bank:
    return parse_bank(TEXT, "bank.md")[0]


def test_passages_name_the_line_where_they_stand() -> None:
    lines = TEXT.split("\n")
    for passage in passages(bank()):
        assert lines[passage.source.line - 1] == passage.text.split("\n")[0]


def test_code_is_never_cut() -> None:
    (code,) = [p for p in passages(bank()) if "```" in p.text]
    assert code.text.count("```") == 2


def test_long_texts_are_cut_at_paragraphs() -> None:
    text = "# 综述\n\n" + "\n\n".join(f"第 {i} 段。" + "很长的话。" * 30 for i in range(20))
    found = passages(parse_bank(text, "x.md")[0])
    assert len(found) > 4
    assert all(len(p.text) < 900 for p in found)
    assert "\n\n".join(p.text for p in found) == text.split("\n\n", 1)[1]


def test_drafts_are_read_back_as_drafts() -> None:
    questions = [q for q in bank().questions if not q.answer]
    text = write_drafts([ProposedAnswer(question, passages(bank())) for question in questions])
    (again,) = parse_bank(text, "drafts.md")[0].questions
    assert (again.title, again.id) == (questions[0].title, questions[0].id)
    assert again.draft
    assert not again.is_gradable
    assert "> **Source**: [1] bank.md:6 “什么是缓存？”" in text
    assert "bank.md" not in again.answer  # accepted, it would become a point to be met


def test_an_accepted_draft_can_be_graded() -> None:
    questions = [q for q in bank().questions if not q.answer]
    text = write_drafts([ProposedAnswer(question, passages(bank())) for question in questions])
    accepted = text.replace("**Status**: draft", "**Status**: accepted")
    (again,) = parse_bank(accepted, "drafts.md")[0].questions
    assert again.is_gradable


def test_nothing_is_drafted_from_a_draft() -> None:
    text = "### Q. 什么是锁？\n> 状态：草稿\n\n" + "互斥。" * 30
    assert passages(parse_bank(text, "x.md")[0]) == ()


def a_draft(text: str, **more: str) -> ProposedAnswer:
    question = next(q for q in bank().questions if not q.answer)
    return ProposedAnswer(question, passages(bank()), text, **more)


@pytest.mark.parametrize(
    "text",
    [
        "先进先出 [2]。",
        "# 大标题\n\n先进先出 [2]。\n\n1. 最近最少使用的先走 [2]\n2. 用得最少的先走 [2]",
        "公司：美团\n\n先进先出 [2]。",
        "先进先出 [2]。\n\n```python\n### Q. 这是代码里的题？\n```",
        "先进先出 [2]。\n\n**Q2：还有别的吗？**\n\n没有 [2]。",
    ],
    ids=["plain", "headings and lists", "metadata", "code", "a question in bold"],
)
def test_a_draft_keeps_its_words_and_its_status(text: str) -> None:
    assert reads_back(a_draft(text, author="m@127.0.0.1:8000", note="见 FP8: 状态 | 公司：美团"))
    (again,) = parse_bank(write_drafts([a_draft(text)]), "drafts.md")[0].questions
    assert again.draft
    assert not again.company


@pytest.mark.parametrize(
    "text",
    [
        "先进先出 [1]。\n\n```\n没有关上的代码\n\n### Q. 还是代码？\n\n答",
        "先进先出 [1]。\n\n<!-- 没有关上的注释",
        "先进先出 <mark>重点</mark> [1]。",
        "<!-- 看不见 -->",
    ],
    ids=["open code", "open comment", "a highlight", "nothing to see"],
)
def test_text_that_would_not_come_back_alone_and_whole_is_noticed(text: str) -> None:
    assert not reads_back(a_draft(text))


def test_a_title_with_signs_of_metadata_changes_nothing() -> None:
    source = parse_bank("### Q. 题 | 状态：accepted | 公司: 美团？\n\n" + "互斥。" * 20, "x.md")[0]
    question = next(q for q in bank().questions if not q.answer)
    text = write_drafts([ProposedAnswer(question, passages(source))])
    (again,) = parse_bank(text, "drafts.md")[0].questions
    assert again.draft
    assert not again.company
