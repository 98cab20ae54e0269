"""Proposals to better a rubric: what they change, shown as a diff and applied.

Nothing here asks a model or a person: `rubrics.advice` reads what a model proposes,
`grader.refining` asks it, and the command line asks the person.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import yaml

from rubrics.building.repeats import features, share
from rubrics.glossary import bundled_glossary
from rubrics.keywords import derive_keywords
from rubrics.model import KeyPoint, Rubric
from rubrics.terms import mentions
from rubrics.text import folded


@dataclass(frozen=True, slots=True)
class Part:
    """A proposed key point. `weight` is 1 to 3, None for that of the point it comes from."""

    text: str
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """One point that says several things becomes several points."""

    point: str
    parts: tuple[Part, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """Points that say the same become one."""

    points: tuple[str, ...]
    whole: Part
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """Names of one thing, for the keywords of a point: at least one known, at least one new."""

    point: str
    names: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A typical wrong statement of a point."""

    point: str
    text: str
    reason: str = ""


Proposal = Split | Merge | Alias | Mistake


def named_by(proposal: Proposal) -> tuple[str, ...]:
    """Ids of the points that a proposal is about."""
    return proposal.points if isinstance(proposal, Merge) else (proposal.point,)


def targets_of(proposal: Proposal, rubric: Rubric) -> list[KeyPoint]:
    """Those of them that the rubric has, in its order."""
    return [point for point in rubric.points if point.id in named_by(proposal)]


def applied(rubric: Rubric, proposal: Proposal, taken: Collection[str] = ()) -> Rubric:
    """The rubric with an unobjectionable proposal in it.

    A split point keeps its id for the first part, merged ones the id of the first; other ids are
    new, and none of `taken`. Keywords and mistakes go along.
    """
    first, *others = targets_of(proposal, rubric)
    match proposal:
        case Split():
            new = _split(first, proposal, {p.id for p in rubric.points} | set(taken))
        case Merge():
            new = [_merged([first, *others], proposal)]
        case Alias():
            new = [replace(first, keywords=_with_names(first.keywords, proposal.names))]
        case Mistake():
            new = [replace(first, mistakes=(*first.mistakes, proposal.text))]
    gone = {point.id for point in others}
    points: list[KeyPoint] = []
    for point in rubric.points:
        points.extend(new if point.id == first.id else [] if point.id in gone else [point])
    return replace(rubric, points=tuple(points))


def _split(point: KeyPoint, split: Split, used: Collection[str]) -> list[KeyPoint]:
    """The parts; each term and mistake goes to the part that speaks of it, else to the first."""
    free = (f"k{n}" for n in range(1, 10_000) if f"k{n}" not in used)
    texts = [part.text for part in split.parts]
    keywords: list[list[tuple[str, ...]]] = [[] for _ in texts]
    for names in point.keywords:
        homes = [i for i, text in enumerate(texts) if mentions(text, names)]
        for home in homes or [0]:
            keywords[home].append(names)
    mistakes: list[list[str]] = [[] for _ in texts]
    for mistake in point.mistakes:
        likeness = [share(features(text), features(mistake)) for text in texts]
        mistakes[likeness.index(max(likeness))].append(mistake)
    return [
        replace(
            _reweighed(point, part, split.reason),
            id=next(free) if index else point.id,
            keywords=tuple(keywords[index]) or derive_keywords(part.text, bundled_glossary()),
            mistakes=tuple(mistakes[index]),
            doubt="",
        )
        for index, part in enumerate(split.parts)
    ]


def _merged(points: Sequence[KeyPoint], merge: Merge) -> KeyPoint:
    """Passage and lines are those of the first, whose id and stamp the next build will look up."""
    heaviest = max(points, key=lambda point: point.weight)
    keywords: tuple[tuple[str, ...], ...] = ()
    for names in (names for point in points for names in point.keywords):
        keywords = _with_names(keywords, names)
    return replace(
        _reweighed(heaviest, merge.whole, merge.reason),
        id=points[0].id,
        keywords=keywords,
        mistakes=tuple(dict.fromkeys(text for point in points for text in point.mistakes)),
        passage=points[0].passage,
        lines=points[0].lines,
        doubt="",
    )


def _reweighed(point: KeyPoint, part: Part, reason: str) -> KeyPoint:
    """The point with other words; another weight is explained by the proposal's reason."""
    weight = part.weight or point.weight
    why = point.why if weight == point.weight else reason
    return replace(point, text=part.text, weight=weight, why=why)


def _with_names(
    keywords: tuple[tuple[str, ...], ...], names: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """The names joined to the group that has one of them; else a group of their own."""
    own = {folded(name) for name in names}
    for index, group in enumerate(keywords):
        known = {folded(name) for name in group}
        if known & own:
            joined = (*group, *(name for name in names if folded(name) not in known))
            return (*keywords[:index], joined, *keywords[index + 1 :])
    return (*keywords, tuple(names))


def diff(rubric: Rubric, proposal: Proposal, taken: Collection[str] = ()) -> str:
    """A unified diff of the YAML of the points that a proposal changes; no line feed at the end."""
    before = targets_of(proposal, rubric)
    after = [p for p in applied(rubric, proposal, taken).points if p not in rubric.points]
    old, new = (", ".join(point.id for point in points) for points in (before, after))
    lines = difflib.unified_diff(_yaml(before), _yaml(after), old, new, n=20, lineterm="")
    return "\n".join(line for line in lines if not line.startswith("@@"))


def _yaml(points: Sequence[KeyPoint]) -> list[str]:
    """What a person edits of these points, a keyword or mistake a line."""
    plain: list[dict[str, object]] = [
        {
            "id": point.id,
            "text": point.text,
            "weight": point.weight,
            "keywords": [" | ".join(names) for names in point.keywords],
            "mistakes": list(point.mistakes),
        }
        for point in points
    ]
    kept = [{key: value for key, value in point.items() if value} for point in plain]
    text: str = yaml.safe_dump(
        kept, allow_unicode=True, sort_keys=False, width=1_000, default_flow_style=False
    )
    return text.splitlines()
