"""Drafts for open questions out of what other answers say."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.library import propose_answers
from questions.markdown import parse_bank
from questions.passages import write_drafts

ANSWERED = (
    "### Q. FlashAttention 的原理是什么？\n\n"
    + "FlashAttention 把 Q、K、V 分块搬进片上 SRAM，用在线 softmax 更新。" * 3
)
OPEN = "### Q. FlashAttention 为什么快？\n"


def test_a_draft_is_read_back_as_a_draft_and_not_graded_against(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    sources, _ = parse_bank(ANSWERED, "a.md")
    open_bank, _ = parse_bank(OPEN, "o.md")
    text = write_drafts(propose_answers(open_bank, sources, "tfidf", 2))
    drafted, _ = parse_bank(text, "drafts.md")
    (question,) = drafted.questions
    assert question.draft
    assert not question.is_gradable
    assert "SRAM" in question.answer
