"""What the words alone say: keywords named, n-grams shared, and whether there is a statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.fuzz import partial_ratio

from rubrics.glossary import Glossary
from rubrics.model import KeyPoint
from rubrics.terms import find_term
from rubrics.text import Folded, Span, folded, grams

_PREDICATE = re.compile(
    r"[是有在把被让使用会能可要对从将由就按给需做做成变得为到]|不|没|等于|属于"
    r"|\b(?:is|are|was|be|has|have|does|do|can|will|so|because|when|by|to|from|keeps?|uses?|makes?|gives?|means?"
    r"|[a-z]+(?:es|ed|ing))\b"
)
_ENTRY = re.compile(r"[^：:]{2,40}(?:：|: )(?P<entry>[^：:；，。,;]{2,16}|[\x20-\x7e]{3,40})$")
_DENIED = re.compile(
    r"相反|并非|不对|不成立|不正确|错|误|谣传"
    r"|not true|not correct|false|wrong|contrary|opposite|myth"
)
"""Words with which an answer may quote a point only to deny it."""
_TURNS = re.compile(r"[\da-z]|[不没無无未非只仅勿]")
"""What a point must not lose on its way into an answer that says it nearly word for word."""
_LOST = 0.15
_LONGEST_ALIGNED = 2_000
_WORTH_A_LOOK = 0.6
_ALIKE = 0.8
_SLIP_FROM = 6
"""Characters of an entry in which a slip of the pen is forgiven; in fewer it is another word."""


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """Raw values of one point, each in [0, 1].

    `keywords`: share of the point's terms named anywhere in the answer (None: the point has none).
    `overlap`: share of the point's n-grams in its best window. `anywhere`: the same over the whole
    answer. `named`: how literally the answer names an entry of a list (a point such as
    `冷库的类型：低温库`), 0 below 0.8 and for other points. `literal`: the point's text, a
    few harmless words aside, stands in the answer, which denies nothing.
    `best` is the index of that window, None when nothing is shared. `hits` are the places of the
    named terms.
    """

    keywords: float | None
    overlap: float
    anywhere: float
    named: float
    literal: bool
    best: int | None
    hits: tuple[Span, ...]


def _is_said(point: str, answer: str, share: float) -> bool:
    """Whether the folded answer says the point as it stands, or with nothing but words left out."""
    said = folded(point).strip("。.；; ")
    if said in answer:
        return True
    if share < _WORTH_A_LOOK or len(said) < 10 or len(answer) > _LONGEST_ALIGNED:
        return False
    blocks = SequenceMatcher(None, said, answer, autojunk=False).get_matching_blocks()[:-1]
    at = [(b.a, b.b, b.size) for b in blocks]
    if not at or at[0][0] > 0 or any(b + n != c for (_, b, n), (_, c, _) in pairwise(at)):
        return False  # without its beginning it may be about something else
    kept = {i for a, _, n in at for i in range(a, a + n)}
    lost = "".join(c if i not in kept else " " for i, c in enumerate(said))
    return len(said) - len(kept) <= _LOST * len(said) and not _TURNS.search(lost)


def statement_share(text: str) -> float:
    """How much of a text is statements, not lists of terms: predicates a ten characters, at most 1.

    Ordinary prose is near 1; terms strung together with commas and slashes are near 0.
    """
    view = folded(text)
    words = sum(1 for c in view if c.isalnum())
    if not words:
        return 0.0
    latin = sum(1 for c in view if c.isascii() and c.isalpha())
    length = (words - latin) + latin / 2.5
    return min(1.0, 10 * len(_PREDICATE.findall(view)) / max(length, 10))


def _named(point: str, answer: str) -> float:
    entry = _ENTRY.match(point)
    if entry is None or not answer:
        return 0.0
    wanted = folded(entry["entry"])
    if wanted in answer:
        return 1.0
    if not _SLIP_FROM <= len(wanted) <= len(answer):
        return 0.0
    ratio = partial_ratio(wanted, answer) / 100
    return ratio if ratio >= _ALIKE else 0.0


def weigh_words(
    points: Sequence[KeyPoint], view: Folded, windows: Sequence[str], glossary: Glossary
) -> list[WordEvidence]:
    """Word evidence of every point. `view` is the folded answer, `windows` its pieces."""
    pieces = [grams(window) for window in windows]
    everything = set().union(*pieces) if pieces else set()
    denied = _DENIED.search(view.text) is not None
    result = []
    for point in points:
        spans = [
            find_term(view, [n for name in names for n in glossary.names(name)])
            for names in point.keywords
        ]
        hits = tuple(span for span in spans if span)
        wanted = grams(point.text)
        shares = [len(wanted & piece) / len(wanted) if wanted else 0.0 for piece in pieces]
        best = max(range(len(shares)), key=lambda i: (shares[i], -i)) if shares else None
        result.append(
            WordEvidence(
                keywords=len(hits) / len(spans) if spans else None,
                overlap=shares[best] if best is not None else 0.0,
                anywhere=len(wanted & everything) / len(wanted) if wanted else 0.0,
                named=_named(point.text, view.text),
                literal=not denied and _is_said(point.text, view.text, max(shares, default=0.0)),
                best=best if best is not None and shares[best] > 0 else None,
                hits=hits,
            )
        )
    return result
