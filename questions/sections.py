"""The tree of headings of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from questions.formats.words import is_contents
from questions.metadata import hashtags, read_fields
from questions.page import Page, heading_text
from questions.plain import one_line
from questions.titles import Title, read_title

_META_REACH = 6


@dataclass(slots=True)
class Section:
    """A heading and what stands under it, as indices into the page's lines.

    `start` to `end` is its own text, up to the next heading; `stop` is where its last subsection
    ends. The first section of a page has level 0 and no heading.
    """

    index: int
    line: int
    level: int
    name: str
    title: Title
    start: int
    end: int = 0
    stop: int = 0
    parent: int = -1
    children: list[int] = field(default_factory=list)
    has_fields: bool = False


def read_sections(page: Page, hidden: set[int]) -> list[Section]:
    """Build the tree; headings on `hidden` lines (inside `<details>`) are no part of it."""
    sections = [Section(0, -1, 0, "", read_title(""), 0)]
    open_path = [sections[0]]
    for line_index, line in enumerate(page.lines):
        if line.kind != "heading" or line_index in hidden:
            continue
        section = _section(len(sections), line_index, page)
        sections[-1].end = line_index
        while open_path[-1].level >= section.level:
            open_path.pop().stop = line_index
        section.parent = open_path[-1].index
        open_path[-1].children.append(section.index)
        open_path.append(section)
        sections.append(section)
    sections[-1].end = len(page)
    for section in open_path:
        section.stop = len(page)
    return sections


def _section(index: int, line_index: int, page: Page) -> Section:
    line = page.lines[line_index]
    raw = heading_text(line)
    section = Section(
        index, line_index, line.level, one_line(raw), read_title(raw, heading=True), line.end
    )
    section.has_fields = _has_fields(page, line.end)
    return section


def _has_fields(page: Page, start: int) -> bool:
    """Whether company, round, date or difficulty stand right below the heading."""
    seen = 0
    for line in page.lines[start : start + _META_REACH]:
        if not line.text.strip():
            continue
        data, keys = read_fields(line.text)
        if not keys and not hashtags(line.text[:200]):
            return False
        if data.company or data.round or data.difficulty or (data.date and keys > 1) or keys > 2:
            return True
        seen += 1
    return False


def path_of(sections: list[Section], index: int) -> tuple[str, ...]:
    """Name the headings above and including a section, from the outermost."""
    names: list[str] = []
    while index > 0:
        names.append(sections[index].name)
        index = sections[index].parent
    return tuple(reversed([name for name in names if name and not is_contents(name)]))


def asks_in_fence(lines: Sequence[str], index: int) -> bool:
    """Whether a heading inside an open fence looks like a question of the bank."""
    text = lines[index].strip()
    level = len(text) - len(text.lstrip("#"))
    title = read_title(text.lstrip("# "), heading=True)
    if title.marker.kind == "ask" and level > 1:
        return True
    below = next((line for line in lines[index + 1 : index + 4] if line.strip()), "")
    return level > 1 and (title.is_strong or bool(read_fields(below)[1]))
