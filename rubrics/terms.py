"""Finding a term in a text: by any of its names, whole words only, forgiving small slips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rubrics.text import CJK, Folded, Span, fold, folded

_HAS_CJK = re.compile(f"[{CJK}]")
_SEPARATORS = re.compile(r"[\s\-_/·]+")
_FUZZY_LENGTH = 7
_FUZZY_RATIO = 90.0


@lru_cache(maxsize=20_000)
def _pattern(name: str) -> re.Pattern[str] | None:
    """A whole-word pattern for a folded name; hyphen, space and nothing are the same; plural s."""
    parts = [p for p in _SEPARATORS.split(folded(name).strip()) if p]
    if not parts:
        return None
    body = r"[\s\-_/]*".join(map(re.escape, parts))
    if not parts[-1][-1:].isalnum() or _HAS_CJK.match(parts[-1][-1]):
        tail = ""
    else:
        tail = r"(?:e?s)?(?![a-z0-9])" if parts[-1][-1].isalpha() else r"(?![a-z0-9.]*[0-9])"
    head = "" if _HAS_CJK.match(parts[0][0]) or not parts[0][0].isalnum() else r"(?<![a-z0-9])"
    return re.compile(head + body + tail)


def find_name(view: Folded, name: str) -> Span | None:
    """The first place where `name` stands, as a span of the original text."""
    pattern = _pattern(name)
    match = pattern.search(view.text) if pattern else None
    return view.span(match.start(), match.end()) if match and match.end() > match.start() else None


def find_fuzzy(view: Folded, name: str) -> Span | None:
    """A long Latin name with one or two letters wrong; None for short or Chinese names."""
    wanted = folded(name)
    if len(wanted) < _FUZZY_LENGTH or _HAS_CJK.search(wanted) or re.search(r"\d", wanted):
        return None
    from rapidfuzz import fuzz

    alignment = fuzz.partial_ratio_alignment(wanted, view.text, score_cutoff=_FUZZY_RATIO)
    if alignment is None or alignment.dest_end <= alignment.dest_start:
        return None
    return view.span(alignment.dest_start, alignment.dest_end)


def find_term(view: Folded, names: Sequence[str]) -> Span | None:
    """Where any of the names of a term stands: exactly first, then with a slip."""
    for name in names:
        if span := find_name(view, name):
            return span
    for name in names:
        if span := find_fuzzy(view, name):
            return span
    return None


def mentions(text: str, names: Sequence[str]) -> bool:
    """Whether any of the names stands in `text`."""
    return find_term(fold(text), names) is not None
