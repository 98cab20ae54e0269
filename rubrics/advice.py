"""What a model proposes for a rubric: read from its reply, and refused where it cannot stand."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questions.model import Question
from rubrics.blocks import UnreadableReplyError, find_objects, without_thoughts
from rubrics.building.repeats import characters, features, share
from rubrics.building.split import LONGEST, width
from rubrics.check import check_rubric
from rubrics.markup import readable
from rubrics.model import KeyPoint, Rubric
from rubrics.refining import (
    Alias,
    Merge,
    Mistake,
    Part,
    Proposal,
    Split,
    applied,
    named_by,
    targets_of,
)
from rubrics.terms import mentions
from rubrics.text import folded, letters

_DIGIT = re.compile(r"\d")
_MOST_PROPOSALS = 30
_LONGEST_REASON, _LONGEST_NAME, _MOST_PARTS = 300, 40, 4
_SUPPORTED, _SUPPORTED_BLUNT = 0.5, 0.7
"""Shares of a text's grams and characters that stand in the reference; one is enough. Of the 517
hand-checked points in `rubrics/library` 99 % reach them in their own reference, 4 % in another."""
_WORSE = ("compound", "contradictory", "unreachable", "unsupported", "duplicate")
"""Findings of `rubrics.check` that an accepted proposal must not bring."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What was proposed and cannot be used, on one line, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What a model proposes for a rubric: what can be used, and what not."""

    proposals: tuple[Proposal, ...] = ()
    refused: tuple[Refused, ...] = ()


def read_advice(text: str, rubric: Rubric, question: Question) -> Advice:
    """The proposals of a reply, each checked against the rubric and the reference.

    Raises UnreadableReplyError.
    """
    usable: list[Proposal] = []
    refused: list[Refused] = []
    for item in _items(text):
        proposal = _parse(item)
        why = proposal if isinstance(proposal, str) else objection(proposal, rubric, question)
        if isinstance(proposal, str) or why:
            refused.append(Refused(_clean(json.dumps(item, ensure_ascii=False)), why))
        elif proposal not in usable:
            usable.append(proposal)
    return Advice(tuple(usable), tuple(refused))


def _items(text: str) -> Sequence[Mapping[str, Any]]:
    """The proposals as they were written: of the last list; else, cut off, the whole ones."""
    objects = [value for value, _ in find_objects(without_thoughts(text))]
    lists = [o["proposals"] for o in objects if isinstance(o.get("proposals"), list)]
    found = lists[-1] if lists else [o for o in objects if "kind" in o]
    if not lists and not found:
        raise UnreadableReplyError("the reply holds no proposals")
    return [item for item in found if isinstance(item, dict)][:_MOST_PROPOSALS]


def _parse(item: Mapping[str, Any]) -> Proposal | str:
    """A proposal, or why it is none."""
    reason = _clean(item.get("reason"))[:_LONGEST_REASON]
    point = _clean(item.get("point"))
    try:
        match _clean(item.get("kind")).lower().rstrip("s").removesuffix("e"):
            case "split":
                return Split(point, tuple(_part(part) for part in _listed(item, "parts")), reason)
            case "merg":
                ids = tuple(dict.fromkeys(_clean(i) for i in _listed(item, "points")))
                return Merge(ids, _part(item), reason)
            case "alia":
                names = [_clean(n) for n in _listed(item, "names")]
                return Alias(point, tuple(dict.fromkeys(n for n in names if n)), reason)
            case "mistak":
                return Mistake(point, _clean(item.get("text")), reason)
    except ValueError as error:
        return str(error)
    return "is no split, merge, alias or mistake"


def _part(item: object) -> Part:
    if isinstance(item, str):
        return Part(_clean(item))
    if not isinstance(item, dict):
        raise ValueError("a part must have a text")  # noqa: TRY004  # of a reply, not of a program
    weight = item.get("weight")
    if weight is None:
        return Part(_clean(item.get("text")))
    if str(weight) not in ("1", "2", "3"):
        raise ValueError("a weight must be 1, 2 or 3")
    return Part(_clean(item.get("text")), int(weight))


def _listed(item: Mapping[str, Any], key: str) -> Sequence[object]:
    value = item.get(key)
    if isinstance(value, str):
        return value.split("|")
    if not isinstance(value, list):
        raise ValueError(f"{key!r} must be a list")  # noqa: TRY004  # of a reply, not of a program
    return value


