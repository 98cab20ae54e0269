"""A page being read section by section: the document itself, a quotation, a folded block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from questions.answers import BodyLine
from questions.bodies import (
    body_lines,
    footer_start,
    unfolded,
    unquoted,
    without_children,
)
from questions.drafts import Draft
from questions.errors import Problem
from questions.formats.content import pick_questions
from questions.formats.context import Context, read_context
from questions.formats.extents import Pick
from questions.formats.headings import choose_headings
from questions.formats.nodes import Node, find_details, read_nodes
from questions.formats.references import (
    Entry,
    match_entries,
    promote_answers,
    promote_chapters,
    read_entries,
)
from questions.formats.tables import read_rows
from questions.formats.words import (
    is_answers,
    is_apart,
    is_asks,
    is_contents,
    is_part,
    names_a_question_list,
)
from questions.leftovers import Leftovers
from questions.metadata import Metadata
from questions.page import Page, read_page
from questions.plain import match_key
from questions.record import Reading, text_of
from questions.sections import Section, asks_in_fence, path_of, read_sections
from questions.spans import Span, gaps, near
from questions.stages import newer, section_metadata, stage_labels
from questions.titles import read_title

_DEEPEST = 4
_ONE_QUESTION = 8000
_MOST_PARTS = 9


@dataclass(slots=True)
class Part:
    """A page being read: the document itself, a quotation, or a folded block."""

    reading: Reading
    page: Page
    above: tuple[str, ...]
    depth: int = 0
    inherited: Metadata = field(default_factory=Metadata)
    details: dict[int, int] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    nodes: dict[int, list[Node]] = field(default_factory=dict)
    context: Context = field(default_factory=lambda: Context(is_bank=False))
    section_meta: dict[int, Metadata] = field(default_factory=dict)

    def read(self) -> None:
        """Read all sections in order."""
        self._prepare()
        chosen = choose_headings(self.sections, self.nodes, self.context)
        if not chosen and self._is_one_question():
            return
        taken_to = 0
        for section in self.sections:
            if section.line >= 0 and section.line < taken_to:
                continue
            if section.index in chosen:
                taken_to = self._read_question(section, chosen)
            elif self._are_answers(section, chosen):
                taken_to = self._read_answers(section)
            else:
                self._read_section(section)

    def _prepare(self) -> None:
        if not self.depth:
            promote_chapters(self.page)
            promote_answers(self.page)
        self.details = find_details(self.page)
        hidden = (
            {i for a, b in self.details.items() for i in range(a, b)} if self.details else set()
        )
        self.sections = read_sections(self.page, hidden)
        self.nodes = {
            s.index: read_nodes(self.page, s.start, s.end, self.details) for s in self.sections
        }
        self.context = read_context(self.sections, self.nodes, self.reading.title)

    def _read_question(self, section: Section, chosen: set[int]) -> int:
        stop = self._question_end(section, chosen)
        end = self._without_footer(section.start, stop)
        title = section.title
        if is_asks(title.text):
            title = replace(title, text="")
        draft = Draft(
            title,
            self.page.numbers[section.line],
            self.above + path_of(self.sections, section.parent),
            "heading",
            body_lines(self.page, section.start, end),
            end_line=self.page.numbers[end - 1],
            inherited=self._meta_above(section.parent),
        )
        self.reading.add(draft, self.page, section.line, end)
        return stop

    def _without_footer(self, start: int, end: int) -> int:
        """End a last answer before the document's last words, which become a topic."""
        stop = footer_start(self.page, start, end)
        if stop < end:
            self.reading.add_topic("", self.page, stop, end, self.above)
        return stop

    def _question_end(self, section: Section, chosen: set[int]) -> int:
        """End a question before the next one, or before a heading that is not below it."""
        for other in self.sections[section.index + 1 :]:
            if other.index in chosen:
                return other.line
            if other.level <= section.level and not self._belongs(section, other):
                return other.line
        return len(self.page)

    def _belongs(self, section: Section, other: Section) -> bool:
        """Whether a heading of the same level only announces the answer of this question."""
        if other.level < section.level:
            return False
        if other.title.marker.kind == "answer" and other.index == section.index + 1:
            return True
        if not is_answers(other.title.text):
            return False
        if other.index != section.index + 1:
            return False
        return (
            not self.reading.unanswered
            and not read_entries(self.page, other, self.sections, self.nodes)[1:]
        )

    def _read_section(self, section: Section) -> None:
        path = self.above + path_of(self.sections, section.index)
        if section.line >= 0:
            self.reading.own(self.page, section.line, section.start, "section")
        nodes = self.nodes[section.index]
        self.section_meta[section.index] = section_metadata(self.page, section)
        found = self._found(section, nodes, path)
        Leftovers(self.reading, self.page, section, path).keep(nodes, found)

    def _found(self, section: Section, nodes: Sequence[Node], path: tuple[str, ...]) -> list[Span]:
        """Read a section's questions; returns the spans of lines that they take."""
        if is_apart(section.name) or self._is_contents(section, nodes):
            return []
        picks = self._picks(section, nodes)
        labels = stage_labels(nodes, picks)
        above = path[:-1] if is_contents(section.name) else path
        for pick in picks:
            while labels and labels[0][0] < pick.node.start:
                self.section_meta[section.index] = newer(
                    labels.pop(0)[1], self.section_meta[section.index]
                )
            self._take(pick, section, above)
        spans = [(pick.node.start, pick.end) for pick in picks]
        free = [n for n in nodes if not near(spans, n.start)]
        for node in free:
            spans += self._inside(node, path, section)
        return sorted(spans)

    def _picks(self, section: Section, nodes: Sequence[Node]) -> list[Pick]:
        """Pick questions; a first item that repeats the heading is none."""
        name = match_key(section.title.text)
        picks = pick_questions(nodes, section.end, self._context_of(section))
        repeats = [p for p in picks if name and match_key(p.node.title.text) == name]
        if len(picks) == 1 and picks[0].kind == "line" and len(self.sections) > 1:
            return picks if is_asks(section.name) else []
        return [p for p in picks if p not in repeats] if len(picks) > len(repeats) else picks

    def _context_of(self, section: Section) -> Context:
        """Weigh what the section's own heading says: 高频问题, or a company and a round."""
        meta = self.section_meta.get(section.index, Metadata())
        is_notes = section.line >= 0 and bool(meta.company or meta.round)
        is_bank = self.context.is_bank or (
            section.line >= 0 and names_a_question_list(section.name)
        )
        return replace(self.context, is_bank=is_bank, is_notes=is_notes and is_bank)

    def _take(self, pick: Pick, section: Section, path: tuple[str, ...]) -> None:
        node = pick.node
        end = max(node.end, self._without_footer(node.body_start, pick.end))
        body = body_lines(self.page, node.body_start, end)
        title = node.title
        if node.kind == "quote":
            body = unquoted(body, node.end - node.body_start)
        elif node.kind == "details":
            body = unfolded(body)
        draft = Draft(
            title,
            self.page.numbers[node.start],
            path,
            pick.kind,
            body,
            node.inline,
            node.indent if node.kind == "item" else 0,
            self.page.numbers[max(end, node.start + 1) - 1],
            self._meta_above(section.index),
            tuple(pick.followups),
        )
        if pick.followups:
            draft.body = without_children(self.page, node, end)
        self.reading.add(draft, self.page, node.start, end)

    def _inside(self, node: Node, path: tuple[str, ...], section: Section) -> list[Span]:
        """Look for questions inside a table, a quotation or a folded block."""
        if node.kind == "table":
            return self._table(node, path, section)
        if self.depth >= _DEEPEST or node.kind not in {"quote", "details"}:
            return []
        lines = body_lines(
            self.page, node.body_start if node.kind == "details" else node.start, node.end
        )
        inner = unquoted(lines, len(lines)) if node.kind == "quote" else unfolded(lines)
        page = read_page([x.text for x in inner], [x.number for x in inner], asks_in_fence)
        trial = Reading(self.reading.path, {}, self.reading.title)
        name = (node.title.text,) if node.kind == "details" and node.title.text else ()
        part = Part(trial, page, path + name, self.depth + 1)
        part.inherited = self._meta_above(section.index)
        part.read()
        if not trial.drafts:
            return []
        self.reading.drafts += trial.drafts
        self.reading.topics += trial.topics
        self.reading.problems += trial.problems
        self.reading.unanswered += trial.unanswered
        for number, owner in trial.owners.items():
            self.reading.owners.setdefault(number, owner)
        self.reading.own(self.page, node.start, node.end, "section")
        return [(node.start, node.end)]

    def _table(self, node: Node, path: tuple[str, ...], section: Section) -> list[Span]:
        rows = read_rows(self.page, node.start, node.end, is_bank=self.context.is_bank)
        for row in rows:
            number = self.page.numbers[row.line]
            body = [BodyLine(text, number) for text in row.answer.split("\n")] if row.answer else []
            draft = Draft(read_title(row.title), number, path, "table", body, end_line=number)
            draft.inherited = row.meta
            draft.inherited.fill(self._meta_above(section.index))
            self.reading.add(draft, self.page, row.line, row.line + 1)
        if rows:
            self.reading.own(self.page, node.start, node.end, "section")
        return [(node.start, node.end)] if rows else []

    def _is_contents(self, section: Section, nodes: Sequence[Node]) -> bool:
        """A table of contents links to its own document, or repeats the headings below it."""
        items = [node for node in nodes if node.kind == "item"]
        everything = items + [child for node in items for child in node.children]
        links = sum(node.is_link for node in everything)
        if everything and links * 10 >= len(everything) * 6:
            return True
        if not is_contents(section.name):
            return False
        known = {match_key(s.title.text) for s in self.sections[1:]}
        repeated = sum(match_key(node.title.text) in known for node in everything)
        return not everything or repeated * 10 >= len(everything) * 3

    def _are_answers(self, section: Section, chosen: set[int]) -> bool:
        """Whether a heading announces answers to questions that stand before it."""
        if not self.reading.unanswered or not is_answers(section.title.text):
            return False
        asking = [self.sections[i] for i in section.children if i in chosen]
        known = (
            {match_key(draft.title.text) for draft in self.reading.unanswered} if asking else set()
        )
        repeated = sum(match_key(child.title.text) in known for child in asking)
        return repeated * 2 >= len(asking)

    def _read_answers(self, section: Section) -> int:
        entries = read_entries(self.page, section, self.sections, self.nodes)
        if not entries:
            self._read_section(section)
            return section.end
        left = match_entries(entries, self.reading.unanswered)
        self.reading.unanswered = [d for d in self.reading.unanswered if not d.is_answered]
        for entry in left:
            self._unmatched(entry, section)
        lost = {id(entry) for entry in left}
        spans = [(entry.start, entry.end) for entry in entries]
        for entry in entries:
            if id(entry) not in lost:
                self.reading.own(self.page, entry.start, entry.end, "question")
        for start, end in gaps(section.start, section.stop, spans):
            if text_of(self.page, start, end).strip():
                self.reading.add_topic(
                    "", self.page, start, end, self.above + path_of(self.sections, section.index)
                )
        self.reading.own(self.page, section.line, section.stop, "section")
        return section.stop

    def _unmatched(self, entry: Entry, section: Section) -> None:
        line = self.page.numbers[entry.start]
        path = self.above + path_of(self.sections, section.index)
        hint = "give it the number or the words of its question"
        self.reading.problems.append(
            Problem(self.reading.path, line, "answer without a question", hint)
        )
        self.reading.add_topic("", self.page, entry.start, entry.end, path)

    def _is_one_question(self) -> bool:
        """Read a file whose title is the question and whose text is the answer."""
        if self.depth or any(self._has_picks(s) for s in self.sections):
            return False
        first = self.sections[1] if len(self.sections) > 1 else None
        opening = first if first and not text_of(self.page, 0, first.line).strip() else None
        if opening is None or opening.stop != len(self.page) or not opening.title.is_strong:
            return False
        labels = [s for s in self.sections[2:] if is_answers(s.title.text) or is_part(s.title.text)]
        size = sum(len(raw) for raw in self.page.raw)
        if not labels and (size > _ONE_QUESTION or len(self.sections) > _MOST_PARTS):
            return False
        self._read_question(opening, {opening.index})
        return True

    def _has_picks(self, section: Section) -> bool:
        nodes = self.nodes[section.index]
        if is_apart(section.name):
            return False
        picks = pick_questions(nodes, section.end, self.context)
        tables = [n for n in nodes if n.kind == "table"]
        return len(picks) > 1 or any(
            read_rows(self.page, n.start, n.end, is_bank=self.context.is_bank) for n in tables
        )

    def _meta_above(self, index: int) -> Metadata:
        meta = Metadata()
        while index >= 0:
            meta.fill(self.section_meta.get(index, Metadata()))
            index = self.sections[index].parent
        meta.fill(self.inherited)
        return meta
