"""A whole document read: which lines are questions, which are topics, and who owns every line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from questions.answers import BodyLine, is_answer_label, is_furniture
from questions.companies import company_prefix
from questions.drafts import Draft, body_lines, finish
from questions.errors import Problem
from questions.formats.content import Pick, pick_questions
from questions.formats.context import Context, read_context
from questions.formats.headings import choose_headings
from questions.formats.nodes import Node, find_details, read_nodes
from questions.formats.references import Entry, match_entries, read_entries
from questions.formats.tables import read_rows
from questions.formats.words import is_answers, is_apart, is_asks, is_contents, is_part
from questions.front_matter import FrontMatter
from questions.metadata import Metadata, read_fields, read_loose
from questions.model import Bank, Question, Source, Topic
from questions.page import Page, heading_text, read_page
from questions.plain import folded, one_line
from questions.sections import Section, path_of, read_sections
from questions.titles import read_title

_QUOTE_SIGN = re.compile(r"^\s{0,3}>\s?")
_DETAILS_TAG = re.compile(r"</?details[^<>]{0,100}>|</?summary[^<>]{0,100}>", re.IGNORECASE)
_DEEPEST = 4
_LONGEST_TITLE = 80
_ONE_QUESTION = 8000
_SHORT_STAGE = 6
_FOOTER = re.compile(
    r"参考|感谢|欢迎|star|作者|转载|版权|更多|关注|公众号|license|contribut|thank|目录|返回|来源|整理|未完|持续更新|完结|\bend\b|以上|原文|本文|back to",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Reading:
    """What was read so far; `owners` says for each line of the file who took it."""

    path: str
    owners: list[str]
    drafts: list[Draft] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unanswered: list[Draft] = field(default_factory=list)

    def own(self, page: Page, start: int, end: int, owner: str) -> None:
        """Note who owns these lines of a page, unless somebody does already."""
        for number in page.numbers[start:end]:
            self.owners[number - 1] = self.owners[number - 1] or owner


def read_document(
    raw: Sequence[str], path: str, front: FrontMatter
) -> tuple[Bank, list[Problem], list[str]]:
    """Read a document given as lines: its bank, its problems, and the owner of each line."""
    reading = Reading(path, [""] * len(raw))
    numbers = range(1, len(raw) + 1)
    start = front.length
    page = read_page(raw[start:], numbers[start:], _asks_in_fence)
    _Part(reading, page, (), front.title).read()
    _take_front_matter(reading, raw, page, front)
    _drop_contents(reading)
    for line in page.open_fences:
        hint = "close it with the same number of backticks"
        reading.problems.append(Problem(path, line, "code fence never closes", hint))
    questions: list[Question] = []
    for draft in reading.drafts:
        question, prompt, problems = finish(draft, path)
        reading.topics += [prompt] if prompt else []
        questions.append(question)
        reading.problems += problems
    reading.problems.sort(key=lambda problem: problem.line)
    reading.topics.sort(key=lambda topic: topic.source.line)
    return Bank(tuple(questions), tuple(reading.topics)), reading.problems, reading.owners


def _asks_in_fence(lines: Sequence[str], index: int) -> bool:
    """Whether a heading inside an open fence looks like a question of the bank."""
    text = lines[index].strip()
    level = len(text) - len(text.lstrip("#"))
    title = read_title(text.lstrip("# "), heading=True)
    if title.marker.kind == "ask" and level > 1:
        return True
    below = next((line for line in lines[index + 1 : index + 4] if line.strip()), "")
    return level > 1 and (title.is_strong or bool(read_fields(below)[1]))


@dataclass(slots=True)
class _Part:
    """A page being read: the document itself, a quotation, or a folded block."""

    reading: Reading
    page: Page
    above: tuple[str, ...]
    title: str = ""
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
            elif self._are_answers(section):
                taken_to = self._read_answers(section)
            else:
                self._read_section(section)

    def _prepare(self) -> None:
        if not self.depth:
            _promote_answers(self.page)
        self.details = find_details(self.page)
        hidden = (
            {i for a, b in self.details.items() for i in range(a, b)} if self.details else set()
        )
        self.sections = read_sections(self.page, hidden)
        self.nodes = {
            s.index: read_nodes(self.page, s.start, s.end, self.details) for s in self.sections
        }
        self.context = read_context(self.sections, self.nodes, self.title)

    # Questions that are headings ------------------------------------------------------------

    def _read_question(self, section: Section, chosen: set[int]) -> int:
        end = self._question_end(section, chosen)
        title = section.title
        if is_asks(title.text):
            title = replace(title, text="")
        draft = Draft(
            title,
            self.page.numbers[section.line],
            self.above + path_of(self.sections, section.parent),
            "heading",
            self._body(section, end),
            end_line=self.page.numbers[end - 1],
            inherited=self._meta_above(section.parent),
        )
        self._add(draft, section.line, end)
        return end

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

    def _body(self, section: Section, end: int) -> list[BodyLine]:
        start = section.start
        return body_lines(self.page, start, self._footer_start(start, end))

    def _footer_start(self, start: int, end: int) -> int:
        """Leave a document's last words, after a rule, out of its last answer."""
        if end < len(self.page):
            return end
        rules = [i for i in range(max(start, end - 15), end) if self.page.lines[i].kind == "rule"]
        for rule in reversed(rules):
            tail = " ".join(line.text for line in self.page.lines[rule + 1 : end])
            if tail.strip() and len(tail) < 400 and _FOOTER.search(tail) and "<mark" not in tail:
                self._topic("", rule, end, ())
                return rule
        return end

    # Sections -------------------------------------------------------------------------------

    def _read_section(self, section: Section) -> None:
        path = self.above + path_of(self.sections, section.index)
        if section.line >= 0:
            self.reading.own(self.page, section.line, section.start, "section")
        nodes = self.nodes[section.index]
        self.section_meta[section.index] = self._own_meta(section)
        found = self._found(section, nodes, path)
        self._leftovers(section, nodes, found, path)

    def _found(
        self, section: Section, nodes: Sequence[Node], path: tuple[str, ...]
    ) -> list[tuple[int, int]]:
        """Read a section's questions; returns the spans of lines that they take."""
        if is_apart(section.name) or self._is_contents(section, nodes):
            return []
        picks = self._picks(section, nodes)
        labels = _stage_labels(nodes, picks)
        above = path[:-1] if is_contents(section.name) else path
        for pick in picks:
            while labels and labels[0][0] < pick.node.start:
                self.section_meta[section.index] = _newer(
                    labels.pop(0)[1], self.section_meta[section.index]
                )
            self._take(pick, section, above)
        spans = [(pick.node.start, pick.end) for pick in picks]
        free = [n for n in nodes if not any(a <= n.start < b for a, b in _near(spans, n.start))]
        for node in free:
            spans += self._inside(node, path, section)
        return sorted(spans)

    def _picks(self, section: Section, nodes: Sequence[Node]) -> list[Pick]:
        """Pick questions; a first item that repeats the heading is none."""
        name = folded(section.title.text)
        picks = pick_questions(nodes, section.end, self.context)
        repeats = [p for p in picks if name and folded(p.node.title.text) == name]
        if len(picks) == 1 and picks[0].kind == "line" and len(self.sections) > 1:
            return picks if is_asks(section.name) else []
        return [p for p in picks if p not in repeats] if len(picks) > len(repeats) else picks

    def _take(self, pick: Pick, section: Section, path: tuple[str, ...]) -> None:
        node = pick.node
        body = body_lines(self.page, node.body_start, pick.end)
        title = node.title
        if node.kind == "quote":
            body = _unquoted(body, node.end - node.body_start)
        elif node.kind == "details":
            body = _unfolded(body)
        if len(self.sections) <= 2 or pick.end == len(self.page):
            stop = self._footer_start(node.body_start, pick.end)
            body = body[: max(0, stop - node.body_start)]
        draft = Draft(
            title,
            self.page.numbers[node.start],
            path,
            pick.kind,
            body,
            node.inline,
            node.indent if node.kind == "item" else 0,
            self.page.numbers[max(pick.end, node.start + 1) - 1],
            self._meta_above(section.index),
            tuple(pick.followups),
        )
        if pick.followups:
            draft.body = _without_children(self.page, node, pick.end)
        self._add(draft, node.start, pick.end)

    def _inside(self, node: Node, path: tuple[str, ...], section: Section) -> list[tuple[int, int]]:
        """Look for questions inside a table, a quotation or a folded block."""
        if node.kind == "table":
            return self._table(node, path, section)
        if self.depth >= _DEEPEST or node.kind not in {"quote", "details"}:
            return []
        lines = body_lines(
            self.page, node.body_start if node.kind == "details" else node.start, node.end
        )
        inner = _unquoted(lines, len(lines)) if node.kind == "quote" else _unfolded(lines)
        page = read_page([x.text for x in inner], [x.number for x in inner], _asks_in_fence)
        trial = Reading(self.reading.path, list(self.reading.owners))
        name = (node.title.text,) if node.kind == "details" and node.title.text else ()
        part = _Part(trial, page, path + name, self.title, self.depth + 1)
        part.inherited = self._meta_above(section.index)
        part.read()
        if not trial.drafts:
            return []
        self.reading.drafts += trial.drafts
        self.reading.topics += trial.topics
        self.reading.problems += trial.problems
        self.reading.unanswered += trial.unanswered
        self.reading.owners = trial.owners
        self.reading.own(self.page, node.start, node.end, "section")
        return [(node.start, node.end)]

    def _table(self, node: Node, path: tuple[str, ...], section: Section) -> list[tuple[int, int]]:
        rows = read_rows(self.page, node.start, node.end, is_bank=self.context.is_bank)
        for row in rows:
            number = self.page.numbers[row.line]
            body = [BodyLine(text, number) for text in row.answer.split("\n")] if row.answer else []
            draft = Draft(read_title(row.title), number, path, "table", body, end_line=number)
            draft.inherited = row.meta
            draft.inherited.fill(self._meta_above(section.index))
            self._add(draft, row.line, row.line + 1)
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
        known = {folded(s.title.text) for s in self.sections[1:]}
        repeated = sum(folded(node.title.text) in known for node in everything)
        return not everything or repeated * 10 >= len(everything) * 3

    # What is left of a section --------------------------------------------------------------

    def _leftovers(
        self,
        section: Section,
        nodes: Sequence[Node],
        spans: Sequence[tuple[int, int]],
        path: tuple[str, ...],
    ) -> None:
        free = _gaps(section.start, section.end, spans)
        if self._is_outline(nodes, spans):
            free = self._outline_topics(nodes, free, path)
        text = "\n".join(self._text_of(start, end) for start, end in free).strip("\n")
        if text.strip() or (section.line >= 0 and not section.children and not spans):
            self._add_topic(section, free, text, path)
        for start, end in free:
            self.reading.own(self.page, start, end, "topic")

    def _is_outline(self, nodes: Sequence[Node], spans: Sequence[tuple[int, int]]) -> bool:
        """Whether the items left over are entries of an outline rather than prose in bullets."""
        drafts = self.reading.drafts
        if spans:
            return bool(drafts) and drafts[-1].kind in {"item", "bullet"}
        if not nodes or any(node.kind != "item" for node in nodes) or not self.context.is_bank:
            return False
        listed = [d for d in drafts if d.kind in {"item", "bullet"} and not d.is_answered]
        return len(listed) > 2 and len(listed) * 2 >= len(drafts)

    def _outline_topics(
        self, nodes: Sequence[Node], free: list[tuple[int, int]], path: tuple[str, ...]
    ) -> list[tuple[int, int]]:
        """Make a topic of each item that stands between questions and asks nothing."""
        taken: list[tuple[int, int]] = []
        for node in _items_in(nodes):
            if any(start <= node.start < end for start, end in _near(free, node.start)):
                end = node.children[0].start if node.children else node.end
                self._topic(node.title.text, node.start, min(end, _limit(free, node.start)), path)
                taken.append((node.start, min(end, _limit(free, node.start))))
        return [
            gap
            for start, end in free
            for gap in _gaps(start, end, [t for t in taken if start <= t[0] < end])
        ]

    def _text_of(self, start: int, end: int) -> str:
        kept = [raw for raw in self.page.raw[start:end]]
        while kept and is_furniture(kept[0]):
            kept.pop(0)
        while kept and is_furniture(kept[-1]):
            kept.pop()
        return "\n".join(kept)

    def _add_topic(
        self, section: Section, free: Sequence[tuple[int, int]], text: str, path: tuple[str, ...]
    ) -> None:
        numbers = self.page.numbers
        if section.line >= 0:
            line, title = numbers[section.line], section.title.text or section.name
        else:
            start = next((i for a, b in free for i in range(a, b) if self.page.raw[i].strip()), 0)
            line, title = numbers[start] if numbers else 1, self.title or _first_words(text)
        last = free[-1][1] - 1 if free else section.line
        end_line = numbers[last] if 0 <= last < len(numbers) else line
        above = path[:-1] if section.line >= 0 else path
        self.reading.topics.append(
            Topic(title, Source(self.reading.path, line), above, text, end_line)
        )

    def _topic(self, title: str, start: int, end: int, path: tuple[str, ...]) -> None:
        text = self._text_of(start + (1 if title else 0), end).strip("\n")
        name = title or _first_words(text)
        source = Source(self.reading.path, self.page.numbers[start])
        self.reading.topics.append(Topic(name, source, path, text, self.page.numbers[end - 1]))
        self.reading.own(self.page, start, end, "topic")

    # Answers apart from their questions -----------------------------------------------------

    def _are_answers(self, section: Section) -> bool:
        return bool(self.reading.unanswered) and is_answers(section.title.text)

    def _read_answers(self, section: Section) -> int:
        entries = read_entries(self.page, section, self.sections, self.nodes)
        if not entries:
            self._read_section(section)
            return section.end
        left = match_entries(entries, self.reading.unanswered)
        self.reading.unanswered = [d for d in self.reading.unanswered if not d.is_answered]
        for entry in left:
            self._unmatched(entry, section)
        self.reading.own(self.page, section.line, section.start, "section")
        lost = {id(entry) for entry in left}
        spans = [(entry.start, entry.end) for entry in entries]
        for entry in entries:
            if id(entry) not in lost:
                self.reading.own(self.page, entry.start, entry.end, "question")
        for start, end in _gaps(section.start, section.stop, spans):
            if self._text_of(start, end).strip():
                self._topic("", start, end, self.above + path_of(self.sections, section.index))
        return section.stop

    def _unmatched(self, entry: Entry, section: Section) -> None:
        line = self.page.numbers[entry.start]
        path = self.above + path_of(self.sections, section.index)
        hint = "give it the number or the words of its question"
        self.reading.problems.append(
            Problem(self.reading.path, line, "answer without a question", hint)
        )
        self._topic("", entry.start, entry.end, path)

    # A file that is one question ------------------------------------------------------------

    def _is_one_question(self) -> bool:
        """Read a file whose title is the question and whose text is the answer."""
        if self.depth or any(self._has_picks(s) for s in self.sections):
            return False
        first = self.sections[1] if len(self.sections) > 1 else None
        opening = first if first and not self._text_of(0, first.line).strip() else None
        if opening is None or opening.stop != len(self.page) or not opening.title.is_strong:
            return False
        labels = [s for s in self.sections[2:] if is_answers(s.title.text) or is_part(s.title.text)]
        size = sum(len(raw) for raw in self.page.raw)
        if not labels and (size > _ONE_QUESTION or len(self.sections) > 9):
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

    # Metadata of the surroundings -----------------------------------------------------------

    def _own_meta(self, section: Section) -> Metadata:
        """Read the company, round and date that a heading of interview notes names."""
        meta = Metadata()
        if section.line >= 0:
            meta.fill(section.title.meta)
            loose = read_loose(section.title.text)
            if loose and (loose.date or loose.company or len(section.title.text) <= _SHORT_STAGE):
                loose.difficulty = "" if _is_chapter(section.title.text) else loose.difficulty
                meta.fill(loose)
            elif "面" in section.name and (company := company_prefix(section.title.text)):
                meta.company = meta.company or company
        for line in self.page.lines[section.start : min(section.end, section.start + 8)]:
            data, keys = read_fields(line.text)
            if keys:
                data.flaws = []
                meta.fill(data)
            elif line.text.strip():
                break
        meta.flaws = []
        return meta

    def _meta_above(self, index: int) -> Metadata:
        meta = Metadata()
        while index >= 0:
            meta.fill(self.section_meta.get(index, Metadata()))
            index = self.sections[index].parent
        meta.fill(self.inherited)
        return meta

    def _add(self, draft: Draft, start: int, end: int) -> None:
        self.reading.drafts.append(draft)
        draft.weigh()
        if not draft.is_answered:
            self.reading.unanswered.append(draft)
        self.reading.own(self.page, start, end, "question")


