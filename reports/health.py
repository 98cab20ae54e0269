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
from reports.documents.parts import Block, Cell, Column, Document, Dot, Scatter, Section, Table
from reports.figures import show_share
from reports.parts import Fact, Notice
from reports.statistics.items import FEWEST, WEAK, Health, Item, PointItem
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
    rows = tuple((words_cell(q), words_cell(titles[q])) for q in health.short)
    columns = (Column(words.say("Id")), Column(words.say("Question")))
    blocks = (Table("short form", columns, rows),) if rows else ()
    yield Section(words.say("Suggested short form"), "", blocks, folded=True)


def _review(health: Health, words: Words) -> Section:
    columns = (
        Column(words.say("Answer")),
        Column(words.say("Author")),
        Column(words.say("Question")),
        Column(words.say("Score"), True),
        Column(words.say("Worth"), True),
        Column(words.say("Why")),
    )
    rows = tuple(
        (
            words_cell(r.answer_id),
            words_cell(r.author),
            words_cell(r.title),
            mean_cell(r.score),
            number_cell(r.value, 1),
            Cell(words.known(REASONS, r.why)),
        )
        for r in health.reviews
    )
    note = words.say(
        "Where a person's look is expected to change the score most. Worth is in points."
    )
    title = words.say("What to review first")
    return Section(title, note, (Table("review", columns, rows),) if rows else ())


def _points(health: Health, words: Words) -> Section:
    order = {"nobody": 0, "inverse": 1, "everybody": 2, "weak": 3}
    found = sorted(
        (p for p in health.points if p.verdict), key=lambda p: (order[p.verdict], p.covered)
    )
    columns = (
        Column(words.say("Key point")),
        Column(words.say("Question")),
        Column(words.say("Answers"), True),
        Column(words.say("Covered"), True),
        Column(words.say("Discrimination"), True),
        Column(words.say("Why")),
    )
    rows = tuple(_point_row(p, words) for p in found[:_MOST])
    empty = words.say("Every point is met by some and missed by some.")
    title = words.say("Points to look at")
    return Section(title, "", (Table("points", columns, rows, empty=empty),))


def _point_row(point: PointItem, words: Words) -> tuple[Cell, ...]:
    return (
        words_cell(point.text),
        words_cell(point.title),
        count_cell(point.answers),
        Cell(show_share(point.covered), point.covered),
        number_cell(point.discrimination),
        Cell(
            words.known(VERDICTS, point.verdict), tone="bad" if point.verdict == "inverse" else ""
        ),
    )


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
    columns = (
        Column(words.say("Question")),
        Column(words.say("Answers"), True),
        Column(words.say("Mean share of the score"), True),
        Column(words.say("Discrimination"), True),
        Column(words.say("Alpha without it"), True),
        Column(words.say("Alpha of its points"), True),
    )
    found = sorted(
        health.items, key=lambda i: 2.0 if i.discrimination is None else i.discrimination
    )
    table = Table("items", columns, tuple(_item_row(i) for i in found[:_MOST]))
    blocks: tuple[Block, ...] = (scatter, table) if len(dots) > 2 else (table,)
    note = words.say("The least telling first.")
    return Section(words.say("Questions"), note, blocks if found else ())


def _item_row(item: Item) -> tuple[Cell, ...]:
    weak = item.discrimination is not None and item.discrimination < WEAK
    share = item.difficulty
    return (
        words_cell(item.title),
        count_cell(item.answers),
        Cell(NONE if share is None else show_share(share), share),
        number_cell(item.discrimination, tone="bad" if weak else ""),
        number_cell(item.without),
        number_cell(item.alpha),
    )
