"""A question while it is being put together, and the finished `Question` it becomes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from questions.answers import BodyLine, has_answer, read_body
from questions.errors import Problem
from questions.formats.words import is_asks
from questions.labels import is_answer_label
from questions.metadata import Metadata, read_fields
from questions.model import Question, Source, Topic
from questions.plain import one_line
from questions.titles import Title, read_title

_WRAPPING = {"item", "bullet", "pair", "line"}
_STRUCTURE = re.compile(r"[-*+>#|`<]|\d{1,9}[.)、]|(?:A|答|回答|答案)\s*[:：]")
_LONGEST_REST = 120
DRAFT_WORDS = frozenset({"draft", "草稿", "草案", "proposed"})
_MARK_HINT = "write <mark>…</mark> around the summary"


@dataclass(slots=True)
class Draft:
    """A question's title, the lines of its body, and what its surroundings say about it."""

    title: Title
    line: int
    section: tuple[str, ...]
    kind: str
    body: list[BodyLine] = field(default_factory=list)
    inline: str = ""
    indent: int = 0
    end_line: int = 0
    inherited: Metadata = field(default_factory=Metadata)
    followups: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    is_answered: bool = False

    def weigh(self) -> None:
        """Note whether anything that can be an answer stands in the body."""
        self.is_answered = bool(self.inline.strip()) or has_answer(self.body)


def finish(draft: Draft, path: str) -> tuple[Question, Topic | None, list[Problem]]:
    """Make the question, a topic of what only explains it, and what was wrong with its lines."""
    if not draft.title.text:
        _take_title_from_body(draft)
    elif draft.kind in _WRAPPING:
        _unwrap_title(draft)
    lines = [BodyLine(draft.inline, draft.line), *draft.body] if draft.inline else draft.body
    body = read_body(lines, indent=draft.indent)
    meta = Metadata()
    for part in (body.meta, draft.title.meta, draft.inherited):
        meta.fill(part)
    question = Question(
        id="",
        title=draft.title.text or "?",
        source=Source(path, draft.line),
        answer=body.highlights.text,
        marks=body.highlights.marks,
        company=meta.company,
        round=meta.stage,
        date=meta.date,
        tags=meta.tags,
        difficulty=meta.difficulty,
        section=draft.section,
        followups=(*body.followups, *_unrepeated(draft.followups, body.followups)),
        answer_line=body.answer_line,
        choices=body.choices or draft.choices,
        end_line=draft.end_line or draft.line,
        draft=meta.status.casefold() in DRAFT_WORDS,
    )
    return question, _prompt(question, body.prompt), _problems(draft, path, body.flaws)


def _prompt(question: Question, text: str) -> Topic | None:
    """Keep the words between a title and its answer, such as 题目描述, as reference material."""
    if not text:
        return None
    return Topic(question.title, question.source, question.section, text, question.end_line)


def _unrepeated(more: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in more if text not in known)


def _take_title_from_body(draft: Draft) -> None:
    """Let the first line below a bare `Q1` or `题目` be the title."""
    if draft.inline:
        draft.title, draft.inline = _retitled(draft, draft.inline), ""
        return
    for index, line in enumerate(draft.body):
        if line.is_code or not line.text.strip() or read_fields(line.text)[1]:
            continue
        if not (line.text.lstrip().startswith("#") and is_asks(line.text)):
            draft.title = _retitled(draft, line.text)
            draft.body = draft.body[index + 1 :]
            return


def _unwrap_title(draft: Draft) -> None:
    """Join a question that goes on in the line below, as in texts cut at 80 columns."""
    first = draft.body[0] if draft.body and not draft.inline else None
    if first is None or first.is_code or first.number != draft.line + 1:
        return
    rest = first.text.strip()
    ends = draft.title.text.endswith(("？", "?", "。", ".", "！", "!", "：", ":", "）", ")"))
    goes_on = rest.endswith(("？", "?")) and not _STRUCTURE.match(rest)
    if ends or not goes_on or len(rest) > _LONGEST_REST or is_answer_label(rest):
        return
    glue = " " if draft.title.text[-1].isascii() or rest[0].isascii() else ""
    draft.title.text += glue + one_line(rest)
    draft.body = draft.body[1:]


def _retitled(draft: Draft, text: str) -> Title:
    title = read_title(text.strip(" >#"))
    title.meta.fill(draft.title.meta)
    return title


def _problems(draft: Draft, path: str, flaws: Sequence[tuple[int, str]]) -> list[Problem]:
    found = [Problem(path, line, message, _hint(message)) for line, message in flaws]
    found += [Problem(path, draft.line, flaw, _hint(flaw)) for flaw in draft.title.meta.flaws]
    return found


def _hint(message: str) -> str:
    if "mark" in message:
        return _MARK_HINT
    if "tags" in message:
        return "write tags as [first, second]"
    if "date" in message:
        return "write dates as 2025-09-30"
    if "difficulty" in message:
        return "write easy, medium or hard"
    return ""
