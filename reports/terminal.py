"""A page for a terminal: plain lines, coloured if asked, with no control character of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.columns import wrap
from reports.parts import Badge, Headline, Labels, Page, PointRow, Provenance, Quote

_CODES = {
    "covered": "32",
    "good": "32",
    "partial": "33",
    "fair": "33",
    "missing": "37",
    "contradicted": "31",
    "bad": "31",
    "unscored": "35",
    "bold": "1",
    "quiet": "2",
}
_NARROWEST = 24


def render_terminal(page: Page, width: int, color: bool) -> str:
    """The score, each point with what to add, and the signature; ends in a line feed."""
    view = _View(max(width, _NARROWEST), color)
    lines = [
        *view.headline(page.headline),
        "",
        view.counts(page),
        *view.points(page),
        *view.first_things(page),
        "",
        *view.provenance(page.provenance),
    ]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _View:
    """Lines of a certain width, coloured or not."""

    width: int
    color: bool

    def paint(self, text: str, *tones: str) -> str:
        codes = ";".join(_CODES[tone] for tone in tones if tone in _CODES)
        return f"\x1b[{codes}m{text}\x1b[0m" if self.color and codes and text else text

    def lines(self, text: str, indent: str, *tones: str, hanging: str | None = None) -> list[str]:
        wrapped = wrap(text, self.width, indent, hanging)
        return [self.paint(line, *tones) for line in wrapped]

    def headline(self, headline: Headline) -> Iterator[str]:
        yield from self.lines(headline.title, "", "bold")
        facts = " · ".join(fact.value for fact in headline.facts)
        yield from self.lines(facts, "", "quiet") if facts else ()
        yield ""
        score = self.paint(f"{headline.score} {headline.out_of}".rstrip(), "bold")
        band = self.paint(headline.band.label, headline.band.tone) if headline.out_of else ""
        yield "  ".join(part for part in (score, band, headline.interval) if part)
        yield from self.lines(headline.reason, "") if headline.reason else ()
        for notice in headline.notices:
            text = f"! {notice.text} {notice.hint}".rstrip()
            yield from self.lines(text, "", notice.tone, hanging="  ")

    def counts(self, page: Page) -> str:
        return "   ".join(
            self.paint(f"{self.badge(count.badge)} {count.number}", count.badge.tone)
            for count in page.bar.counts
        )

    def badge(self, badge: Badge) -> str:
        return f"{badge.symbol} {badge.label}".strip()

    def points(self, page: Page) -> Iterator[str]:
        yield from ("", page.points.empty) if page.points.empty else ()
        for row in page.points.rows:
            yield ""
            yield from self.point(row, page.labels)

    def point(self, row: PointRow, labels: Labels) -> Iterator[str]:
        head = f"{row.number:>2} {self.badge(row.badge)}"
        about = " · ".join(
            part for part in (f"{labels.weight} {row.weight}", row.decided_by, row.unsure) if part
        )
        yield f"{self.paint(head, row.badge.tone, 'bold')}  {self.paint(about, 'quiet')}"
        yield from self.lines(row.text, "   ")
        for item in row.quotes:
            yield from self.quote(item, row, labels)
        if row.reason:
            yield from self.lines(f"{labels.reason}: {row.reason}", "   ", "quiet")
        if row.advice:
            gain = f" ({row.gain})" if row.gain else ""
            yield from self.lines(f"→ {row.advice}{gain}", "   ", "bold", hanging="     ")

    def quote(self, item: Quote, row: PointRow, labels: Labels) -> Iterator[str]:
        text = f"{labels.quotes}: “{item.text}”"
        yield from self.lines(text, "   ", row.badge.tone, hanging="     ")

    def first_things(self, page: Page) -> Iterator[str]:
        for points in (page.corrections, page.additions):
            if points.rows:
                yield ""
                yield self.paint(points.title, "bold")
            for row in points.rows:
                gain = f" ({row.gain})" if row.gain else ""
                text = f"{row.badge.symbol} {row.number} {row.text}{gain}"
                yield from self.lines(text, " ", hanging="     ")

    def provenance(self, part: Provenance) -> Iterator[str]:
        for fact in part.facts:
            yield from self.lines(f"{fact.label}: {fact.value}", "", "quiet", hanging="  ")
