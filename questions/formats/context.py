"""What a whole document looks like; single decisions lean on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questions.formats.nodes import Node
from questions.formats.words import is_apart, is_contents, names_a_bank
from questions.sections import Section

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Context:
    """Whether the document is a bank, and how its numbered lists usually read.

    `is_bank` allows single questions to count; without it only whole lists or rows of headings
    that ask do. `lists_ask` is the share of numbered items that ask. `is_notes` is set for a
    section that notes an interview: there the items of lists are questions as a rule.
    """

    is_bank: bool
    lists_ask: float = 0.0
    is_notes: bool = False


def read_context(
    sections: Sequence[Section], nodes: Mapping[int, Sequence[Node]], title: str
) -> Context:
    """Weigh titles, headings and lists of a document."""
    top = [node for part in nodes.values() for node in part]
    numbered = [node for node in top if node.marker.kind in {"number", "ask"}]
    asked = sum(node.is_strong for node in numbered)
    is_bank = (
        _is_named(sections, title, top)
        or _has_explicit(sections, top)
        or _headings_ask(sections)
        or _lists_ask(sections, top)
    )
    return Context(is_bank, asked / len(numbered) if numbered else 0.0)


def _is_named(sections: Sequence[Section], title: str, nodes: Sequence[Node]) -> bool:
    first = next((s.name for s in sections[1:2] if s.stop == sections[0].stop), "")
    if not first and nodes and nodes[0].kind in {"text", "bold"} and not nodes[0].is_strong:
        first = nodes[0].title.text if len(nodes[0].title.text) <= _LONGEST_NAME else ""
    return names_a_bank(title) or names_a_bank(first)


def _has_explicit(sections: Sequence[Section], nodes: Sequence[Node]) -> bool:
    if any(s.has_fields or s.title.marker.kind == "ask" for s in sections):
        return True
    asks = [n for n in nodes if n.marker.kind == "ask"]
    details = [n for n in nodes if n.kind == "details" and n.is_strong]
    return len(asks) > 1 or len(details) > 1


def _headings_ask(sections: Sequence[Section]) -> bool:
    leaves = [s for s in sections[1:] if not s.children and not _is_aside(s)]
    strong = sum(s.title.is_strong for s in leaves)
    whole = [s for s in sections[1:] if not _is_aside(s)]
    all_strong = sum(s.title.is_strong for s in whole)
    return (strong > 1 and strong * 5 >= len(leaves) * 2) or (
        all_strong > 2 and all_strong * 10 >= len(whole) * 3
    )


def _is_aside(section: Section) -> bool:
    return is_apart(section.name) or is_contents(section.name)


def _lists_ask(sections: Sequence[Section], top: Sequence[Node]) -> bool:
    """Whether lists, bold lines or plain lines ask so much that they are not there for effect."""
    parts = len([s for s in sections[1:] if not s.children])
    items = [node for node in top if node.kind == "item" or node.marker.kind in {"number", "ask"}]
    below = [child for node in items if not node.is_strong for child in node.children]
    texts = [n for n in top if n.kind == "text" and n.marker.kind != "answer"]
    lines = [n for n in texts if n.opens_paragraph or n.is_strong]
    groups = (
        items,
        [*items, *below],
        [node for node in top if node.kind == "bold"],
        [node for node in top if node.kind == "quote"],
        lines,
    )
    for group in groups:
        strong = sum(node.is_strong for node in group)
        share = 4 if group is lines else 5
        all_ask = strong * 10 >= len(group) * 9
        enough = strong >= (parts if all_ask or parts < 2 else 2 * parts)
        if strong > 2 and enough and strong * 10 >= len(group) * share:
            return True
    return False
