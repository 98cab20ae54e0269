"""Where each question ends, once it is known which nodes ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from questions.formats.nodes import Node


@dataclass(slots=True)
class Pick:
    """A node that is a question, the line where its body ends, and its follow-up questions."""

    node: Node
    end: int
    kind: str
    followups: list[str] = field(default_factory=list)


def read_picks(name: str, nodes: Sequence[Node], chosen: Sequence[int], end: int) -> list[Pick]:
    """The `chosen` nodes of a style as questions, each up to the next one or its own end."""
    ends = [nodes[i].start for i in chosen[1:]] + [end]
    picks = [Pick(nodes[i], stop, name) for i, stop in zip(chosen, ends, strict=True)]
    if name in {"item", "bullet", "pair", "callout"}:
        _narrow(picks, nodes, chosen)
    if name == "details":
        for pick in picks:
            pick.end = pick.node.end
    for pick in picks:
        pick.followups = _nested_questions(pick.node)
    return picks


def _narrow(picks: list[Pick], nodes: Sequence[Node], chosen: Sequence[int]) -> None:
    """End list items at the list, unless the bank writes its answers below the items."""
    between = [nodes[a + 1 : b] for a, b in zip(chosen, [*chosen[1:], len(nodes)], strict=True)]
    flows = _flows(picks, between)
    for position, (pick, rest) in enumerate(zip(picks, between, strict=True)):
        last = position == len(picks) - 1
        if pick.kind == "pair" and pick.node.kind != "item":
            continue
        if pick.kind == "callout" and pick.node.callout and pick.node.end - pick.node.start > 1:
            pick.end = pick.node.end
            continue
        if not flows or (last and not rest):
            pick.end = _own_end(pick.node, rest)
        else:
            pick.end = _end_before_label(pick, rest, last=last)


def _own_end(node: Node, rest: Sequence[Node]) -> int:
    """End a node with itself, or with the lines of its paragraph that go on below it."""
    if node.kind in {"item", "quote"}:
        return node.end
    end = node.end
    for other in rest:
        goes_on = other.kind == "text" and not other.opens_paragraph
        if goes_on and other.marker.kind == "none" and not other.title.text.startswith("反问"):
            end = other.end
        else:
            break
    return end


def _flows(picks: Sequence[Pick], between: Sequence[Sequence[Node]]) -> bool:
    """Whether answers stand below the items instead of inside them."""
    inner = [_is_answering(rest) for rest in between[:-1]]
    if not inner:
        return bool(between[0]) and _is_answering(between[0])
    if picks[0].kind == "bullet":
        return sum(inner) * 2 >= len(inner)
    return sum(inner) * 3 >= len(inner)


def _is_answering(rest: Sequence[Node]) -> bool:
    kept = [n for n in rest if n.opens_paragraph or n.kind != "text"]
    if not kept:
        return False
    kept = [n for n in kept if not _is_part_label(n)]
    items = all(n.kind == "item" and not n.is_strong and n.marker.kind != "answer" for n in kept)
    return not items and not (len(kept) == 1 and _is_group_label(kept[0]))


def _is_part_label(node: Node) -> bool:
    """`**二、八股**` between parts of a list."""
    return node.kind in {"text", "bold"} and node.marker.kind == "chinese" and _is_group_label(node)


def _is_group_label(node: Node) -> bool:
    """A short line above a part of a list names the part."""
    words = node.title.text
    return (
        node.kind in {"text", "bold"}
        and len(words) <= 30
        and not node.inline
        and (
            node.kind == "bold"
            or words.endswith(("：", ":", "篇", "部分"))
            or node.marker.kind == "chinese"
        )
    )


def _end_before_label(pick: Pick, rest: Sequence[Node], *, last: bool) -> int:
    """End before a last line that names the part of the list to come."""
    label = rest[-1] if rest and not last else None
    if label is None or label.marker.kind == "answer" or not _is_group_label(label):
        return pick.end
    names_a_part = label.kind == "bold" or label.marker.kind == "chinese"
    return label.start if names_a_part else pick.end


def _nested_questions(node: Node) -> list[str]:
    """Read the follow-ups: items below a question that mostly ask."""
    asking = [child.title.text for child in node.children if child.is_strong]
    unanswered = all(not child.children and child.end - child.start <= 2 for child in node.children)
    return asking if unanswered and asking and len(asking) * 10 >= len(node.children) * 6 else []
