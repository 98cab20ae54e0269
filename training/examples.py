"""Training examples: a question, an answer, key points, and a target distribution for each point."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

Target = tuple[float, float, float, float]
COVERED: Target = (1, 0, 0, 0)
PARTIAL: Target = (0, 1, 0, 0)
MISSING: Target = (0, 0, 1, 0)
CONTRADICTED: Target = (0, 0, 0, 1)
LETTER = {"c": COVERED, "p": PARTIAL, "m": MISSING, "x": CONTRADICTED}


@dataclass(frozen=True)
class Example:
    """`group` names the question (whole groups are kept aside), `source` the data set."""

    group: str
    source: str
    question: str
    answer: str
    points: tuple[str, ...]
    targets: tuple[Target, ...]
    kind: str = ""
    weights: tuple[int, ...] = ()
    score: float | None = None


def is_held_out(group: str, percent: int = 15) -> bool:
    """Whether a question belongs to the share kept aside: decided by its name alone."""
    return zlib.crc32(group.encode()) % 100 < percent


def texts_of(examples: Iterable[Example]) -> list[str]:
    """Every distinct text in a fixed order (for choosing the vocabulary)."""
    seen: dict[str, None] = {}
    for e in examples:
        for text in (e.question, e.answer, *e.points):
            seen[text] = None
    return list(seen)
