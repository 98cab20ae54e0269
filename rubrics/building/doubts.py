"""What the builder is not sure of: of a whole rubric, and of one point."""

from __future__ import annotations

from collections.abc import Sequence

from rubrics.building.claims import Claim
from rubrics.building.split import LONGEST, leans, width
from rubrics.text import letters

_FEW = 2


def doubts_of(
    claims: Sequence[Claim], body: Sequence[Claim], *, highlight: bool, summary: bool
) -> tuple[str, ...]:
    """Doubts about a rubric. `body`: all the claims that were found besides the highlight."""
    doubts = []
    if summary:
        doubts.append("no highlight: the summary was taken for it")
    elif not highlight and claims:
        doubts.append("no highlight: weights follow the structure of the answer")
    if not claims:
        doubts.append("no claim was found in the reference")
    elif len(claims) <= _FEW:
        doubts.append("very short reference: few points")
    if body and all(claim.source == "table" for claim in body):
        doubts.append("the reference is only a table")
    if body and all(claim.source == "code" for claim in body):
        doubts.append("the reference is only code")
    if highlight and not body:
        doubts.append("only the highlight says something")
    return tuple(doubts)


def doubt_of(claim: Claim, keywords: Sequence[Sequence[str]]) -> str:
    """A doubt about one point, "" if none."""
    doubts = []
    if leans(claim.text):
        doubts.append("begins with a word that points back")
    if width(claim.text) > LONGEST:
        doubts.append("long")
    elif letters(claim.text) < 8:
        doubts.append("short")
    if claim.source == "formula":
        doubts.append("a formula: an answer may say it in words")
    if not keywords:
        doubts.append("no keyword")
    return "; ".join(doubts)
