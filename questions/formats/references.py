"""Answers that stand apart from their questions, matched by number and by text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from questions.answers import BodyLine
from questions.bodies import body_lines
from questions.drafts import Draft
from questions.formats.nodes import Node
from questions.formats.words import is_answers
from questions.markers import Marker
from questions.page import Page
from questions.plain import match_key, one_line
from questions.sections import Section
from questions.titles import read_title

_SAME = 90.0
_ALIKE = 75.0
_UNLIKE = 40.0
_SHORTEST = 4
_LONGEST_CHAPTER = 30
_ITEM_LEAD = re.compile(r"^\s*(?:\d{1,9}\s*[.)、．）]|[-*+]\s|[（(]\d{1,3}[)）])\s*")


@dataclass(slots=True)
class Entry:
    """One answer: its number and title if it has them, and its lines."""

    marker: Marker
    title: str
    start: int
    end: int
    lines: list[BodyLine]
    indent: int = 0
    first_is_title: bool = False


def read_entries(
    page: Page, section: Section, sections: Sequence[Section], nodes: Mapping[int, Sequence[Node]]
) -> list[Entry]:
    """Read the answers below a heading such as `参考回答`: subheadings, or a numbered list."""
    children = [sections[i] for i in section.children]
    if children:
        return [_from_heading(page, child) for child in children]
    listed = _listed(nodes[section.index])
    if not listed:
        return []
    ends = [node.start for node in listed[1:]] + [section.end]
    return [_from_node(page, node, end) for node, end in zip(listed, ends, strict=True)]


def _from_heading(page: Page, section: Section) -> Entry:
    lines = body_lines(page, section.start, section.stop)
    return Entry(section.title.marker, section.title.text, section.line, section.stop, lines)


def _listed(nodes: Sequence[Node]) -> list[Node]:
    """Keep the numbered nodes that count upward: other numbers belong to an answer's own lists."""
    bold = [node for node in nodes if node.kind == "bold" and node.marker.number is not None]
    if len(bold) > 1:
        return bold
    kept: list[Node] = []
    last = 0
    for node in nodes:
        number = node.marker.number
        if number is None or node.kind not in {"item", "text", "bold"}:
            continue
        if node.kind == "item" and node.ordered and number == last and kept:
            continue
        if number == last + 1 or (not kept) or (number > last and number - last <= 20):
            kept.append(node)
            last = number
    return kept


def _from_node(page: Page, node: Node, end: int) -> Entry:
    stop = node.end if node.kind == "item" and end < node.end else end
    bare = node.kind == "bold" and not node.title.text
    first = "" if bare else _ITEM_LEAD.sub("", page.raw[node.start], count=1)
    lines = [BodyLine(first, page.numbers[node.start])] if first.strip() else []
    lines += body_lines(page, node.start + 1, stop)
    return Entry(
        node.marker, node.title.text, node.start, stop, lines, node.indent, bool(first.strip())
    )


def match_entries(entries: Sequence[Entry], drafts: Sequence[Draft]) -> list[Entry]:
    """Give each answer to its question; the entries that fit none are returned."""
    waiting = _Waiting(list(drafts))
    in_order = not waiting.by_number and len(entries) == len(drafts)
    left: list[Entry] = []
    for position, entry in enumerate(entries):
        found = waiting.match(entry)
        if found is None and in_order and not waiting.drafts[position].is_answered:
            found = waiting.drafts[position]
        if found is None:
            left.append(entry)
        else:
            _give(entry, found)
    return left


class _Waiting:
    """The questions that wait for an answer, by number and by title."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.drafts = drafts
        self.by_number: dict[int, list[Draft]] = defaultdict(list)
        self.by_title: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            self.by_title[match_key(draft.title.text)].append(draft)
            if draft.title.marker.number is not None:
                self.by_number[draft.title.marker.number].append(draft)

    def match(self, entry: Entry) -> Draft | None:
        """Prefer the same words, then the number; where they differ much, the nearest words."""
        titled = _first_open(self.by_title.get(match_key(entry.title), ()))
        if titled is not None:
            return titled
        numbered = _first_open(self.by_number.get(entry.marker.number or -1, ()))
        if numbered is not None and _likeness(entry, numbered) >= _UNLIKE:
            return numbered
        best = _nearest(entry, self.drafts) if len(match_key(entry.title)) >= _SHORTEST else None
        return best or numbered


def _first_open(drafts: Sequence[Draft]) -> Draft | None:
    return next((draft for draft in drafts if not draft.is_answered), None)


def _nearest(entry: Entry, drafts: Sequence[Draft]) -> Draft | None:
    scored = [(_likeness(entry, d), -i) for i, d in enumerate(drafts[:2000]) if not d.is_answered]
    if not scored:
        return None
    score, negative = max(scored)
    return drafts[-negative] if score >= _ALIKE else None


def _likeness(entry: Entry, draft: Draft) -> float:
    """How alike two titles are, of 100; the shorter may be a part of the longer."""
    ours, theirs = match_key(entry.title), match_key(draft.title.text)
    if min(len(ours), len(theirs)) < _SHORTEST:
        return 0.0
    return fuzz.partial_ratio(ours, theirs)


def _give(entry: Entry, draft: Draft) -> None:
    lines = entry.lines
    same = fuzz.ratio(match_key(entry.title), match_key(draft.title.text)) >= _SAME
    if same and entry.first_is_title and lines:
        lines = lines[1:]
    draft.body = [*draft.body, *lines]
    draft.indent = draft.indent or entry.indent
    draft.weigh()


def promote_answers(page: Page) -> None:
    """Treat a plain line 参考答案 between questions and numbered answers as the heading it is."""
    found = [i for i, x in enumerate(page.lines) if x.kind == "text" and _is_answer_line(x.text)]
    if len(found) != 1:
        return
    line = found[0]
    before = [page.lines[i].text for i in range(line) if page.lines[i].kind in {"item", "text"}]
    asked = [t for text in before if (t := read_title(text)).marker.number and t.is_strong]
    below = next((x.text for x in page.lines[line + 1 :] if x.text.strip()), "")
    if len(asked) > 1 and read_title(below).marker.number is not None:
        levels = [x.level for x in page.lines[:line] if x.kind == "heading"]
        page.lines[line].kind = "heading"
        page.lines[line].level = min(levels[-1] + 1, 6) if levels else 1
        page.lines[line].end = line + 1


def _is_answer_line(text: str) -> bool:
    return len(text) < 40 and is_answers(one_line(text))


def promote_chapters(page: Page) -> None:
    """Treat lines such as `第二章 模型` or `二、简答题` as headings where a text has no others."""
    if any(line.kind == "heading" for line in page.lines):
        return
    for index, line in enumerate(page.lines):
        if line.kind != "text" or len(line.text) > _LONGEST_CHAPTER or line.text[:1].isspace():
            continue
        title = read_title(line.text)
        if title.marker.kind == "chinese" and not title.is_strong and _numbers_follow(page, index):
            line.kind, line.level, line.end = "heading", 1, index + 1


def _numbers_follow(page: Page, index: int) -> bool:
    below = next((x.text for x in page.lines[index + 1 : index + 4] if x.text.strip()), "")
    return read_title(below).marker.kind in {"number", "ask"}
