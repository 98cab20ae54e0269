"""A page as Markdown: what people wrote stays text, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.parts import AnswerView, Fact, Headline, Labels, Page, PointList, PointRow, Prose

_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-.!|~$=:@^]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_FENCE = re.compile("`{3,}")


def render_markdown(page: Page) -> str:
    """The report as one Markdown document (CommonMark with tables), ending in a line feed."""
    blocks = [
        *_headline(page.headline),
        _bar(page),
        *_todo(page.corrections, page.labels),
        *_todo(page.additions, page.labels),
        *_points(page.points, page.labels),
        *_answer(page.answer),
        *_prose(page.summary),
        *_prose(page.reference),
        *_provenance(page),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def escape(text: str) -> str:
    """Text on one line that no Markdown reader takes for markup."""
    line = " ".join(text.split())
    line = re.sub("[&<>]", lambda match: _ENTITIES[match[0]], line)
    return re.sub(_SPECIAL, r"\\\g<0>", line)


def fence(text: str) -> str:
    """Text in a code block that it cannot close."""
    longest = max((len(run) for run in _FENCE.findall(text)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}text\n{text}\n{ticks}"


def quote(text: str) -> str:
    """Text as a quotation, its line breaks kept."""
    return "\n".join(f"> {escape(line)}".rstrip() for line in text.strip().split("\n"))


def _headline(headline: Headline) -> Iterator[str]:
    yield f"# {escape(headline.title)}"
    yield _facts(headline.facts)
    score = f"**{escape(headline.score)}** {headline.out_of}".rstrip()
    rest = [headline.band.label if headline.out_of else "", headline.interval]
    yield " · ".join([score, *(escape(text) for text in rest if text)])
    yield escape(headline.reason)
    for notice in headline.notices:
        yield quote(f"! {notice.text} {notice.hint}")


def _facts(facts: tuple[Fact, ...]) -> str:
    return "\n".join(f"- {escape(fact.label)}: {escape(fact.value)}" for fact in facts)


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
        gain = f" **{escape(row.gain)}**" if row.gain else ""
        yield f"### {_badge(row)}{gain}"
        yield escape(row.text)
        yield _quotes(row, labels)
        if row.passage:
            yield f"{escape(labels.passage)}:\n\n{fence(row.passage)}"


def _points(points: PointList, labels: Labels) -> Iterator[str]:
    yield f"## {escape(points.title)}"
    if not points.rows:
        yield escape(points.empty)
        return
    heads = [labels.point, labels.state, labels.weight, labels.quotes, labels.reason]
    lines = [_line([*map(escape, heads), escape(labels.decided_by)]), "|---" * 6 + "|"]
    yield "\n".join([*lines, *(_line(_cells(row)) for row in points.rows)])


def _cells(row: PointRow) -> list[str]:
    said = "<br>".join(f"“{escape(quote.text)}”" for quote in row.quotes)
    unsure = f" ({escape(row.unsure)})" if row.unsure else ""
    return [
        f"{row.number}\\. {escape(row.text)}",
        f"{row.badge.symbol} {escape(row.badge.label)}",
        escape(row.weight),
        said,
        escape(row.reason),
        f"{escape(row.decided_by)}{unsure}",
    ]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _badge(row: PointRow) -> str:
    return f"{row.badge.symbol} {row.number} {escape(row.badge.label)}"


def _quotes(row: PointRow, labels: Labels) -> str:
    if not row.quotes:
        return ""
    said = "\n".join(f"> “{escape(item.text)}”\n>" for item in row.quotes).removesuffix("\n>")
    return f"{escape(labels.quotes)}:\n\n{said}"


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
        yield fence(prose.markdown)


def _provenance(page: Page) -> Iterator[str]:
    part = page.provenance
    yield f"## {escape(part.title)}"
    yield _facts(part.facts)
    yield escape(part.note)
    yield fence(part.command)
