"""An outline's claims: each with its subject, its lines and its rank in the answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rubrics.building.labels import (
    NOTHING,
    Label,
    asks,
    is_entity,
    make_label,
    says,
    split_label,
    strip_number,
)
from rubrics.building.outline import Node
from rubrics.building.split import LONGEST, SHORTEST, is_example, statements, width
from rubrics.building.subjects import Names, prefixed
from rubrics.building.tables import Row, read_table
from rubrics.markup import readable
from rubrics.text import language, letters

_BOLD = re.compile(r"\*\*|__")
_EMPHASISED = re.compile(r"\*\*([^*\n]{2,14})\*\*")
_MATH = re.compile(r"\$[^$]*\$")
_LONG_LEAD = 20
_LIST_ITEM = 22
_FOLDED = 60
_FORMULA = 70
_ROW = LONGEST - 10


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the reference says.

    `source` is highlight, summary, body, table, formula, code or entry (of a list that is asked
    for). `depth` counts the labels above, `group` numbers the top-level sections. `is_bold`:
    emphasised words in it. `is_minor`: an example, an aside or a supplement. `others` are what the
    same row or section says about other things: the contrast. `lines` are counted from 0 within the
    answer.
    """

    text: str
    source: str = "body"
    lines: tuple[int, int] = (0, 0)
    passage: str = ""
    depth: int = 0
    group: int = 0
    is_bold: bool = False
    is_minor: bool = False
    label: str = ""
    subject: str = ""
    aspect: str = ""
    head: str = ""
    swapped: str = ""
    emphasised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    names: Names
    path: tuple[Label, ...] = ()
    group: int = 0
    is_minor: bool = False
    is_summary: bool = False
    depth: int = 0

    def below(self, label: Label) -> _Place:
        path = (*self.path, label) if label.text else self.path
        return replace(
            self,
            path=path,
            depth=self.depth + 1,
            is_minor=self.is_minor or label.is_minor,
            is_summary=self.is_summary or label.kind == "summary",
        )


def read_claims(root: Node, title: str) -> list[Claim]:
    """All claims of an answer in reading order, without sections that are no part of it."""
    names = Names(title, _repeated(root, title))
    found = [
        claim
        for number, node in enumerate(root.children)
        for claim in _visit(node, _Place(names, group=number))
    ]
    return [claim for claim in found if letters(claim.text) >= 2]


def _labels(node: Node, title: str) -> Iterator[str]:
    for child in node.children:
        raw = child.text if child.kind == "lead" else split_label(child.text)[0]
        if raw:
            yield make_label(raw, title).text
        yield from _labels(child, title)


def _repeated(root: Node, title: str) -> frozenset[str]:
    """Labels that stand at several places: the things that are compared."""
    counts = Counter(label for label in _labels(root, title) if label and is_entity(label, title))
    return frozenset(label for label, count in counts.items() if count > 1)


def _visit(node: Node, place: _Place) -> Iterator[Claim]:
    if node.kind == "table":
        yield from _of_table(node, place)
    elif node.kind == "formula":
        yield from _of_formula(node, place)
    elif node.kind == "code":
        return
    else:
        yield from _of_words(node, place)


def _of_words(node: Node, place: _Place) -> Iterator[Claim]:
    label, raw, body = _labelled(node, place.names.title)
    if label.kind == "skip":
        return
    inside = place.below(label)
    if folded := _folded(node, inside, label, body):
        yield _claim(folded, node, place, label)
        return
    is_formula = bool(body and node.children) and letters(_MATH.sub("", body)) < 4
    if body:
        source = "formula" if is_formula else "body"
        for text in _without_announcement(statements(readable(body)), body, node):
            yield _claim(text, node, place, label, source)
    elif raw and not node.children and node.kind != "lead":
        yield _claim(_bare(node.text), node, place, NOTHING)
    if is_formula:
        below = replace(inside, depth=place.depth)
    elif not body or label.kind in ("entity", "role", "summary"):
        below = inside
    else:
        below = replace(place, depth=place.depth + 1)
    yield from _merged_shorts(node.children, below)


def _labelled(node: Node, title: str) -> tuple[Label, str, str]:
    """(label, label as written, body) of a lead, an item or a paragraph."""
    raw, body = (node.text, "") if node.kind == "lead" else split_label(node.text)
    if node.kind == "lead" and width(readable(raw)) > _LONG_LEAD:
        raw = split_label(raw)[0] or raw
    elif not raw and node.children and node.is_title:
        raw, body = node.text, ""
    label = make_label(raw, title) if raw else NOTHING
    if node.kind == "lead" and "，" in label.text:
        label = NOTHING
    elif raw and body and not label.text and not asks(raw):
        label = Label(_bare(raw), "topic")
    return label, raw, body


def _without_announcement(texts: list[str], body: str, node: Node) -> list[str]:
    """Without `常见损失：` at the end, whose list follows."""
    if node.children and len(texts) > 1 and body.rstrip(" *").endswith(("：", ":")):
        return texts[:-1]
    if (
        node.children
        and len(texts) == 1
        and "；" in texts[0]
        and body.rstrip(" *").endswith(("：", ":"))
    ):
        return [texts[0].rsplit("；", 1)[0]]
    return texts


