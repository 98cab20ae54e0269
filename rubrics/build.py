"""A reference answer and its highlighted summary, compiled into key points."""

from __future__ import annotations

from collections.abc import Sequence

from questions.model import Question
from rubrics.building.choice import choose
from rubrics.building.claims import Claim, read_claims
from rubrics.building.code import code_claims
from rubrics.building.doubts import doubt_of, doubts_of
from rubrics.building.highlights import (
    Told,
    is_highlight,
    join_highlight,
    marks_in,
    read_highlights,
    squeezed,
)
from rubrics.building.lists import unlisted
from rubrics.building.mistakes import mistakes_of
from rubrics.building.outline import Node, read_outline
from rubrics.building.repeats import without_repeats
from rubrics.building.weights import weigh
from rubrics.glossary import Glossary, bundled_glossary
from rubrics.keywords import derive_keywords
from rubrics.model import KeyPoint, Rubric


def build_rubric(question: Question, glossary: Glossary | None = None) -> Rubric:
    """Key points of a question's reference answer, in reading order; the same for the same input.

    What only the highlight says comes first. `doubts` tell what a person should look at.
    """
    marks = question.marks or marks_in(question.answer)
    root = read_outline(question.answer)
    highlights = read_highlights(marks, question.title, root)
    _prune(root, [squeezed(mark) for mark in marks])
    found = read_claims(root, question.title)
    summary = [claim for claim in found if claim.source == "summary"]
    body = [claim for claim in found if claim.source != "summary"]
    if not highlights and not body and not summary:
        body = code_claims(root, question.title)
    body = unlisted(without_repeats(body), question.title)
    told = join_highlight(without_repeats(highlights or summary), body)
    chosen = choose(told, question.title)
    doubts = doubts_of(
        [t.claim for t in chosen],
        body,
        highlight=bool(highlights),
        summary=not highlights and bool(summary),
    )
    return Rubric(question.id, _points(question, chosen, glossary or bundled_glossary()), doubts)


def _prune(node: Node, marks: Sequence[str]) -> None:
    node.children = [
        child for child in node.children if child.children or not is_highlight(child.text, marks)
    ]
    for child in node.children:
        _prune(child, marks)


def _points(question: Question, chosen: Sequence[Told], glossary: Glossary) -> tuple[KeyPoint, ...]:
    claims = [told.claim for told in chosen]
    points: list[KeyPoint] = []
    for claim, (weight, why) in zip(claims, weigh(chosen, question.title), strict=True):
        keywords = derive_keywords(claim.text, glossary, claim.emphasised)
        point = KeyPoint(
            id=f"k{len(points) + 1}",
            text=claim.text,
            weight=weight,
            keywords=keywords,
            mistakes=mistakes_of(claim, claims),
            passage=claim.passage,
            lines=_lines(claim, question),
            why=why,
            doubt=doubt_of(claim, keywords),
        )
        points.append(point)
    return tuple(points)


def _lines(claim: Claim, question: Question) -> tuple[int, int] | None:
    if not question.answer_line:
        return None
    return question.answer_line + claim.lines[0], question.answer_line + claim.lines[1]
