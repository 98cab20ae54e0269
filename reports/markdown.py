"""A page as Markdown: what people wrote stays text, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from reports.parts import AnswerView, Fact, Headline, Labels, Page, PointList, PointRow, Prose

_ANYWHERE = re.compile(r"[\\`*_\[\]|~$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_AT_START = re.compile(r"^(?:\d+(?=[.)])|(?=[#+\-=:]))")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKUP = re.compile("[&<>]")
_FENCE = re.compile("`{3,}")


def render_markdown(page: Page) -> str:
    """Write the report as one Markdown document (CommonMark with tables)."""
    labels = page.labels
    blocks = chain(
        _headline(page.headline, labels),
        [_bar(page)],
        _todo(page.corrections, labels),
        _todo(page.additions, labels),
        _points(page.points, labels),
        _answer(page.answer),
        _prose(page.summary),
        _prose(page.reference),
        _provenance(page),
    )
    return "\n\n".join(block for block in blocks if block) + "\n"


def escape(text: str) -> str:
    """Text on one line that no Markdown reader takes for markup."""
    line = _ANYWHERE.sub(r"\\\g<0>", " ".join(text.split()))
    line = _AT_START.sub(r"\g<0>\\", line)
    return _MARKUP.sub(lambda match: _ENTITIES[match[0]], line)


def fence(text: str) -> str:
    """Text in a code block that it cannot close."""
    longest = max((len(run) for run in _FENCE.findall(text)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}text\n{text}\n{ticks}"


def quote(text: str) -> str:
    """Text as a quotation, its line breaks kept."""
    return "\n".join(f"> {escape(line)}".rstrip() for line in text.strip().split("\n"))


def _headline(headline: Headline, labels: Labels) -> Iterator[str]:
    yield f"# {escape(headline.title)}"
    yield _facts(headline.facts, labels)
    score = f"**{escape(headline.score)}** {headline.out_of}".rstrip()
    rest = [headline.band.label if headline.out_of else "", headline.interval]
    yield " · ".join([score, *(escape(text) for text in rest if text)])
    yield escape(headline.reason)
    for notice in headline.notices:
        yield quote(f"{notice.text} {notice.hint}")


def _facts(facts: Sequence[Fact], labels: Labels) -> str:
    lines = (f"- {escape(fact.label)}{labels.colon}{escape(fact.value)}" for fact in facts)
    return "\n".join(lines)


def _bar(page: Page) -> str:
    return " · ".join(
        f"{count.badge.symbol} {escape(count.badge.label)} {count.number}"
        for count in page.bar.counts
    )


def _todo(points: PointList, labels: Labels) -> Iterator[str]:
    if not points.rows:
        return
    yield f"## {escape(points.title)}"
    yield escape(points.note)
    for row in points.rows:
        gain = f" · {escape(row.gain)}" if row.gain else ""
        yield f"### {row.badge.symbol} {row.number} {escape(row.badge.label)}{gain}"
        yield escape(row.text)
        yield from _labelled(labels.quotes, _quotes(row), labels)
        yield from _labelled(labels.passage, fence(row.passage) if row.passage else "", labels)


def _labelled(label: str, block: str, labels: Labels) -> Iterator[str]:
    if block:
        yield f"{escape(label)}{labels.colon}".rstrip()
        yield block


def _quotes(row: PointRow) -> str:
    return "\n>\n".join(f"> “{escape(item.text)}”" for item in row.quotes)


def _points(points: PointList, labels: Labels) -> Iterator[str]:
    yield f"## {escape(points.title)}"
    yield escape(points.empty)
    if points.rows:
        heads = [labels.point, labels.state, labels.weight, labels.quotes, labels.reason]
        head = _line([*map(escape, heads), escape(labels.decided_by)])
        yield "\n".join([head, "|---" * 6 + "|", *(_line(_cells(row)) for row in points.rows)])


def _cells(row: PointRow) -> list[str]:
    unsure = f" ({escape(row.unsure)})" if row.unsure else ""
    return [
        f"{row.number}\\. {escape(row.text)}",
        f"{row.badge.symbol} {escape(row.badge.label)}",
        escape(row.weight),
        "<br>".join(f"“{escape(quote.text)}”" for quote in row.quotes),
        escape(row.reason),
        f"{escape(row.decided_by)}{unsure}",
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _answer(view: AnswerView) -> Iterator[str]:
    yield f"## {escape(view.title)}"
    text = "".join(segment.text for segment in view.segments)
    yield escape(view.empty) if view.empty else fence(text)


def _prose(prose: Prose) -> Iterator[str]:
    if prose.paragraphs or prose.markdown:
        yield f"## {escape(prose.title)}"
    for paragraph in prose.paragraphs:
        yield quote(paragraph)
    if prose.markdown:
        yield fence(prose.markdown.strip("\n"))


def _provenance(page: Page) -> Iterator[str]:
    part = page.provenance
    yield f"## {escape(part.title)}"
    yield _facts(part.facts, page.labels)
    yield escape(part.note)
    yield fence(part.command)
