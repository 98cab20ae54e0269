"""The page about a bank's health: which questions and points measure, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from reports.clean import one_line
from reports.documents.figures import (
    NONE,
    count_cell,
    mean_cell,
    number_cell,
    show_number,
    words_cell,
)
from reports.documents.parts import Block, Cell, Column, Document, Dot, Scatter, Section
from reports.documents.tables import filled, tabulate
from reports.figures import show_share
from reports.parts import Fact, Notice
from reports.statistics.items import FEWEST, WEAK, Health
from reports.words import Language, Words, _

_MOST = 200


VERDICTS = {
    "nobody": _("nobody meets it"),
    "everybody": _("everybody meets it"),
    "inverse": _("weaker answers meet it more often"),
    "weak": _("hardly tells answers apart"),
}
REASONS = {
    "unscored": _("no score"),
    "unsure": _("points that the grader is unsure of"),
    "range": _("wide range"),
}


def build_health(health: Health, name: str, lang: Language) -> Document:
    """Make the page of a run's bank."""
    words = Words(lang)
    return Document(
        lang=lang,
        kind=words.say("Health of the bank"),
        title=one_line(name),
        facts=(
            Fact(words.say("Answers"), f"{health.answers:,}"),
            Fact(words.say("Authors"), f"{health.authors:,}"),
            Fact(words.say("Questions"), f"{len(health.items):,}"),
            Fact(words.say("Key points"), f"{len(health.points):,}"),
        ),
        figure=show_number(health.alpha) if health.alpha is not None else "",
        unit=words.say("Cronbach's alpha over questions") if health.alpha is not None else "",
        range="",
        notices=tuple(_notices(health, words)),
        sections=tuple(s for s in _sections(health, words) if s.blocks),
        source_title=words.say("How this was computed"),
        source_note=words.say(
            "Difficulty: mean share of the score. Discrimination: correlation with the rest "
            "(questions: over authors; points: over answers, with the weighted rest of the "
            "question). Below {weak} an item hardly tells anybody apart. Fewer than {fewest} "
            "answers say nothing.",
            weak=WEAK,
            fewest=FEWEST,
        ),
        sources=(),
    )


def health_to_json(health: Health) -> dict[str, Any]:
    """All figures as plain data."""
    return asdict(health)


def _notices(health: Health, words: Words) -> Iterator[Notice]:
    if health.alpha is None:
        text = words.say("There are too few authors with all questions for alpha.")
        yield Notice("quiet", text, words.say("At least {n} are needed.", n=FEWEST))
    if health.short:
        text = words.say(
            "{n} of {all} questions rank the authors almost as all do (r ≥ 0.95).",
            n=len(health.short),
            all=len(health.items),
        )
        yield Notice("good", text)


def _sections(health: Health, words: Words) -> Iterator[Section]:
    yield _review(health, words)
    yield _points(health, words)
    yield _items(health, words)
    titles = {item.id: item.title for item in health.items}
    table = tabulate(
        "short form",
        health.short,
        (Column(words.say("Id")), words_cell),
        (Column(words.say("Question")), lambda q: words_cell(titles[q])),
    )
    yield Section(words.say("Suggested short form"), "", filled(table), folded=True)


def _review(health: Health, words: Words) -> Section:
    table = tabulate(
        "review",
        health.reviews,
        (Column(words.say("Answer")), lambda r: words_cell(r.answer_id)),
        (Column(words.say("Author")), lambda r: words_cell(r.author)),
        (Column(words.say("Question")), lambda r: words_cell(r.title)),
        (Column(words.say("Score"), True), lambda r: mean_cell(r.score)),
        (Column(words.say("Worth"), True), lambda r: number_cell(r.value, 1)),
        (Column(words.say("Why")), lambda r: Cell(words.known(REASONS, r.why))),
    )
    note = words.say(
        "Where a person's look is expected to change the score most. Worth is in points."
    )
    return Section(words.say("What to review first"), note, filled(table))


def _points(health: Health, words: Words) -> Section:
    order = {"nobody": 0, "inverse": 1, "everybody": 2, "weak": 3}
    found = sorted(
        (p for p in health.points if p.verdict), key=lambda p: (order[p.verdict], p.covered)
    )
    table = tabulate(
        "points",
        found[:_MOST],
        (Column(words.say("Key point")), lambda p: words_cell(p.text)),
        (Column(words.say("Question")), lambda p: words_cell(p.title)),
        (Column(words.say("Answers"), True), lambda p: count_cell(p.answers)),
        (Column(words.say("Covered"), True), lambda p: Cell(show_share(p.covered), p.covered)),
        (Column(words.say("Discrimination"), True), lambda p: number_cell(p.discrimination)),
        (Column(words.say("Why")), lambda p: _verdict(p.verdict, words)),
        empty=words.say("Every point is met by some and missed by some."),
    )
    return Section(words.say("Points to look at"), "", (table,))


def _verdict(verdict: str, words: Words) -> Cell:
    return Cell(words.known(VERDICTS, verdict), tone="bad" if verdict == "inverse" else "")


def _items(health: Health, words: Words) -> Section:
    dots = tuple(
        Dot(one_line(i.title, 30), round(i.difficulty, 3), round(i.discrimination, 3))
        for i in health.items
        if i.difficulty is not None and i.discrimination is not None
    )
    scatter = Scatter(
        words.say("Questions by difficulty and discrimination"),
        words.say("Mean share of the score"),
        words.say("Discrimination"),
        dots,
        lines=(WEAK,),
    )
    found = sorted(
        health.items, key=lambda i: 2.0 if i.discrimination is None else i.discrimination
    )
    table = tabulate(
        "items",
        found[:_MOST],
        (Column(words.say("Question")), lambda i: words_cell(i.title)),
        (Column(words.say("Answers"), True), lambda i: count_cell(i.answers)),
        (Column(words.say("Mean share of the score"), True), lambda i: _share(i.difficulty)),
        (Column(words.say("Discrimination"), True), lambda i: _telling(i.discrimination)),
        (Column(words.say("Alpha without it"), True), lambda i: number_cell(i.without)),
        (Column(words.say("Alpha of its points"), True), lambda i: number_cell(i.alpha)),
    )
    blocks: tuple[Block, ...] = (scatter, table) if len(dots) > 2 else (table,)
    note = words.say("The least telling first.")
    return Section(words.say("Questions"), note, blocks if found else ())


def _share(share: float | None) -> Cell:
    return Cell(NONE if share is None else show_share(share), share)


def _telling(discrimination: float | None) -> Cell:
    weak = discrimination is not None and discrimination < WEAK
    return number_cell(discrimination, tone="bad" if weak else "")
