"""Markdown text to questions, topics and problems."""

from __future__ import annotations

import re

from questions.errors import Problem
from questions.ids import with_ids
from questions.model import Bank, Question, Source
from questions.plain import one_line

_QUESTION = re.compile(r"^#{1,6}\s*(?:Q\s*[.:：]\s*|\d+[.、]\s*)(.+)$")
_FIELD = re.compile(r"\*\*(Company|Round|Date|Tags|轮次|日期|标签|公司)\*\*\s*[:：]([^|｜\n]*)")
_MARK = re.compile(r"<mark>(.*?)</?mark>", re.DOTALL)
_NAMES = {"轮次": "round", "日期": "date", "标签": "tags", "公司": "company"}


def parse_bank(text: str, path: str) -> tuple[Bank, tuple[Problem, ...]]:
    """Read the questions and topics of one document, and note what was doubtful in it."""
    lines = text.replace("\r\n", "\n").split("\n")
    starts = [i for i, line in enumerate(lines) if _QUESTION.match(line)]
    ends = [*starts[1:], len(lines)]
    found = [_question(lines, s, e, path) for s, e in zip(starts, ends, strict=True)]
    return Bank(with_ids(found)), ()


def _question(lines: list[str], start: int, end: int, path: str) -> Question:
    title = _QUESTION.match(lines[start])
    body = [line for line in lines[start + 1 : end] if not _FIELD.search(line)]
    while body and body[-1].strip() in {"", "---"}:
        body.pop()
    raw = "\n".join(body).strip()
    meta = {
        _NAMES.get(k, k.lower()): v.strip() for k, v in _FIELD.findall("\n".join(lines[start:end]))
    }
    tags = [t.strip() for t in re.split("[,，]", meta.pop("tags", "").strip("[] ")) if t.strip()]
    return Question(
        id="",
        title=one_line(title.group(1)) if title else "",
        source=Source(path, start + 1),
        answer=re.sub(r"</?mark>", "", raw),
        marks=tuple(one_line(m) for m in _MARK.findall(raw)),
        tags=tuple(tags),
        end_line=end,
        **meta,
    )
