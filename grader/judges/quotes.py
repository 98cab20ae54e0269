"""Find a judge's quote in the answer: after NFKC, case and spaces, or it does not count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from rubrics.marks import Evidence
from rubrics.text import Folded, fold, folded

_ELLIPSIS = re.compile(r"(?<!\s)\s*+(?:\.{3,}|…+)\s*")
_OUTER = " \t\r\n\"'“”‘’「」『』《》`"
SHORTEST = 2
"""Letters. A single character proves nothing."""


class Quotable:
    """An answer in which quotes can be looked up."""

    def __init__(self, answer: str) -> None:
        self._answer = answer

    @cached_property
    def _view(self) -> Folded:
        return _squeeze(fold(self._answer))

    def find(self, quote: str) -> tuple[Evidence, ...]:
        """The places of a quote; "…" may join stretches. () when any of them is not there."""
        pieces = [piece for piece in _ELLIPSIS.split(quote.strip(_OUTER)) if piece.strip(_OUTER)]
        found = [self._find(piece) for piece in pieces]
        return tuple(e for e in found if e is not None) if all(found) else ()

    def find_all(self, quotes: Sequence[str]) -> tuple[Evidence, ...] | None:
        """The places of all quotes without repeats, in order; None when any quote is not there."""
        places: dict[Evidence, None] = {}
        for quote in quotes:
            found = self.find(quote)
            if not found:
                return None
            places.update(dict.fromkeys(found))
        return tuple(sorted(places, key=lambda e: (e.start, e.end)))

    def _find(self, piece: str) -> Evidence | None:
        piece = piece.strip(_OUTER)
        if sum(c.isalnum() for c in piece) < SHORTEST:
            return None
        exact = self._answer.find(piece)
        if exact >= 0:
            return Evidence(exact, exact + len(piece), piece)
        wanted = "".join(folded(piece).split())
        at = self._view.text.find(wanted)
        if not wanted or at < 0:
            return None
        span = self._view.span(at, at + len(wanted))
        return Evidence(span.start, span.end, span.of(self._answer))


def _squeeze(view: Folded) -> Folded:
    """The view without spaces."""
    kept = [(c, o) for c, o in zip(view.text, view.origin, strict=True) if not c.isspace()]
    return Folded("".join(c for c, _ in kept), tuple(o for _, o in kept))
