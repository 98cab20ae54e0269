"""Questions that are headings: `### Q. …`, `## 3. …`, `### What is …?`, in one style a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, takewhile

from questions.formats.context import Context
from questions.formats.nodes import Node
from questions.formats.words import is_answers, is_apart, is_asks, is_contents, is_part
from questions.metadata import read_loose
from questions.plain import match_key
from questions.sections import Section
from questions.wording import STRONG, asking

_WEAK = 0.4


def choose_headings(
    sections: Sequence[Section], nodes: Mapping[int, Sequence[Node]], context: Context
) -> set[int]:
    """Choose the headings that are questions; what lies below one is part of its answer."""
    chosen = {s.index for s in sections[1:] if _is_explicit(s, nodes[s.index])}
    above = _ancestors(sections, chosen)
    chosen -= {i for i in chosen if _is_title_of_bank(sections[i], chosen, sections)}
    for level in range(1, 7):
        inside = _descendants(sections, chosen)
        closed = inside | above
        free = [
            s
            for s in sections[1:]
            if s.level == level and s.index not in closed and not _is_label(s)
        ]
        for _, members in groupby(sorted(free, key=_style), key=_style):
            chosen |= _choose_style(list(members), chosen, sections, nodes, context)
    return chosen


def _style(section: Section) -> str:
    return section.title.marker.kind


def _is_explicit(section: Section, nodes: Sequence[Node]) -> bool:
    """`Q.` before the title or company, round and date below it settle the matter."""
    if is_apart(section.name) or is_contents(section.name):
        return False
    if section.title.marker.kind == "ask":
        return bool(section.title.text) or bool(nodes)
    if not section.has_fields or not section.title.text:
        return False
    if section.title.is_strong:
        return True
    return read_loose(section.title.text) is None and not _lists_questions(nodes)


def _is_title_of_bank(section: Section, chosen: set[int], sections: Sequence[Section]) -> bool:
    """`# 面试题：分布式` above questions is no question, though it has the word."""
    below = sections[section.index + 1 :] if section.children else ()
    inner = any(s.index in chosen for s in takewhile(lambda s: s.line < section.stop, below))
    return inner and asking(section.title.text) < STRONG


def _is_label(section: Section) -> bool:
    name = section.title.text or section.name
    if section.title.marker.kind == "answer":
        return True
    return is_apart(name) or is_contents(name) or is_answers(name) or is_asks(name) or is_part(name)


def _ancestors(sections: Sequence[Section], chosen: set[int]) -> set[int]:
    above: set[int] = set()
    for index in chosen:
        parent = sections[index].parent
        while parent > 0 and parent not in above:
            above.add(parent)
            parent = sections[parent].parent
    return above - chosen


def _descendants(sections: Sequence[Section], chosen: set[int]) -> set[int]:
    below: set[int] = set()
    for section in sections[1:]:
        if section.parent in chosen or section.parent in below:
            below.add(section.index)
    return below


def _choose_style(
    members: Sequence[Section],
    chosen: set[int],
    sections: Sequence[Section],
    nodes: Mapping[int, Sequence[Node]],
    context: Context,
) -> set[int]:
    """Decide for all headings of one level and numbering together, or else one by one."""
    strong = [s for s in members if s.title.is_strong or s.index in chosen]
    holders = {s.index for s in members if _holds_questions(s, sections, nodes)}
    if _is_document_title(members, sections):
        return set()
    if _is_style(members, strong, holders, context):
        peers = [s for s in members if s.index not in holders or s.title.is_strong]
        return {
            s.index
            for s in members
            if s.title.is_strong or (s.index not in holders and _fits(s, peers, nodes))
        }
    if not context.is_bank:
        return set()
    return {s.index for s in strong if s.index not in holders}


def _is_document_title(members: Sequence[Section], sections: Sequence[Section]) -> bool:
    """A first heading above all others names the document."""
    only = members[0]
    return (
        len(members) == 1
        and only.index == 1
        and only.stop == sections[0].stop
        and (bool(only.children))
    )


def _is_style(
    members: Sequence[Section],
    strong: Sequence[Section],
    holders: set[int],
    context: Context,
) -> bool:
    count = len(members)
    if count < 2 or not strong:
        return False
    share = len(strong) / count
    if len(holders) * 2 >= count and share < 0.8:
        return False
    if share >= 0.5:
        return True
    weak = sum(s.title.score >= _WEAK for s in members) / count
    numbered = members[0].title.marker.kind == "number"
    return context.is_bank and numbered and count >= 4 and share >= 0.3 and weak >= 0.6


def _fits(
    section: Section,
    peers: Sequence[Section],
    nodes: Mapping[int, Sequence[Node]],
) -> bool:
    """Whether a heading that does not ask belongs in a row of headings that mostly do."""
    if section.title.marker.kind == "number" or section.title.score >= _WEAK:
        return True
    has_text = bool(nodes[section.index]) or bool(section.children)
    asking = sum(peer.title.score >= _WEAK for peer in peers)
    return has_text and asking * 10 >= len(peers) * 6


def _holds_questions(
    section: Section, sections: Sequence[Section], nodes: Mapping[int, Sequence[Node]]
) -> bool:
    """Whether questions stand below the heading, as subheadings or as a list."""
    children = [sections[i] for i in section.children]
    asking = [s for s in children if s.title.is_strong and not _is_generic(s)]
    if len(asking) > 1 and len(asking) * 10 >= len(children) * 6:
        return True
    return _lists_questions(nodes[section.index])


def _is_generic(section: Section) -> bool:
    """`是什么？` below a question is a part of its answer."""
    return len(match_key(section.title.text)) <= 5


def _lists_questions(nodes: Sequence[Node]) -> bool:
    items = [
        n for n in nodes if n.kind in {"item", "details"} or n.marker.kind in {"number", "ask"}
    ]
    strong = sum(n.is_strong for n in items)
    return strong > 1 and strong * 2 >= len(items)
