"""Banks searched by meaning: near questions, and passages that could answer the unanswered."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from questions.model import Bank, Question
from questions.passages import ProposedAnswer, passages
from questions.plain import plain
from rubrics.text import grams

_LEAST = 0.22
"""Below this a passage speaks of something else (read off by eye on our own banks)."""
_TERM = 3.0
"""A Latin term says more about a Chinese question than two characters do."""


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


def propose_answers(
    bank: Bank, sources: Bank, encoder: str, most: int
) -> tuple[ProposedAnswer, ...]:
    """At most `most` passages of `sources`, nearest first, for every question of `bank` that has
    no answer and a near passage.
    """
    from grader.encoders.remembered import remembered_encoder

    open_questions = [q for q in bank.questions if not q.answer.strip() and not q.marks]
    pool = passages(sources)
    if not open_questions or not pool:
        return ()
    model = remembered_encoder(encoder)
    asked = model.encode([" ".join((*q.section[-1:], q.title)) for q in open_questions])
    headed = model.encode([p.title for p in pool])
    spoken = model.encode([plain(p.text) for p in pool])
    held = [grams(f"{p.title} {p.text}") for p in pool]
    proposed = []
    for row, question in enumerate(open_questions):
        near = 0.5 * (headed @ asked[row]) + 0.5 * (spoken @ asked[row])
        words = _rare_words_shared(question.title, held)
        score = [0.5 * float(n) + 0.5 * w for n, w in zip(near, words, strict=True)]
        best = sorted(range(len(pool)), key=lambda i: (-score[i], i))[:most]
        chosen = [pool[i] for i in best if score[i] >= _LEAST]
        if chosen:
            proposed.append(ProposedAnswer(question, tuple(chosen)))
    return tuple(proposed)


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
