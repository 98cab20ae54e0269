"""Banks searched by meaning: near questions, and passages that could answer the unanswered."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questions.model import Bank, Question, Source
from questions.plain import plain
from rubrics.text import grams, letters

_LEAST = 0.22
"""Below this a passage speaks of something else (read off by eye on our own banks)."""
_LONGEST = 600
_TERM = 3.0
"""A Latin term says more about a Chinese question than two characters do."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an answer or topic, with the heading it stands under."""

    heading: str
    text: str
    source: Source


def nearest_questions(
    questions: Sequence[Question], text: str, encoder: str, most: int = 20
) -> tuple[Question, ...]:
    """At most `most` questions, nearest in meaning first."""
    from grader.encoders.remembered import remembered_encoder

    if not questions:
        return ()
    model = remembered_encoder(encoder)
    vectors = model.encode([q.title for q in questions])
    (wanted,) = model.encode([text])
    order = sorted(range(len(questions)), key=lambda i: (-float(vectors[i] @ wanted), i))
    return tuple(questions[i] for i in order[:most])


def passages(bank: Bank) -> list[Passage]:
    """Paragraphs of all answers and topics, each with at least twenty letters."""
    found: list[Passage] = []
    for question in bank.questions:
        if question.is_gradable:
            found.extend(
                _paragraphs(
                    question.title,
                    question.answer,
                    question.source.path,
                    question.answer_line or question.source.line,
                )
            )
    for topic in bank.topics:
        found.extend(_paragraphs(topic.title, topic.text, topic.source.path, topic.source.line + 1))
    return found


def _paragraphs(heading: str, text: str, path: str, line: int) -> Iterable[Passage]:
    at = line
    for block in re.split(r"(\n\s*\n)", text):
        if letters(block) >= 20:
            yield Passage(heading, block.strip()[:_LONGEST], Source(path, at))
        at += block.count("\n")


def draft_answers(bank: Bank, sources: Bank, encoder: str, most: int) -> str:
    """Markdown drafts for every question of `bank` without an answer that has a near passage."""
    from grader.encoders.remembered import remembered_encoder

    open_questions = [q for q in bank.questions if not q.answer.strip() and not q.marks]
    pool = passages(sources)
    lines = ["# Drafts: review, edit, then remove the draft mark of what you accept", ""]
    if not open_questions or not pool:
        return "\n".join(lines)
    model = remembered_encoder(encoder)
    asked = model.encode([" ".join((*q.section[-1:], q.title)) for q in open_questions])
    headed = model.encode([p.heading for p in pool])
    spoken = model.encode([plain(p.text) for p in pool])
    held = [grams(f"{p.heading} {p.text}") for p in pool]
    for row, question in enumerate(open_questions):
        near = 0.5 * (headed @ asked[row]) + 0.5 * (spoken @ asked[row])
        words = _rare_words_shared(question.title, held)
        score = [0.5 * float(n) + 0.5 * w for n, w in zip(near, words, strict=True)]
        best = sorted(range(len(pool)), key=lambda i: (-score[i], i))[:most]
        best = [i for i in best if score[i] >= _LEAST]
        if best:
            lines.extend(_draft(question, [(score[i], pool[i]) for i in best]))
    return "\n".join(lines) + "\n"


def _rare_words_shared(title: str, held: Sequence[set[str]]) -> list[float]:
    """For each passage the share of the title's grams it holds, rare grams counting more."""
    asked = grams(re.sub(r"[（(][^（）()]*[)）]", "", title)) or grams(title)
    rarity = {
        g: (_TERM if g.isascii() else 1.0)
        * math.log((len(held) + 1) / (sum(g in h for h in held) + 0.5))
        for g in asked
    }
    total = sum(rarity.values()) or 1.0
    return [sum(rarity[g] for g in rarity if g in h) / total for h in held]


def _draft(question: Question, chosen: Sequence[tuple[float, Passage]]) -> list[str]:
    lines = [
        f"### Q. {question.title}",
        "",
        "> **Draft**: true",
        f"> **From**: {question.source}",
        "",
    ]
    for score, passage in chosen:
        lines.extend(
            [passage.text, "", f"> {passage.source} · {passage.heading} · {score:.2f}", ""]
        )
    return [*lines, "---", ""]