def _clean(value: object) -> str:
    """One line of visible characters; "" for what is no text or number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())


def objection(proposal: Proposal, rubric: Rubric, question: Question) -> str:
    """Why a proposal cannot be used for this rubric, "" if it can."""
    points = targets_of(proposal, rubric)
    unknown = [name for name in named_by(proposal) if name not in {p.id for p in points}]
    if unknown:
        return f"the rubric has no point {unknown[0]!r}"
    ground = _ground(points, question)
    match proposal:
        case Split():
            why = _against_split(proposal, ground)
        case Merge():
            why = _against_merge(proposal, ground)
        case Alias():
            why = _against_alias(proposal, points[0], ground)
        case Mistake():
            why = _against_mistake(proposal, points[0], ground)
    return why or _worsened(proposal, rubric, question)


def _ground(points: Sequence[KeyPoint], question: Question) -> str:
    """What a proposal may draw on: the reference, and the points themselves, accepted before."""
    own = [words for point in points for words in (point.passage, point.text)]
    return readable("\n".join((question.answer, *question.marks, *own)))


def _against_split(split: Split, ground: str) -> str:
    if not 2 <= len(split.parts) <= _MOST_PARTS:
        return f"a point is split into 2 to {_MOST_PARTS}, not {len(split.parts)}"
    if len({folded(part.text) for part in split.parts}) < len(split.parts):
        return "two parts are the same"
    return next((why for part in split.parts if (why := _unfounded(part, ground))), "")


def _against_merge(merge: Merge, ground: str) -> str:
    if not 2 <= len(merge.points) <= _MOST_PARTS:
        return f"2 to {_MOST_PARTS} points are merged, not {len(merge.points)}"
    return _unfounded(merge.whole, ground)


def _unfounded(part: Part, ground: str) -> str:
    """Why a point may not say this: too much, too little, or not what the reference says."""
    if not letters(part.text):
        return "a point needs a text"
    if width(part.text) > LONGEST:
        return f"too long to tick: {part.text}"
    own, known = features(part.text), features(ground)
    figures = [gram for gram in own if _DIGIT.search(gram) and gram[0] != "="]
    strange = [gram for gram in figures if gram not in known]
    if strange:
        return f"the reference has no {strange[0]!r}: {part.text}"
    blunt = share(characters(part.text), characters(ground))
    if share(own, known) < _SUPPORTED and blunt < _SUPPORTED_BLUNT:
        return f"the reference does not say: {part.text}"
    return ""


def _against_alias(alias: Alias, point: KeyPoint, ground: str) -> str:
    if len(alias.names) < 2:
        return "an alias needs two names"
    odd = [n for n in alias.names if letters(n) < 2 or len(n) > _LONGEST_NAME or "|" in n]
    if odd:
        return f"no name to look for: {odd[0]!r}"
    groups = [{folded(name) for name in names} for names in point.keywords]
    own = {folded(name) for name in alias.names}
    met = [group for group in groups if group & own]
    if len(met) > 1:
        return f"the point {point.id} keeps these names apart"
    if met and own <= met[0]:
        return f"the point {point.id} has these names already"
    if not met and not mentions(f"{point.text}\n{ground}", alias.names):
        return "none of the names is in the point or the reference"
    return ""


def _against_mistake(mistake: Mistake, point: KeyPoint, ground: str) -> str:
    said = _bare(mistake.text)
    if not said:
        return "a mistake needs a text"
    if width(mistake.text) > LONGEST:
        return f"too long to be met: {mistake.text}"
    if said in {_bare(known) for known in point.mistakes}:
        return f"the point {point.id} has this mistake already"
    if said in _bare(ground):
        return f"the reference says so itself: {mistake.text}"
    fine = share(features(mistake.text), features(ground))
    if fine < 0.3 and share(characters(mistake.text), characters(ground)) < _SUPPORTED:
        return f"not about the point {point.id}: {mistake.text}"
    return ""


def _bare(text: str) -> str:
    """Letters and digits only, folded."""
    return "".join(c for c in folded(text) if c.isalnum())


def _worsened(proposal: Proposal, rubric: Rubric, question: Question) -> str:
    """What the linter would object to afterwards and does not now, "" for nothing."""
    before = Counter(finding.kind for finding in check_rubric(rubric, question))
    after = check_rubric(applied(rubric, proposal), question)
    counts = Counter(finding.kind for finding in after)
    for finding in reversed(after):
        if finding.kind in _WORSE and counts[finding.kind] > before[finding.kind]:
            return f"afterwards {finding.point} {finding.message}"
    return ""
