"""The highlight: what it says, and which claims of the body say it as well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rubrics.building.claims import Claim
from rubrics.building.labels import make_label, split_label
from rubrics.building.outline import Node
from rubrics.building.repeats import Features, characters, features, repeats, share
from rubrics.building.split import by_subject, clauses_of, is_fragment, leans, statements, width
from rubrics.building.subjects import title_names
from rubrics.glossary import bundled_glossary
from rubrics.markup import readable
from rubrics.text import folded, letters
from rubrics.words import either

_COVERED = 0.5
_PARAPHRASED = 0.7
_TOUCHED = 0.34
_MOSTLY = 0.6
_COARSE = 16
_DEPENDS = re.compile(
    "^"
    + either(
        """使 让 从 并 在 根据 以 可 用于 通过 用 更 越 也 还 既 又 且 却 不会 需要 适合 支持 提升
        提高 避免
        减少 导致 保证 确保 实现 形成 成为 本质上 目的 整体 其"""
    )
)
_MARK = re.compile(r"<mark\b[^>]*>(.*?)</?mark\s*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A claim, and how strongly the highlight says it as well, in [0, 1]."""

    claim: Claim
    stress: float = 0.0


@dataclass(frozen=True, slots=True)
class _Known:
    """A claim of the body with what it is compared by."""

    claim: Claim
    grams: Features
    characters: Features


def marks_in(answer: str) -> tuple[str, ...]:
    """Highlights that still stand in the answer as tags."""
    return tuple(match[1] for match in _MARK.finditer(answer))


def squeezed(text: str) -> str:
    """Letters and digits only, for finding the highlight in the answer."""
    return "".join(c for c in folded(readable(text)) if c.isalnum())


def is_highlight(text: str, marks: Sequence[str]) -> bool:
    """Whether a piece of the body is (part of) one of the squeezed highlights."""
    own = squeezed(text)
    return len(own) >= 6 and any(
        own in mark or (mark in own and len(mark) >= 0.8 * len(own)) for mark in marks
    )


def read_highlights(marks: Sequence[str], title: str, root: Node) -> list[Claim]:
    """The claims of the highlights; an opening `总结：` is no part of them."""
    names = title_names(title)
    found: list[Claim] = []
    for mark in marks:
        lines = _lines_of(squeezed(mark), root) or (0, 0)
        label, body = split_label(mark.strip())
        bare = label and body and make_label(label, title).kind in ("summary", "neutral", "skip")
        for statement in statements(readable(body if bare else mark)):
            pieces = by_subject(statement, names)
            found.extend(
                Claim(piece, "highlight", lines, readable(mark), is_bold=True) for piece in pieces
            )
    return [claim for claim in found if letters(claim.text) >= 4]


def _lines_of(mark: str, node: Node) -> tuple[int, int] | None:
    """The first and last line of the nodes that hold the highlight; None if none does."""
    own = squeezed(node.text)
    found = (
        [node.lines] if len(own) >= 4 and (mark in own or (own in mark and len(own) >= 12)) else []
    )
    found += [lines for child in node.children if (lines := _lines_of(mark, child))]
    return (min(a for a, _ in found), max(b for _, b in found)) if found else None


def join_highlight(highlights: Sequence[Claim], body: Sequence[Claim]) -> list[Told]:
    """Body claims stressed by what the highlight says; what only the highlight says comes first."""
    known = [_Known(claim, features(claim.text), characters(claim.text)) for claim in body]
    stress = [0.0] * len(body)
    own: list[Claim] = []
    for highlight in highlights:
        left = _left_over(highlight.text, known, stress)
        if left:
            own.append(
                Claim(left, highlight.source, highlight.lines, highlight.passage, is_bold=True)
            )
    alone = [features(claim.text) for claim in own]
    rest = [
        Told(k.claim, s)
        for k, s in zip(known, stress, strict=True)
        if not any(_is_in(k.grams, other) for other in alone)
    ]
    return [*(Told(claim, 1.0) for claim in own), *rest]


def _left_over(text: str, known: Sequence[_Known], stress: list[float]) -> str:
    """Stress what the body says of the highlight; what it does not say, "" if nothing, is left."""
    whole = _covered_by(text, known)
    clauses = clauses_of(text)
    found = [(clause, _covered_by(clause, known)) for clause in clauses]
    for index, value in {**whole, **{i: v for _, each in found for i, v in each.items()}}.items():
        stress[index] = max(stress[index], value)
    covered = sum(width(clause) for clause, each in found if each)
    if whole or covered >= _MOSTLY * sum(map(width, clauses)):
        missing = [clause for clause, each in found if not each]
        if (
            whole
            or len(missing) != 1
            or leans(missing[0])
            or _DEPENDS.match(missing[0])
            or is_fragment(missing[0])
            or width(missing[0]) < 12
        ):
            return ""
        return missing[0]
    return text


def _covered_by(text: str, known: Sequence[_Known]) -> dict[int, float]:
    """Which body claims say it, and how strongly; empty when none says all of it."""
    wanted, blunt = features(text), characters(text)
    shares = [share(wanted, k.grams) for k in known]
    found = {i: s for i, s in enumerate(shares) if s >= _COVERED}
    found |= {
        i: max(shares[i], _COVERED)
        for i, k in enumerate(known)
        if i not in found
        and shares[i] >= _TOUCHED / 2
        and share(blunt, k.characters) >= _PARAPHRASED
    }
    if not found and width(text) <= _COARSE:
        found = dict.fromkeys(
            [i for i, k in enumerate(known) if _opens(text, k.claim)][:2], _COVERED
        )
    return found


def _opens(highlight: str, claim: Claim) -> bool:
    """Whether a coarse highlight begins with the thing that the claim is told of."""
    name = claim.label
    if claim.source == "formula" or len(name) < 2 or len(highlight) <= len(name) + 1:
        return False
    return folded(highlight).startswith(folded(name)) or bool(
        bundled_glossary().things(name) & bundled_glossary().things(highlight[: len(name) + 4])
    )


def _is_in(part: Features, whole: Features) -> bool:
    return sum(part.values()) <= sum(whole.values()) and repeats(part, whole)
