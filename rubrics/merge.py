"""Rubrics built anew against the ones on file: what a person changed stays, what moved is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from rubrics.files import Kept
from rubrics.model import KeyPoint, Rubric

_ALIKE = 70.0
"""Of rapidfuzz's `ratio`: from here on a built point counts as the new form of an old one."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the merge did, or left alone and tells.

    `kind`: added, updated, removed (the program's doing); kept (edited by a person, and the bank
    has changed below it); orphaned (edited or written by a person, gone from the bank). `before`
    and `after` are texts, "" where there is none.
    """

    question: str
    point: str
    kind: str
    before: str = ""
    after: str = ""


def stamp(point: KeyPoint) -> str:
    """Eight hex digits over what a person may edit: text, weight, keywords and mistakes."""
    content = [point.text, point.weight, [list(k) for k in point.keywords], list(point.mistakes)]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def stamped(rubric: Rubric, title: str = "") -> Kept:
    """A rubric fresh from the builder, with the stamps that tell edits later."""
    return Kept(rubric, {point.id: stamp(point) for point in rubric.points}, title)


def merge(kept: Kept, fresh: Rubric) -> tuple[Kept, tuple[Change, ...]]:
    """The rubric on file brought up to date with a fresh build, and what there is to tell.

    Points that nobody edited follow the bank; edited and hand-written ones stay as they are, and
    struck-out ones stay away as long as the bank says the same.
    """
    partners = _partners(kept, fresh.points)
    points: list[KeyPoint] = []
    built: dict[str, str] = {}
    changes: list[Change] = []
    for old in kept.rubric.points:
        partner = partners.get(old.id)
        base = kept.built.get(old.id)
        point, change = _merged(old, partner, is_edited=base != stamp(old), base=base)
        if change:
            changes.append(Change(fresh.question, old.id, *change))
        if point is None:
            continue
        points.append(point)
        if partner is not None or base:
            built[old.id] = stamp(partner) if partner is not None else str(base)
    gone = {
        key: value
        for key, value in kept.built.items()
        if key not in {p.id for p in kept.rubric.points}
    }
    for point in _added(fresh, partners, gone):
        new = replace(point, id=_free_id(points, gone, kept))
        points.insert(_place(point, fresh.points, partners, points), new)
        built[new.id] = stamp(point)
        changes.append(Change(fresh.question, new.id, "added", "", point.text))
    merged = Rubric(kept.rubric.question, tuple(points), fresh.doubts)
    return Kept(merged, built | gone, kept.title), tuple(changes)


def _merged(
    old: KeyPoint, partner: KeyPoint | None, *, is_edited: bool, base: str | None
) -> tuple[KeyPoint | None, tuple[str, str, str] | None]:
    """(the point to keep or None, (kind, before, after) if there is something to tell)."""
    if partner is None:
        if not is_edited:
            return None, ("removed", old.text, "")
        return old, ("orphaned", old.text, "") if base else None
    if not is_edited:
        new = replace(partner, id=old.id)
        return new, ("updated", old.text, new.text) if stamp(partner) != base else None
    moved = replace(old, lines=partner.lines, passage=partner.passage or old.passage)
    return moved, ("kept", old.text, partner.text) if base and stamp(partner) != base else None


def _partners(kept: Kept, fresh: Sequence[KeyPoint]) -> dict[str, KeyPoint]:
    """For the id of an old point the fresh one that it became: same stamp, else the most alike."""
    found: dict[str, KeyPoint] = {}
    taken: set[str] = set()
    for old in kept.rubric.points:
        same = next(
            (p for p in fresh if stamp(p) == kept.built.get(old.id) and p.id not in taken), None
        )
        if same is not None:
            found[old.id] = same
            taken.add(same.id)
    pairs = [(_likeness(old, new), old, new) for old in kept.rubric.points for new in fresh]
    for likeness, old, new in sorted(pairs, key=lambda pair: -pair[0]):
        if likeness >= _ALIKE and old.id not in found and new.id not in taken:
            found[old.id] = new
            taken.add(new.id)
    return found


def _likeness(old: KeyPoint, new: KeyPoint) -> float:
    """How alike two points are, 0 to 100: in their words, or in the piece of the reference."""
    passages = fuzz.ratio(old.passage, new.passage) if old.passage and new.passage else 0.0
    return max(passages, fuzz.ratio(old.text, new.text))


def _added(fresh: Rubric, partners: dict[str, KeyPoint], gone: dict[str, str]) -> list[KeyPoint]:
    taken = {point.id for point in partners.values()}
    return [p for p in fresh.points if p.id not in taken and stamp(p) not in gone.values()]


def _free_id(points: Sequence[KeyPoint], gone: dict[str, str], kept: Kept) -> str:
    used = {p.id for p in points} | set(gone) | {p.id for p in kept.rubric.points}
    number = 1
    while f"k{number}" in used:
        number += 1
    return f"k{number}"


def _place(
    point: KeyPoint,
    fresh: Sequence[KeyPoint],
    partners: dict[str, KeyPoint],
    points: Sequence[KeyPoint],
) -> int:
    """Behind the point that comes before it in the fresh build, where that one is on file."""
    order = [p.id for p in fresh]
    before = order[: order.index(point.id)]
    owners = {partner.id: key for key, partner in partners.items()}
    texts = {p.text: index for index, p in enumerate(points)}
    by_id = {p.id: index for index, p in enumerate(points)}
    for name in reversed(before):
        text = next(p.text for p in fresh if p.id == name)
        at = by_id.get(owners.get(name, ""), texts.get(text))
        if at is not None:
            return at + 1
    return 0
