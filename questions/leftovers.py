"""What a section says besides its questions: topics, one of a text or one of each outline item."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questions.formats.nodes import Node
from questions.furniture import is_furniture
from questions.model import Source, Topic
from questions.page import Page
from questions.record import Reading, first_words, text_of
from questions.sections import Section
from questions.spans import Span, gaps, limit, near

_LISTED = {"item", "bullet"}


@dataclass(frozen=True, slots=True)
class Leftovers:
    """A section's lines that no question took, and where what they say is to go."""

    reading: Reading
    page: Page
    section: Section
    path: tuple[str, ...]

    def keep(self, nodes: Sequence[Node], spans: Sequence[Span]) -> None:
        """Make topics of the lines that no span covers."""
        section = self.section
        free = gaps(section.start, section.end, spans)
        if self._are_outline(nodes, spans):
            free = self._take_items(nodes, free)
        text = "\n".join(text_of(self.page, start, end) for start, end in free).strip("\n")
        if text.strip() or (section.line >= 0 and not section.children and not spans):
            self.reading.topics.append(self._topic(free, text))
        for start, end in free:
            self.reading.own(self.page, start, end, "topic")

    def _are_outline(self, nodes: Sequence[Node], spans: Sequence[Span]) -> bool:
        """Whether the items left over are entries of an outline rather than prose in bullets."""
        reading = self.reading
        if spans:
            return bool(reading.drafts) and reading.drafts[-1].kind in _LISTED
        if not nodes or any(node.kind != "item" for node in nodes):
            return False
        return reading.listed > 2 and reading.listed * 2 >= len(reading.drafts)

    def _take_items(self, nodes: Sequence[Node], free: Sequence[Span]) -> list[Span]:
        """Make a topic of each item that asks nothing; returns what is still free."""
        taken: list[Span] = []
        for node in _items_in(nodes):
            if near(free, node.start):
                own = node.children[0].start if node.children else node.end
                end = min(own, limit(free, node.start))
                self.reading.add_topic(node.title.text, self.page, node.start, end, self.path)
                taken.append((node.start, end))
        held = sorted(taken)
        return [gap for start, end in free for gap in gaps(start, end, _within(held, start, end))]

    def _topic(self, free: Sequence[Span], text: str) -> Topic:
        """Name the text of a section by its heading, or by its first words."""
        numbers, line_of = self.page.numbers, self.section.line
        if line_of >= 0:
            line, title = numbers[line_of], self.section.title.text or self.section.name
        else:
            lines = (i for a, b in free for i in range(a, b) if self.page.raw[i].strip())
            line = numbers[next(lines, 0)] if numbers else 1
            title = self.reading.title or first_words(text)
        last = free[-1][1] - 1 if free else line_of
        end_line = numbers[last] if 0 <= last < len(numbers) else line
        above = self.path[:-1] if line_of >= 0 else self.path
        first = next((numbers[i] for a, b in free for i in range(a, b) if self._says(i)), 0)
        return Topic(title, Source(self.reading.path, line), above, text, end_line, first)

    def _says(self, index: int) -> bool:
        return not is_furniture(self.page.raw[index])


def _within(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    return spans[bisect_left(spans, (start, 0)) : bisect_left(spans, (end, 0))]


def _items_in(nodes: Sequence[Node]) -> Iterable[Node]:
    for node in nodes:
        if node.kind == "item":
            yield node
            yield from _items_in(node.children)