def _stage_labels(nodes: Sequence[Node], picks: Sequence[Pick]) -> list[tuple[int, Metadata]]:
    """Find lines such as `腾讯 二面` that stand above a part of a list and are true for it."""
    spans = [(pick.node.start, pick.end) for pick in picks]
    found: list[tuple[int, Metadata]] = []
    for node in nodes:
        if node.kind not in {"text", "bold"} or any(_near(spans, node.start)):
            continue
        words = node.title.text
        loose = read_loose(words) if len(words) <= 40 else None
        if loose and (
            (loose.company and (loose.round or loose.date)) or len(words) <= _SHORT_STAGE
        ):
            loose.fill(node.title.meta)
            loose.difficulty = ""
            found.append((node.start, loose))
    return found


def _newer(meta: Metadata, older: Metadata) -> Metadata:
    """Let a label's fields replace those of the label before it; another company ends them all."""
    if not meta.company:
        meta.company = older.company
    return meta


def _is_chapter(title: str) -> bool:
    """Whether a word for a difficulty rather names a chapter: 基础, Advanced."""
    return folded(title) in {
        "基础",
        "入门",
        "进阶",
        "高级",
        "中级",
        "初级",
        "basic",
        "advanced",
        "一般",
    }


def _promote_answers(page: Page) -> None:
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


