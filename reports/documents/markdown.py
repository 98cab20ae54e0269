"""A document as Markdown; charts are left to the tables beside them."""

from __future__ import annotations

from collections.abc import Iterator

from reports.documents.parts import Bars, Block, Document, Section, Table, Whiskers
from reports.markdown import escape
from reports.parts import Fact


def render_markdown(document: Document) -> str:
    """Write the page as one Markdown document (CommonMark with tables)."""
    return "\n\n".join(filter(None, _blocks(document))) + "\n"


def _blocks(document: Document) -> Iterator[str]:
    yield f"# {escape(document.title)}"
    yield _facts(document.facts)
    if document.figure:
        rest = f" · {escape(document.range)}" if document.range else ""
        yield f"**{escape(document.figure)}** {escape(document.unit)}{rest}"
    yield "\n".join(f"- {escape(f'{n.text} {n.hint}')}" for n in document.notices)
    for section in document.sections:
        yield from _section(section)
    yield f"## {escape(document.source_title)}"
    yield _facts(document.sources)
    yield escape(document.source_note)


def _facts(facts: tuple[Fact, ...]) -> str:
    return "\n".join(f"- {escape(f.label)}: {escape(f.value)}" for f in facts)


def _section(section: Section) -> Iterator[str]:
    yield f"## {escape(section.title)}"
    yield escape(section.note)
    for block in section.blocks:
        yield _block(block)


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Bars | Whiskers):
        return "\n".join(f"- {escape(r.label)}: {escape(r.text)}" for r in block.rows)
    return ""


def _table(table: Table) -> str:
    if not table.rows:
        return escape(table.empty)
    lines = [
        _row([escape(c.label) for c in table.columns]),
        _row(["--:" if c.is_number else "---" for c in table.columns]),
        *(_row([escape(cell.text) for cell in row]) for row in table.rows),
    ]
    return "\n".join(lines) + (f"\n\n{escape(table.more)}" if table.more else "")


def _row(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"
