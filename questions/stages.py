"""Company, round and date that a heading or a line above a list gives to all questions below."""

from __future__ import annotations

from collections.abc import Sequence

from questions.companies import company_prefix
from questions.formats.extents import Pick
from questions.formats.nodes import Node
from questions.metadata import Metadata, read_fields, read_loose
from questions.page import Page
from questions.plain import match_key
from questions.sections import Section
from questions.spans import near

_SHORT_STAGE = 6
_REACH = 8
_LONGEST_LABEL = 40


def section_metadata(page: Page, section: Section) -> Metadata:
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
    for line in page.lines[section.start : min(section.end, section.start + _REACH)]:
        data, keys = read_fields(line.text)
        if keys:
            data.flaws = []
            meta.fill(data)
        elif line.text.strip():
            break
    meta.flaws = []
    return meta


def stage_labels(nodes: Sequence[Node], picks: Sequence[Pick]) -> list[tuple[int, Metadata]]:
    """Find lines such as `腾讯 二面` that stand above a part of a list and are true for it."""
    spans = [(pick.node.start, pick.end) for pick in picks]
    found: list[tuple[int, Metadata]] = []
    for node in nodes:
        if node.kind not in {"text", "bold"} or near(spans, node.start):
            continue
        words = node.title.text
        loose = read_loose(words) if len(words) <= _LONGEST_LABEL else None
        if loose and (
            (loose.company and (loose.round or loose.date)) or len(words) <= _SHORT_STAGE
        ):
            loose.fill(node.title.meta)
            loose.difficulty = ""
            found.append((node.start, loose))
    return found


def newer(meta: Metadata, older: Metadata) -> Metadata:
    """Let a label's fields replace those of the label before it; another company ends them all."""
    if not meta.company:
        meta.company = older.company
    return meta


def _is_chapter(title: str) -> bool:
    """Whether a word for a difficulty rather names a chapter: 基础, Advanced."""
    return match_key(title) in {
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
