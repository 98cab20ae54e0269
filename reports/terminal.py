"""A page for a terminal: plain lines, coloured if asked, with no control character of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.columns import cells, wrap
from reports.parts import Badge, Count, Headline, Labels, Page, PointRow, Provenance, Quote

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
_Part = tuple[str, tuple[str, ...]]
_NARROWEST = 24
_FIRST_THINGS = 3


def render_terminal(page: Page, width: int, color: bool) -> str:
    """Write the score, each point with what to add, and the signature; ends in a line feed."""
    view = _View(max(width, _NARROWEST), color)
    lines = [
        *view.headline(page.headline),
        "",
        *view.counts(page.bar.counts),
        *view.points(page),
        *view.first_things(page),
        "",
        *view.provenance(page.provenance, page.labels),
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

    def flow(self, *parts: _Part, gap: str = "  ") -> Iterator[str]:
        """Parts side by side as far as they fit; what is wider than a line gets its own lines."""
        line, used = "", 0
        for text, tones in parts:
            needed = cells(text) + (len(gap) if used else 0)
            if used and used + needed > self.width:
                yield line
                line, used, needed = "", 0, cells(text)
            if needed > self.width:
                yield from self.lines(text, "", *tones)
            elif text:
                line = line + (gap if used else "") + self.paint(text, *tones)
                used += needed
        if used:
            yield line

    def headline(self, headline: Headline) -> Iterator[str]:
        yield from self.lines(headline.title, "", "bold")
        facts = " · ".join(fact.value for fact in headline.facts)
        yield from self.lines(facts, "", "quiet") if facts else ()
        yield ""
        yield from self.flow(
            (f"{headline.score} {headline.out_of}".rstrip(), ("bold",)),
            (headline.band.label if headline.out_of else "", (headline.band.tone,)),
            (headline.interval, ()),
        )
        yield from self.lines(headline.reason, "") if headline.reason else ()
        for notice in headline.notices:
            text = f"! {notice.text} {notice.hint}".rstrip()
            yield from self.lines(text, "", notice.tone, hanging="  ")

    def counts(self, counts: Sequence[Count]) -> Iterator[str]:
        parts = ((f"{_name(c.badge)} {c.number}", (c.badge.tone,)) for c in counts)
        yield from self.flow(*parts, gap="   ")

    def points(self, page: Page) -> Iterator[str]:
        yield from ("", page.points.empty) if page.points.empty else ()
        for row in page.points.rows:
            yield ""
            yield from self.point(row, page.labels)

    def point(self, row: PointRow, labels: Labels) -> Iterator[str]:
        about = (f"{labels.weight} {row.weight}", row.decided_by, row.unsure)
        yield from self.flow(
            (f"{row.number:>2} {_name(row.badge)}", (row.badge.tone, "bold")),
            (" · ".join(part for part in about if part), ("quiet",)),
        )
        yield from self.lines(row.text, "   ")
        for item in row.quotes:
            yield from self.quote(item, row, labels)
        if row.reason:
            yield from self.lines(f"{labels.reason}{labels.colon}{row.reason}", "   ", "quiet")
        if row.advice:
            gain = f" ({row.gain})" if row.gain else ""
            yield from self.lines(f"→ {row.advice}{gain}", "   ", "bold", hanging="     ")

    def quote(self, item: Quote, row: PointRow, labels: Labels) -> Iterator[str]:
        text = f"{labels.quotes}{labels.colon}“{item.text}”"
        yield from self.lines(text, "   ", row.badge.tone, hanging="     ")

    def first_things(self, page: Page) -> Iterator[str]:
        for points in (page.corrections, page.additions):
            if points.rows:
                yield ""
                yield self.paint(points.title, "bold")
            for row in points.rows[:_FIRST_THINGS]:
                gain = f" ({row.gain})" if row.gain else ""
                text = f"{row.badge.symbol} {row.number} {row.text}{gain}"
                yield from self.lines(text, " ", hanging="     ")

    def provenance(self, part: Provenance, labels: Labels) -> Iterator[str]:
        for fact in part.facts:
            yield from self.lines(
                f"{fact.label}{labels.colon}{fact.value}", "", "quiet", hanging="  "
            )


def _name(badge: Badge) -> str:
    return f"{badge.symbol} {badge.label}".strip()
