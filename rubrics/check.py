"""A rubric read critically, offline: what a fair interviewer would object to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from questions.model import Question
from rubrics.building.repeats import Features, characters, features, share
from rubrics.building.split import LONGEST, statements, width
from rubrics.glossary import Glossary, bundled_glossary
from rubrics.keywords import derive_keywords
from rubrics.markup import readable
from rubrics.model import KeyPoint, Rubric
from rubrics.text import letters

MOST_POINTS = 12
_TWO_CLAIMS = 64
_DUPLICATE = 0.8
_SUPPORTED, _SUPPORTED_BLUNT = 0.3, 0.5
_SHORTEST = 4
_NEGATION = re.compile(
    r"不(?!同|仅|但|过|断)|没有|无(?!关|论)|未|非(?!线性|常)|\b(?:not|no|never|without|cannot)\b|n't\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？]\s*$|^(?:为什么|如何|怎么|什么是|why |how |what )", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One objection. `kind` is a stable name; `point` is an id, "" for the whole rubric."""

    question: str
    point: str
    kind: str
    message: str
    hint: str = ""


def check_rubric(
    rubric: Rubric, question: Question | None = None, glossary: Glossary | None = None
) -> tuple[Finding, ...]:
    """Everything to object to in a rubric; with its question also what the reference lacks."""
    found = [
        *_of_the_whole(rubric),
        *(
            f
            for point in rubric.points
            for f in _of_a_point(rubric, point, glossary or bundled_glossary())
        ),
        *_of_pairs(rubric),
    ]
    if question is not None:
        found.extend(_unsupported(rubric, question))
    return tuple(found)


def _of_the_whole(rubric: Rubric) -> Iterator[Finding]:
    count = len(rubric.points)
    if count > MOST_POINTS:
        message, hint = (
            f"{count} points are more than anybody ticks",
            f"merge details, at most {MOST_POINTS}",
        )
        yield Finding(rubric.question, "", "too-many", message, hint)
    if count >= 4 and len({point.weight for point in rubric.points}) == 1:
        hint = "3 for the heart of the answer, 1 for details"
        yield Finding(rubric.question, "", "equal-weights", "all weights are equal", hint)


def _of_a_point(rubric: Rubric, point: KeyPoint, glossary: Glossary) -> Iterator[Finding]:
    claims = statements(point.text)
    wide = width(point.text)
    if wide > LONGEST or len(claims) > 2 or (len(claims) == 2 and wide > _TWO_CLAIMS):
        message = (
            f"says {max(2, len(claims))} things at once"
            if len(claims) > 1
            else "is too long to tick"
        )
        yield Finding(
            rubric.question, point.id, "compound", message, "split it into points of one claim each"
        )
    if not point.keywords and not derive_keywords(point.text, glossary):
        hint = "add the terms that a right answer would name"
        yield Finding(rubric.question, point.id, "no-keyword", "has no keyword", hint)
    if letters(point.text) < _SHORTEST or _ASKS.search(point.text):
        message = (
            "is a question, not a claim"
            if _ASKS.search(point.text)
            else "says too little to be covered"
        )
        yield Finding(
            rubric.question, point.id, "unreachable", message, "write what a right answer says"
        )


def _of_pairs(rubric: Rubric) -> Iterator[Finding]:
    known = {point.id: (features(point.text), characters(point.text)) for point in rubric.points}
    for a, b in combinations(rubric.points, 2):
        if _contradict(a, b, known[a.id][0], known[b.id][0]):
            message = f"contradicts {b.id}: no answer can cover both"
            yield Finding(
                rubric.question,
                a.id,
                "contradictory",
                message,
                "keep the one that the reference says",
            )
        elif _same(*known[a.id], *known[b.id]):
            hint = "merge the two, or say what is different"
            yield Finding(
                rubric.question, a.id, "duplicate", f"says nearly the same as {b.id}", hint
            )


def _same(a: Features, a_blunt: Features, b: Features, b_blunt: Features) -> bool:
    fine = min(share(a, b), share(b, a))
    return fine >= _DUPLICATE or (
        fine >= _DUPLICATE / 2
        and min(share(a_blunt, b_blunt), share(b_blunt, a_blunt)) >= _DUPLICATE
    )


def _contradict(a: KeyPoint, b: KeyPoint, of_a: Features, of_b: Features) -> bool:
    """One is the other's typical mistake; or the same words with and without a negation."""
    for one, features_of_other in ((a, of_b), (b, of_a)):
        for mistake in one.mistakes:
            wrong = features(mistake)
            if min(share(wrong, features_of_other), share(features_of_other, wrong)) >= 0.95:
                return True
    alike = min(share(of_a, of_b), share(of_b, of_a)) >= _DUPLICATE - 0.1
    return alike and len(_NEGATION.findall(a.text)) % 2 != len(_NEGATION.findall(b.text)) % 2


def _unsupported(rubric: Rubric, question: Question) -> Iterator[Finding]:
    """Words of the question itself support nothing."""
    reference = readable("\n".join((question.answer, *question.marks)))
    fine, blunt = features(reference), characters(reference)
    asked, asked_blunt = features(question.title), characters(question.title)
    for point in rubric.points:
        own = {gram: w for gram, w in features(point.text).items() if gram not in asked}
        own_blunt = {c: w for c, w in characters(point.text).items() if c not in asked_blunt}
        if own and share(own, fine) < _SUPPORTED and share(own_blunt, blunt) < _SUPPORTED_BLUNT:
            hint = "add it to the reference answer, or strike the point"
            yield Finding(
                rubric.question, point.id, "unsupported", "is not in the reference answer", hint
            )


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """By kind, what breaks a score before what only blurs it; the order of the points is kept."""
    ranks = [
        "contradictory",
        "unreachable",
        "unsupported",
        "duplicate",
        "compound",
        "no-keyword",
        "too-many",
        "equal-weights",
    ]
    return sorted(findings, key=lambda finding: ranks.index(finding.kind))