def _near(spans: Sequence[tuple[int, int]], place: int) -> Iterable[tuple[int, int]]:
    return (span for span in spans if span[0] <= place < span[1])


def _limit(spans: Sequence[tuple[int, int]], place: int) -> int:
    return next((end for start, end in spans if start <= place < end), place + 1)


def _gaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find what the sorted spans leave free between `start` and `end`."""
    free: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if a > start:
            free.append((start, a))
        start = max(start, b)
    if start < end:
        free.append((start, end))
    return free


def _items_in(nodes: Sequence[Node]) -> Iterable[Node]:
    for node in nodes:
        if node.kind == "item":
            yield node
            yield from _items_in(node.children)


def _first_words(text: str) -> str:
    line = next((line for line in text.split("\n") if line.strip()), "")
    return one_line(line.lstrip("#>-*+ "))[:_LONGEST_TITLE]


def _unquoted(lines: Sequence[BodyLine], count: int) -> list[BodyLine]:
    """Take one level of quoting off the first `count` lines."""
    bare = [BodyLine(_QUOTE_SIGN.sub("", x.text), x.number, x.is_code) for x in lines[:count]]
    return bare + list(lines[count:])


def _unfolded(lines: Sequence[BodyLine]) -> list[BodyLine]:
    """Drop the tags that close a folded block."""
    kept = list(lines)
    if kept and "details" in kept[-1].text.lower():
        last = kept[-1]
        kept[-1] = BodyLine(_DETAILS_TAG.sub("", last.text), last.number, last.is_code)
    return kept


def _without_children(page: Page, node: Node, end: int) -> list[BodyLine]:
    """Leave the follow-up items out of the body."""
    asked = [(child.start, child.end) for child in node.children]
    return [
        line
        for start, stop in _gaps(node.body_start, end, asked)
        for line in body_lines(page, start, stop)
    ]


def _drop_contents(reading: Reading) -> None:
    """Let a list of questions that are all asked again below be a table of contents."""
    answered = {
        folded(d.title.text) for d in reading.drafts if d.is_answered or d.kind == "heading"
    }
    kept: list[Draft] = []
    for draft in reading.drafts:
        listed = draft.kind in {"item", "bullet", "line"} and not draft.is_answered
        if listed and folded(draft.title.text) in answered:
            source = Source(reading.path, draft.line)
            reading.topics.append(
                Topic(draft.title.text, source, draft.section, "", draft.end_line)
            )
        else:
            kept.append(draft)
    reading.drafts = kept


def _take_front_matter(
    reading: Reading, raw: Sequence[str], page: Page, front: FrontMatter
) -> None:
    """Give front matter to the one question of the file, or keep it as the file's own topic."""
    if not front.length:
        return
    for number in range(front.length):
        reading.owners[number] = "section"
    if not reading.drafts and _asks(front, short=sum(map(len, raw)) < _ONE_QUESTION):
        lines = [x for x in body_lines(page, 0, len(page))]
        draft = Draft(read_title(front.title), 1, (), "file", lines, end_line=len(raw))
        if front.answer:
            draft.body = [BodyLine(text, 1) for text in front.answer.split("\n")] + lines
        reading.drafts.append(draft)
        reading.topics.clear()
    if len(reading.drafts) == 1 or front.metadata.company or front.metadata.round:
        for draft in reading.drafts:
            draft.inherited.fill(front.metadata)
        if len(reading.drafts) == 1:
            return
    text = "\n".join(raw[: front.length]).strip().strip("-+").strip("\n")
    name = front.title or "front matter"
    reading.topics.append(Topic(name, Source(reading.path, 1), (), text, front.length))


def _asks(front: FrontMatter, *, short: bool) -> bool:
    title = read_title(front.title)
    if front.names_question:
        return True
    meta = front.metadata
    return title.is_strong and bool(meta.company or meta.round or meta.difficulty or short)
