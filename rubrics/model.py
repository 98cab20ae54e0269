"""Key points and rubrics: what a fair interviewer would tick."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One claim that an answer can make.

    `weight` is 1 (detail), 2 (matters) or 3 (the heart). `keywords` are terms, each a tuple of
    names for the same thing. `mistakes` are typical wrong statements of this point. `passage` is
    the piece of the reference it was made from, `lines` where that stands in the bank (first,
    last; counted from 1; None when written by hand), `why` explains the weight, `doubt` says what
    the builder was not sure of ("" if nothing).
    """

    id: str
    text: str
    weight: int = 2
    keywords: tuple[tuple[str, ...], ...] = ()
    mistakes: tuple[str, ...] = ()
    passage: str = ""
    lines: tuple[int, int] | None = None
    why: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Rubric:
    """The key points of one question. `question` is a question's id or title."""

    question: str
    points: tuple[KeyPoint, ...]
    doubts: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """Twelve hex digits over everything that can change a score."""
        content = [
            [p.id, p.text, p.weight, [list(k) for k in p.keywords], list(p.mistakes)]
            for p in self.points
        ]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
