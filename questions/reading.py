"""A whole document read: its parts, its front matter, and the owner of every line."""

from __future__ import annotations

from collections.abc import Sequence

from questions.answers import BodyLine
from questions.bodies import body_lines
from questions.drafts import Draft, finish
from questions.errors import Problem
from questions.front_matter import FrontMatter
from questions.model import Bank, Question, Source, Topic
from questions.page import Page, read_page
from questions.part import Part
from questions.plain import match_key
from questions.record import Reading
from questions.sections import asks_in_fence
from questions.titles import read_title

_ONE_QUESTION = 8000


def read_document(
    raw: Sequence[str], path: str, front: FrontMatter
) -> tuple[Bank, list[Problem], dict[int, str]]:
    """Read a document given as lines: its bank, its problems, and the owner of each line."""
    reading = Reading(path, {}, front.title)
    numbers = range(1, len(raw) + 1)
    start = front.length
    page = read_page(raw[start:], numbers[start:], asks_in_fence)
    Part(reading, page, ()).read()
    _take_front_matter(reading, raw, page, front)
    _drop_contents(reading)
    for line in page.open_fences:
        hint = "close it with the same number of backticks"
        reading.problems.append(Problem(path, line, "code fence never closes", hint))
    questions: list[Question] = []
    for draft in reading.drafts:
        question, prompt, problems = finish(draft, path)
        reading.topics += [prompt] if prompt else []
        questions.append(question)
        reading.problems += problems
    reading.problems.sort(key=lambda problem: problem.line)
    reading.topics.sort(key=lambda topic: topic.source.line)
    return Bank(tuple(questions), tuple(reading.topics)), reading.problems, reading.owners


def _drop_contents(reading: Reading) -> None:
    """Let a list of questions that are all asked again below be a table of contents."""
    answered = {
        match_key(d.title.text) for d in reading.drafts if d.is_answered or d.kind == "heading"
    }
    kept: list[Draft] = []
    for draft in reading.drafts:
        listed = draft.kind in {"item", "bullet", "line"} and not draft.is_answered
        if listed and match_key(draft.title.text) in answered:
            source = Source(reading.path, draft.line)
            reading.topics.append(
                Topic(draft.title.text, source, draft.section, "", draft.end_line)
            )
        else:
            kept.append(draft)
    reading.drafts = kept


def _take_front_matter(
    reading: Reading, raw: Sequence[str], page: Page, front: FrontMatter
) -> None:
    """Give front matter to the one question of the file, or keep it as the file's own topic."""
    if not front.length:
        return
    for number in range(1, front.length + 1):
        reading.owners[number] = "section"
    if not reading.drafts and _asks(front, short=sum(map(len, raw)) < _ONE_QUESTION):
        lines = body_lines(page, 0, len(page))
        draft = Draft(read_title(front.title), 1, (), "file", lines, end_line=len(raw))
        if front.answer:
            draft.body = [BodyLine(text, 1) for text in front.answer.split("\n")] + lines
        reading.drafts.append(draft)
        reading.topics.clear()
    if len(reading.drafts) == 1 or front.metadata.company or front.metadata.round:
        for draft in reading.drafts:
            draft.inherited.fill(front.metadata)
        if len(reading.drafts) == 1:
            return
    text = "\n".join(raw[: front.length]).strip().strip("-+").strip("\n")
    name = front.title or "front matter"
    reading.topics.append(Topic(name, Source(reading.path, 1), (), text, front.length))


def _asks(front: FrontMatter, *, short: bool) -> bool:
    title = read_title(front.title)
    if front.names_question:
        return True
    meta = front.metadata
    return title.is_strong and bool(meta.company or meta.round or meta.difficulty or short)