def _bare(text: str) -> str:
    return strip_number(readable(text)).strip("：: ")


def _claim(text: str, node: Node, place: _Place, label: Label, source: str = "body") -> Claim:
    whole, subject, aspect = prefixed(text, place.path, label, place.names)
    return Claim(
        text=whole,
        source="summary" if place.is_summary or label.kind == "summary" else source,
        lines=node.lines,
        passage=readable(node.text) or whole,
        depth=place.depth,
        group=place.group,
        is_bold=bool(_BOLD.search(node.text)),
        is_minor=place.is_minor or label.is_minor or label.kind == "example" or is_example(text),
        label=label.text,
        subject=subject,
        aspect=aspect,
        emphasised=tuple(readable(m[1]) for m in _EMPHASISED.finditer(node.text)),
        head=whole[: len(whole) - len(text)] if whole.endswith(text) else "",
    )


def _folded(node: Node, place: _Place, label: Label, body: str) -> str:
    """The children as one claim when they are no more than a short list."""
    leaves = [
        child for child in node.children if child.kind in ("item", "text") and not child.children
    ]
    if (
        len(leaves) != len(node.children)
        or not 1 <= len(leaves) <= 8
        or place.is_summary
        or (label.kind == "entity" and not body and len(leaves) > 3)
    ):
        return ""
    parts = [readable(child.text).strip("。；;. ") for child in leaves]
    if any(
        width(part) > _LIST_ITEM or _names_thing(child)
        for part, child in zip(parts, leaves, strict=True)
    ):
        return ""
    start = readable(body).rstrip("：:。；;. ")
    mark = "：" if language(start or parts[0]) != "en" else ": "
    joiner = "；" if mark == "：" else "; "
    text = (f"{start}{mark}" if start else "") + joiner.join(parts)
    return text if width(text) <= _FOLDED and len(parts) > (0 if start else 1) else ""


def _names_thing(node: Node) -> bool:
    label, body = split_label(node.text)
    return bool(label and body) and make_label(label, "").kind == "entity"


def _merged_shorts(nodes: Sequence[Node], place: _Place) -> Iterator[Claim]:
    """The claims below; neighbours that are mere fragments become one."""
    pending: list[Node] = []
    for node in nodes:
        if _is_fragment(node) and sum(width(readable(n.text)) for n in (*pending, node)) <= _FOLDED:
            pending.append(node)
            continue
        yield from _flush(pending, place)
        pending = [node] if _is_fragment(node) else []
        if not pending:
            yield from _visit(node, place)
    yield from _flush(pending, place)


def _is_fragment(node: Node) -> bool:
    if (
        node.kind != "item"
        or node.children
        or width(readable(node.text)) > _LIST_ITEM
        or _names_thing(node)
    ):
        return False
    label, body = split_label(node.text)
    return not (label and make_label(label, "").kind in ("skip", "summary")) and bool(body or label)


def _flush(nodes: list[Node], place: _Place) -> Iterator[Claim]:
    if len(nodes) < 2 or all(letters(readable(n.text)) >= 2 * SHORTEST for n in nodes):
        for node in nodes:
            yield from _visit(node, place)
        return
    parts = [_bare(node.text).strip("。；;. ") for node in nodes]
    text = ("; " if language(" ".join(parts)) == "en" else "；").join(parts)
    whole = Node(
        "item",
        "；".join(n.text for n in nodes),
        nodes[0].rank,
        (nodes[0].lines[0], nodes[-1].lines[1]),
    )
    yield _claim(text, whole, place, NOTHING)


def _of_formula(node: Node, place: _Place) -> Iterator[Claim]:
    text = readable(node.text)
    if letters(text) >= 5 and width(text) <= _FORMULA and ("=" in text or place.path):
        yield _claim(text, node, place, NOTHING, "formula")


def _of_table(node: Node, place: _Place) -> Iterator[Claim]:
    for row in read_table(node.rows, place.names.title):
        yield from _of_row(row, node, place)


def _of_row(row: Row, node: Node, place: _Place) -> Iterator[Claim]:
    line = node.lines[0] + row.number + 1
    shown = Node("table", row.source, node.rank, node.lines if row.is_column else (line, line))
    for text, subject in row.claims(_ROW):
        claim = _claim(text, shown, replace(place, path=()), _thing_above(place, text), "table")
        swapped = "" if subject else row.swapped
        yield replace(claim, subject=subject, aspect=row.aspect, swapped=swapped)


def _thing_above(place: _Place, text: str) -> Label:
    """The named thing that a short row is about, where the row does not name it."""
    above = next(
        (each for each in reversed(place.path) if each.kind in ("entity", "topic")), NOTHING
    )
    is_told = above.kind != "entity" or width(text) >= _ROW // 2 or says(above.text, text)
    return NOTHING if is_told else above
