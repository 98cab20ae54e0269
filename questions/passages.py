"""Passages that may answer an open question, and drafts written of them for a person to review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from questions.model import Bank, Question, Source

DRAFT_STATUS = "draft"
_LONGEST = 700
_SHORTEST = 30
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<text>.*?)\s*#*\s*$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an answer or of a topic: its Markdown, where it stands, under what title."""

    text: str
    source: Source
    title: str


def passages(bank: Bank) -> tuple[Passage, ...]:
    """Cut the answers and topics of a bank into passages of up to about 700 characters.

    Drafts and derived questions give none: nothing is to be drafted from a draft.
    """
    return tuple(_of_answers(bank.questions)) + tuple(_of_topics(bank))


def _of_answers(questions: Sequence[Question]) -> Iterator[Passage]:
    for question in questions:
        if question.answer.strip() and not (question.draft or question.derived):
            start = Source(question.source.path, question.answer_line or question.source.line)
            yield from _cut(question.answer, start, question.title)


def _of_topics(bank: Bank) -> Iterator[Passage]:
    for topic in bank.topics:
        start = Source(topic.source.path, topic.text_line or topic.source.line)
        yield from _cut(topic.text, start, topic.title)


def _cut(text: str, start: Source, title: str) -> Iterator[Passage]:
    """Join paragraphs until they are long enough; headings begin a passage, code stays whole."""
    held: list[str] = []
    first = 0
    for offset, paragraph in _paragraphs(text.split("\n")):
        size = sum(len(part) for part in held)
        opens = bool(_HEADING.match(paragraph)) and size >= _SHORTEST
        if held and (opens or size + len(paragraph) > _LONGEST):
            yield Passage("\n\n".join(held), Source(start.path, start.line + first), title)
            held = []
        if not held:
            first = offset
        held.append(paragraph)
    joined = "\n\n".join(held)
    if len(joined) >= _SHORTEST:
        yield Passage(joined, Source(start.path, start.line + first), title)


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    held: list[str] = []
    first = 0
    fenced = False
    for index, line in enumerate(lines):
        fenced ^= bool(_FENCE.match(line))
        if line.strip() or fenced:
            first = first if held else index
            held.append(line)
        elif held:
            yield first, "\n".join(held)
            held = []
    if held:
        yield first, "\n".join(held)


def write_drafts(drafts: Iterable[tuple[Question, Sequence[Passage]]]) -> str:
    """Write proposed answers as a bank whose questions are marked as drafts.

    Reading it gives the questions back with `draft` set; who accepts one deletes its status.
    """
    return "# Drafts\n" + "".join(_draft(question, found) for question, found in drafts)


def _draft(question: Question, found: Sequence[Passage]) -> str:
    bodies = "\n\n".join(_as_body(passage.text) for passage in found)
    places = "\n".join(f"- {p.source} “{p.title}”" for p in found)
    head = f"\n### Q. {question.title}\n> **Status**: {DRAFT_STATUS} | **Id**: {question.id}\n"
    return f"{head}\n{bodies}\n\n**Sources**\n\n{places}\n"


def _as_body(text: str) -> str:
    """Write headings as bold lines, so that they do not end the question."""
    lines = []
    fenced = False
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        lines.append(f"**{heading['text']}**" if heading else line)
    return "\n".join(lines)
