"""Scorecards of interviews as data: `grader.interview` makes them, `reports.interviews` shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

WHOLE = "score"
"""What a verdict on the score of a whole answer is about, where others name a key point."""


@dataclass(frozen=True, slots=True)
class PointLine:
    """A key point: `original` is the program's state, `state` what counts after follow-ups and
    verdicts. `decided_by` is "" for the program, "followup", or the author of the verdict.
    """

    text: str
    weight: int
    original: str
    state: str
    quote: str
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `original` is the program's score of the answer alone, `score` what counts.

    `followups` are prompts with answers; `override` says who set the score and why, "" if nobody.
    """

    title: str
    answer: str
    seconds: float
    allowed: float
    original: float | None
    score: float | None
    band: str
    points: tuple[PointLine, ...]
    followups: tuple[tuple[str, str], ...] = ()
    recovered: int = 0
    override: str = ""
    notes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One verdict, as the record of changes shows it: `what` is a point's text, or WHOLE.

    `at` is in UTC.
    """

    at: datetime
    author: str
    question: str
    what: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A candidate's interview. `signatures` are those of the program's scores."""

    candidate: str
    plan: str
    started: datetime
    finished: datetime | None
    questions: tuple[Asked, ...]
    planned: int
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()

    @property
    def score(self) -> float | None:
        """The mean over the questions that have a score, None without any."""
        known = [q.score for q in self.questions if q.score is not None]
        return fmean(known) if known else None

    @property
    def original(self) -> float | None:
        """The mean that the program alone gave."""
        known = [q.original for q in self.questions if q.original is not None]
        return fmean(known) if known else None
