"""Passages that may answer an open question, and drafts written of them for a person to review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from questions.markdown import parse_bank
from questions.metadata import read_fields
from questions.model import Bank, Question, Source

DRAFT_STATUS = "draft"
_LONGEST = 700
_SHORTEST = 30
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s++(?P<text>.*?)\s*+#*+\s*+$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an answer or of a topic: its Markdown, where it stands, under what title."""

    text: str
    source: Source
    title: str


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """A draft: the passages that may answer a question, and what was written from them.

    `text` is Markdown that cites them by number, from 1; "" for the passages themselves. `author`
    says who wrote it, `note` what a reviewer should look at.
    """

    question: Question
    passages: tuple[Passage, ...]
    text: str = ""
    author: str = ""
    note: str = ""


_NEXT = ProposedAnswer(Question("", "What comes next?", Source("", 0)), (), "Another answer.")


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


def write_drafts(drafts: Iterable[ProposedAnswer]) -> str:
    """Write proposed answers as a bank whose questions are marked as drafts.

    Reading it gives the questions back with `draft` set; who accepts one deletes its status. The
    sources stand above the answer, as metadata: accepted, they are no part of the reference.
    """
    return "# Drafts\n" + "".join(map(_draft, drafts))


def reads_back(proposed: ProposedAnswer) -> bool:
    """Whether a bank reads the draft as this one question, a draft, with all its words and no
    others. What looks like a question or like metadata would slip out of it; what is left open, a
    code block or a comment, would swallow the next one.
    """
    found, _ = parse_bank(write_drafts([proposed, _NEXT]), "draft.md")
    if len(found.questions) != 2 or not found.questions[0].draft:
        return False
    read = found.questions[0]
    return read.title == proposed.question.title and _bare(read.answer) == _bare(_body(proposed))


def _draft(proposed: ProposedAnswer) -> str:
    question = proposed.question
    head = [f"**Status**: {DRAFT_STATUS} | **Id**: {question.id}"]
    if proposed.author:
        notes = f" ({proposed.note})" if proposed.note else ""
        head.append(f"**Author**: {_as_value(proposed.author + notes, ':')}")
    head += [
        f"**Source**: [{number}] {_as_value(str(passage.source), ':')} “{_as_value(passage.title)}”"
        for number, passage in enumerate(proposed.passages, 1)
    ]
    quoted = "\n".join(f"> {line}" for line in head)
    return f"\n### Q. {question.title}\n{quoted}\n\n{_body(proposed)}\n"


def _body(proposed: ProposedAnswer) -> str:
    texts = [proposed.text] if proposed.text else [p.text for p in proposed.passages]
    return "\n\n".join(map(_as_body, texts))


def _as_value(text: str, allowed: str = "") -> str:
    """One line of metadata without the signs that would begin another field."""
    signs = {"|": "∣", "｜": "∣", ":": "∶", "：": "∶"}
    table = {ord(sign): other for sign, other in signs.items() if sign not in allowed}
    return " ".join(text.split()).translate(table)


def _bare(text: str) -> str:
    return "".join(text.split())


def _as_body(text: str) -> str:
    """Write headings as bold lines, so that they do not end the question, and a dot before what
    would be read as its metadata.
    """
    lines: list[str] = []
    fenced, leading = False, True
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        leading = leading and not fenced and (not line.strip() or bool(read_fields(line)[1]))
        dotted = f"· {line.lstrip(' >')}" if leading and line.strip() else line
        lines.append(f"**{heading['text']}**" if heading else dotted)
    return "\n".join(lines)
