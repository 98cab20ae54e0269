"""Questions inside a section's own text: pairs, lists, bold lines, folded blocks, plain lines."""

from __future__ import annotations

from collections.abc import Sequence

from questions.formats.context import Context
from questions.formats.extents import Pick, read_picks
from questions.formats.nodes import Node
from questions.formats.styles import STYLES

_DEEPEST = 4


def pick_questions(nodes: Sequence[Node], end: int, context: Context, depth: int = 0) -> list[Pick]:
    """Pick the questions among the nodes of a region that ends at line `end`."""
    if depth > _DEEPEST or not nodes:
        return []
    for name, style in STYLES:
        chosen = style(nodes, context)
        if chosen:
            picks = read_picks(name, nodes, chosen, end)
            return _with_gaps(picks, nodes, end, context, depth)
    return _from_children(nodes, context, depth)


def _with_gaps(
    picks: list[Pick], nodes: Sequence[Node], end: int, context: Context, depth: int
) -> list[Pick]:
    """Look between the picks for questions of another style."""
    found: list[Pick] = []
    run: list[Node] = []
    position = 0
    for node in nodes:
        while position < len(picks) and picks[position].end <= node.start:
            position += 1
        inside = position < len(picks) and picks[position].node.start <= node.start
        if not inside:
            run.append(node)
            continue
        if run:
            found += pick_questions(run, node.start, context, depth + 1)
            run = []
    if run:
        found += pick_questions(run, end, context, depth + 1)
    return sorted(found + picks, key=lambda pick: pick.node.start)


def _from_children(nodes: Sequence[Node], context: Context, depth: int) -> list[Pick]:
    """Look among the children of items that are no questions themselves."""
    found: list[Pick] = []
    for node in nodes:
        if node.kind == "item" and node.children:
            found += pick_questions(node.children, node.end, context, depth + 1)
    return found
