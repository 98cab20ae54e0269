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
_LIST_ITEM = 22
_FOLDED = 60
_FORMULA = 70


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the reference says.

    `source` is highlight, summary, body, table, formula or code. `depth` counts the labels above,
    `group` numbers the top-level sections. `is_bold`: emphasised words in it. `is_minor`: an
    example, an aside or a supplement. `others` are what the same row or section says about other
    things: the contrast. `lines` are counted from 0 within the answer.
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
    """All claims of an answer in reading order; skipped sections only when nothing else is there."""
    names = Names(title, _repeated(root, title))
    found = [
        claim
        for number, node in enumerate(root.children)
        for claim in _visit(node, _Place(group=number), names)
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


def _visit(node: Node, place: _Place, names: Names) -> Iterator[Claim]:
    if node.kind == "table":
        yield from _of_table(node, place, names)
    elif node.kind == "formula":
        yield from _of_formula(node, place, names)
    elif node.kind == "code":
        return
    else:
        yield from _of_words(node, place, names)


def _of_words(node: Node, place: _Place, names: Names) -> Iterator[Claim]:
    raw, body = (node.text, "") if node.kind == "lead" else split_label(node.text)
    if node.kind == "lead" and width(readable(raw)) > 20:
        raw, body = _long_lead(raw)
    elif not raw and node.children and node.is_title:
        raw, body = node.text, ""
    label = make_label(raw, names.title) if raw else NOTHING
    if node.kind == "lead" and "，" in label.text:
        label = NOTHING
    elif raw and body and not label.text and not asks(raw):
        label = Label(_bare(raw), "topic")
    if label.kind == "skip":
        return
    inside = place.below(label)
    if folded := _folded(node, inside, label, body):
        yield _claim(folded, node, place, label, names, is_bold=_is_bold(node))
        return
    formula = bool(body and node.children) and letters(re.sub(r"\$[^$]*\$", "", body)) < 4
    if body:
        for text in _without_announcement(statements(readable(body)), body, node):
            yield _claim(
                text,
                node,
                place,
                label,
                names,
                is_bold=_is_bold(node),
                source="formula" if formula else "body",
            )
    elif raw and not node.children and node.kind != "lead":
        yield _claim(_bare(node.text), node, place, NOTHING, names, is_bold=_is_bold(node))
    if formula:
        inside = replace(inside, depth=place.depth)
    below = (
        inside
        if not body or label.kind in ("entity", "role", "summary")
        else replace(place, depth=place.depth + 1)
    )
    yield from _merged_shorts(node.children, below, names)


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


def _long_lead(raw: str) -> tuple[str, str]:
    label, _ = split_label(raw)
    return (label or raw), ""


def _bare(text: str) -> str:
    return strip_number(readable(text)).strip("：: ")


def _is_bold(node: Node) -> bool:
    return bool(_BOLD.search(node.text))


def _last_line(node: Node) -> int:
    return max([node.lines[1], *(_last_line(child) for child in node.children)])


def _claim(
    text: str,
    node: Node,
    place: _Place,
    label: Label,
    names: Names,
    *,
    is_bold: bool,
    source: str = "body",
) -> Claim:
    whole, subject, aspect = prefixed(text, place.path, label, names)
    return Claim(
        text=whole,
        source="summary" if place.is_summary or label.kind == "summary" else source,
        lines=node.lines,
        passage=readable(node.text) or whole,
        depth=place.depth,
        group=place.group,
        is_bold=is_bold,
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
        or (label.kind == "entity"
        and not body
        and len(leaves) > 3)
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


def _merged_shorts(nodes: Sequence[Node], place: _Place, names: Names) -> Iterator[Claim]:
    """The claims below; neighbours that are mere fragments become one."""
    pending: list[Node] = []
    for node in nodes:
        if _is_fragment(node) and sum(width(readable(n.text)) for n in (*pending, node)) <= _FOLDED:
            pending.append(node)
            continue
        yield from _flush(pending, place, names)
        pending = [node] if _is_fragment(node) else []
        if not pending:
            yield from _visit(node, place, names)
    yield from _flush(pending, place, names)


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


def _flush(nodes: list[Node], place: _Place, names: Names) -> Iterator[Claim]:
    if len(nodes) < 2 or all(letters(readable(n.text)) >= 2 * SHORTEST for n in nodes):
        for node in nodes:
            yield from _visit(node, place, names)
        return
    parts = [_bare(node.text).strip("。；;. ") for node in nodes]
    text = ("; " if language(" ".join(parts)) == "en" else "；").join(parts)
    whole = Node(
        "item",
        "；".join(n.text for n in nodes),
        nodes[0].rank,
        (nodes[0].lines[0], nodes[-1].lines[1]),
    )
    yield _claim(text, whole, place, NOTHING, names, is_bold=any(map(_is_bold, nodes)))


def _of_formula(node: Node, place: _Place, names: Names) -> Iterator[Claim]:
    text = readable(node.text)
    if letters(text) >= 5 and width(text) <= _FORMULA and ("=" in text or place.path):
        yield _claim(text, node, place, NOTHING, names, is_bold=False, source="formula")


def _of_table(node: Node, place: _Place, names: Names) -> Iterator[Claim]:
    for row in read_table(node.rows, names.title):
        yield from _of_row(row, node, place, names)


def _of_row(row: Row, node: Node, place: _Place, names: Names) -> Iterator[Claim]:
    line = node.lines[0] + row.number + 1
    shown = Node("table", row.source, node.rank, (line, line))
    for text, subject in row.claims(LONGEST - 10):
        head = next(
            (label for label in reversed(place.path) if label.kind in ("entity", "topic")), NOTHING
        )
        label = (
            head
            if head.text
            and not says(head.text, text)
            and width(text) < 30
            and head.kind == "entity"
            else NOTHING
        )
        claim = _claim(
            text,
            shown,
            replace(place, path=()),
            label,
            names,
            is_bold=_is_bold(shown),
            source="table",
        )
        yield replace(
            claim,
            depth=place.depth,
            group=place.group,
            subject=subject,
            aspect=row.aspect,
            swapped="" if subject else row.swapped,
        )
