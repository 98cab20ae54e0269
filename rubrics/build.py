"""A reference answer and its highlighted summary, compiled into key points."""

from __future__ import annotations

from collections.abc import Sequence

from questions.model import Question
from rubrics.building.choice import choose
from rubrics.building.claims import Claim, read_claims
from rubrics.building.highlights import Told, is_highlight, join_highlight, marks_in, read_highlights, squeezed
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
    highlights = read_highlights(marks, question.title)
    root = read_outline(question.answer)
    _prune(root, [squeezed(mark) for mark in marks])
    body = read_claims(root, question.title)
    doubts = []
    if not highlights:
        highlights, body = _summary_as_highlight(body, doubts)
    else:
        body = [claim for claim in body if claim.source != "summary"]
    told = join_highlight(without_repeats(highlights), without_repeats(body))
    return _rubric(question, choose(told, question.title), doubts, glossary or bundled_glossary())


def _prune(node: Node, marks: Sequence[str]) -> None:
    node.children = [child for child in node.children if child.children or not is_highlight(child.text, marks)]
    for child in node.children:
        _prune(child, marks)


def _summary_as_highlight(body: list[Claim], doubts: list[str]) -> tuple[list[Claim], list[Claim]]:
    summary = [claim for claim in body if claim.source == "summary"]
    if body and not summary:
        doubts.append("no highlight: weights follow the structure of the answer")
    elif summary:
        doubts.append("no highlight: the summary was taken for it")
    return summary, [claim for claim in body if claim.source != "summary"]


def _rubric(question: Question, chosen: Sequence[Told], doubts: list[str], glossary: Glossary) -> Rubric:
    weights = weigh(chosen, question.title)
    claims = [told.claim for told in chosen]
    points = tuple(
        KeyPoint(
            id=f"k{number}",
            text=claim.text,
            weight=weight,
            keywords=derive_keywords(claim.text, glossary),
            mistakes=mistakes_of(claim, claims),
            passage=claim.passage,
            lines=_lines(claim, question),
            why=why,
        )
        for number, (claim, (weight, why)) in enumerate(zip(claims, weights, strict=True), 1)
    )
    return Rubric(question.id, points, tuple(doubts))


def _lines(claim: Claim, question: Question) -> tuple[int, int] | None:
    if not question.answer_line:
        return None
    return question.answer_line + claim.lines[0], question.answer_line + claim.lines[1]
