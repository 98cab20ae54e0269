"""Text as graders need it: folded for comparing, cut into sentences, clauses and windows.

Every cut is a `Span` of the original text, so that evidence can quote exact words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK = re.compile(f"[{CJK}]")
_LATIN = re.compile(r"[A-Za-z]")
_SUPERSCRIPTS = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ",
        ("^0", "^1", "^2", "^3", "^4", "^5", "^6", "^7", "^8", "^9", "^n"),
        strict=True,
    )
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_STRONG = re.compile(r"[。！？!?；;\n\r]+|\.(?=\s|$)")
_WEAK = re.compile(r"[，,：:]+(?!\d)|(?<=[^\d])[、](?=.{12})")
_SPOKEN = re.compile(
    r"(?<=[嘛呢吧啊])(?=.{6})|(?=然后|但是|不过|所以|因为|另外|还有|其次|而且|最后|接着|如果|这样的话|第[一二三四五六七八九]个?"
    r"|\band then\b|\bso\b|\bbecause\b|\bbut\b|\balso\b|\bthen\b)"
)
_LONG_UNIT = 46
_WINDOW_LIMIT = 160


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of character offsets."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made comparable; `origin[i]` is where its i-th character stood."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The original range of `text[start:end]` (not empty)."""
        return Span(self.origin[start], self.origin[end - 1] + 1)


@cache
def _simplified() -> dict[str, str]:
    text = files("rubrics").joinpath("data/simplified.txt").read_text("utf-8")
    return {line[0]: line[1] for line in text.splitlines() if line and not line.startswith("#")}


@cache
def _fold_character(character: str) -> str:
    if character in _SUPERSCRIPTS:
        return _SUPERSCRIPTS[character]
    if character in _DASHES:
        return "-"
    if unicodedata.category(character) in ("Cf", "Cs", "Mn") or character == "\0":
        return ""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).lower())
    table = _simplified()
    kept = (c for c in folded if unicodedata.category(c) not in ("Cf", "Cs", "Mn"))
    return "".join(" " if c.isspace() else table.get(c, c) for c in kept)


def fold(text: str) -> Folded:
    """NFKC, lower case, simplified characters, no invisible ones; offsets are kept."""
    pieces: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        folded = _fold_character(character)
        pieces.append(folded)
        origin.extend([index] * len(folded))
    return Folded("".join(pieces), tuple(origin))


def folded(text: str) -> str:
    """`fold(text).text`, for when offsets do not matter."""
    return "".join(map(_fold_character, text))


def language(text: str) -> str:
    """Name it "zh", "en" or "mixed", by the share of Chinese letters (each counts as two)."""
    chinese = 2 * len(_CJK.findall(text))
    latin = len(_LATIN.findall(text))
    if chinese + latin == 0:
        return "mixed"
    share = chinese / (chinese + latin)
    return "zh" if share >= 0.4 else "en" if share <= 0.1 else "mixed"


def letters(text: str) -> int:
    """How many letters, digits and ideographs there are."""
    return sum(character.isalnum() for character in text)


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] in "，,。；;、：:.-*•·"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，,、：:"):
        end -= 1
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def _cut(text: str, span: Span, pattern: re.Pattern[str]) -> Iterator[Span]:
    at = span.start
    for match in pattern.finditer(text, span.start, span.end):
        if match.end() > at and (piece := _trim(text, at, match.end())):
            yield piece
        at = max(at, match.end())
    if piece := _trim(text, at, span.end):
        yield piece


def sentences(text: str) -> list[Span]:
    """Sentences and lines, without surrounding space."""
    return list(_cut(text, Span(0, len(text)), _STRONG))


def _width(text: str) -> int:
    """Length in Chinese characters; a Latin word of five letters counts as two."""
    return len(_CJK.findall(text)) + (len(text) - len(_CJK.findall(text)) + 2) // 3


def _hard_cuts(text: str, span: Span) -> Iterator[Span]:
    size = 30 if _CJK.search(span.of(text)) else 90
    at = span.start
    while span.end - at > size * 3 // 2:
        cut = at + size
        if not _CJK.search(text[at:cut]):
            cut = text.rfind(" ", at + size // 2, cut) + 1 or cut
        if piece := _trim(text, at, cut):
            yield piece
        at = cut
    if piece := _trim(text, at, span.end):
        yield piece


def clauses(text: str) -> list[Span]:
    """Clauses; speech without punctuation is cut at connectives, then by length."""
    result: list[Span] = []
    for sentence in sentences(text):
        for clause in _cut(text, sentence, _WEAK):
            if _width(clause.of(text)) <= _LONG_UNIT:
                result.append(clause)
                continue
            for piece in _cut(text, clause, _SPOKEN):
                result.extend(
                    _hard_cuts(text, piece) if _width(piece.of(text)) > _LONG_UNIT else [piece]
                )
    return result


def windows(text: str) -> list[Span]:
    """Sentences, clauses, and each with its neighbour: the pieces an answer is searched in.

    Distinct, in reading order, at most about 160 characters wide where they join two pieces.
    """
    found: dict[tuple[int, int], None] = {}
    whole, parts = sentences(text), clauses(text)
    for spans in (whole, parts):
        for span in spans:
            found[span.start, span.end] = None
        for a, b in pairwise(spans):
            if _width(text[a.start : b.end]) <= _WINDOW_LIMIT // 2:
                found[a.start, b.end] = None
    return [Span(*key) for key in sorted(found)]


_WORD = re.compile(rf"[{CJK}]+|[a-z][a-z0-9_]*(?:[-+.][a-z0-9]+)*|\d+(?:\.\d+)?", re.IGNORECASE)


def grams(text: str, size: int = 2) -> set[str]:
    """Character n-grams of Chinese runs and whole Latin words and numbers, of folded text."""
    result: set[str] = set()
    for run in _WORD.findall(folded(text)):
        if _CJK.match(run):
            result.update(run[i : i + size] for i in range(max(1, len(run) - size + 1)))
        else:
            result.add(run)
    return result


def containment(part: str, whole: str) -> float:
    """Share of `part`'s grams that stand in `whole`, in [0, 1]; 0 when `part` has none."""
    wanted = grams(part)
    return len(wanted & grams(whole)) / len(wanted) if wanted else 0.0
