"""Practice in figures: `grader.practice` makes them, `reports.practice` shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Mastery:
    """One tag: questions seen of all, the share in [0, 1] of them that is known today, and the mean
    of the latest scores (None without one).
    """

    tag: str
    seen: int
    questions: int
    known: float
    score: float | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of practice, or a day to come: answers and their mean score, or questions due."""

    day: date
    count: int
    score: float | None = None


@dataclass(frozen=True, slots=True)
class WeakPoint:
    """A key point that was not right last time. `lapses` counts how often it was not."""

    question: str
    text: str
    state: str
    weight: int
    lapses: int
    due: date


@dataclass(frozen=True, slots=True)
class Progress:
    """All figures. `streak` counts days in a row with an answer, today or yesterday the last.

    `known` is the mean over the questions seen of the latest score times the chance of recall, in
    [0, 1]; None when none was seen.
    """

    name: str
    today: date
    streak: int
    longest: int
    answers: int
    seconds: float
    questions: int
    seen: int
    known: float | None
    due: int
    mean: float | None
    mastery: tuple[Mastery, ...]
    days: tuple[Day, ...]
    forecast: tuple[Day, ...]
    weakest: tuple[WeakPoint, ...]
