"""The page of a comparison: who is better, by how much, how sure that is, and at what price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from reports.clean import one_line
from reports.documents.figures import (
    NONE,
    count_cell,
    estimate_cell,
    mean_cell,
    number_cell,
    show_interval,
    show_number,
    show_p,
    show_signed,
    show_span,
    words_cell,
)
from reports.documents.parts import (
    Block,
    Cell,
    Column,
    Document,
    Dot,
    Scatter,
    Section,
    Table,
    Whisker,
    Whiskers,
)
from reports.documents.tables import filled, tabulate
from reports.parts import Fact, Notice
from reports.runs import mean_whiskers, system_table
from reports.statistics.comparison import SURE, WISH, Comparison, Pair, System
from reports.words import Language, Words

_MOST_QUESTIONS = 300
_MOST_PAIRS = 60


def build_comparison(found: Comparison, lang: Language) -> Document:
    """Make the page; with several systems the strongest comes first."""
    words = Words(lang)
    return Document(
        lang=lang,
        kind=words.say("Comparison"),
        title=one_line(" / ".join(s.name or "–" for s in found.systems), 120),
        facts=(
            Fact(words.say("Systems"), str(len(found.systems))),
            Fact(words.say("Shared questions"), str(len(found.questions))),
        ),
        figure="",
        unit="",
        range="",
        notices=tuple(_notices(found, words)),
        sections=tuple(s for s in _sections(found, words) if s.blocks),
        source_title=words.say("How this was computed"),
        source_note=words.say(
            "Paired by question; a question counts once, whatever its repeats. Intervals: "
            "studentised bootstrap over questions. p: sign-flip permutation test, two-sided, "
            "Holm-adjusted over all pairs."
        ),
        sources=(Fact(words.say("Seed"), str(found.seed)),),
    )


def comparison_to_json(found: Comparison) -> dict[str, Any]:
    """All figures as plain data; what is not defined is null."""
    data = asdict(found)
    for system, made in zip(data["systems"], found.systems, strict=True):
        del system["lengths"]
        system["scores"] = [None if np.isnan(v) else float(v) for v in made.scores]
    for item in [*data["pairs"], *data["ranks"]]:
        for key in ("first", "second", "system"):
            if key in item:
                item[key] = found.systems[item[key]].name
    return data


def _notices(found: Comparison, words: Words) -> Iterator[Notice]:
    if found.mixed:
        text = words.say_many(
            "{n} question was graded with different rubrics or settings; its scores do not "
            "compare.",
            "{n} questions were graded with different rubrics or settings; their scores do not "
            "compare.",
            len(found.mixed),
        )
        yield Notice("bad", text)
    if len(found.systems) == 2 and found.pairs:
        yield Notice(*_verdict(found, found.pairs[0], words))
    unscored = sum(s.unscored for s in found.systems)
    if unscored:
        text = words.say_many(
            "{n} answer has no score and counts nowhere.",
            "{n} answers have no score and count nowhere.",
            unscored,
        )
        yield Notice("unscored", text)


def _verdict(found: Comparison, pair: Pair, words: Words) -> tuple[str, str, str]:
    """A tone, a sentence and what would make it surer."""
    first, second = (one_line(found.systems[i].name) for i in (pair.first, pair.second))
    gap = show_number(abs(pair.difference.value), 1)
    hint = ""
    if pair.adjusted >= SURE:
        if pair.needed is not None and pair.needed > pair.difference.n:
            more = pair.needed - pair.difference.n
            hint = words.say_many(
                "{n} more question would make the interval ±{wish}.",
                "{n} more questions would make the interval ±{wish}.",
                more,
                wish=f"{WISH:g}",
            )
        text = words.say(
            "No difference is shown between {first} and {second}.", first=first, second=second
        )
        return "quiet", text, hint
    better, worse = (first, second) if pair.difference.value > 0 else (second, first)
    text = words.say(
        "{better} is better than {worse} by {gap} points.", better=better, worse=worse, gap=gap
    )
    return "good", text, hint


def _sections(found: Comparison, words: Words) -> Iterator[Section]:
    ordered = [found.systems[r.system] for r in found.ranks] or list(found.systems)
    yield Section(
        words.say("Mean scores"),
        words.say("Means over questions, each weighing alike; intervals draw questions again."),
        (mean_whiskers(ordered, words), system_table(ordered, words)),
    )
    yield _pairs(found, words)
    yield _ranking(found, words)
    yield from _trade_offs(found.systems, words)
    yield _questions(found, words)


def _pairs(found: Comparison, words: Words) -> Section:
    pairs = sorted(found.pairs, key=lambda p: (p.adjusted, -abs(p.difference.value)))[:_MOST_PAIRS]
    names = [one_line(s.name, 40) or NONE for s in found.systems]
    whiskers = Whiskers(
        words.say("Differences in points with their 95 % intervals"),
        tuple(_pair_whisker(p, names) for p in pairs),
        zero=True,
    )
    columns = (
        Column(words.say("Pair")),
        Column(words.say("Difference"), True),
        Column(words.say("95 % interval"), True),
        Column("p", True),
        Column(words.say("p (Holm)"), True),
        Column(words.say("Won–tied–lost")),
        Column(words.say("At equal length"), True),
        Column(words.say("Detectable"), True),
        Column(words.say("Questions for ±{wish}", wish=f"{WISH:g}"), True),
    )
    rows = tuple(_pair_row(p, names) for p in pairs)
    note = words.say(
        "First minus second. Detectable: the least difference that so many questions show 4 times "
        "in 5."
    )
    return Section(
        words.say("Each two"), note, (whiskers, Table("pairs", columns, rows)) if rows else ()
    )


def _pair_whisker(pair: Pair, names: Sequence[str]) -> Whisker:
    d = pair.difference
    return Whisker(
        label=f"{names[pair.first]} − {names[pair.second]}",
        at=d.value,
        low=d.value if d.low is None else d.low,
        high=d.value if d.high is None else d.high,
        text=f"{show_signed(d.value)} {show_interval(d)}",
        tone="covered" if pair.adjusted < SURE else "missing",
    )


def _pair_row(pair: Pair, names: Sequence[str]) -> tuple[Cell, ...]:
    d = pair.difference
    sure = pair.adjusted < SURE
    return (
        Cell(f"{names[pair.first]} − {names[pair.second]}"),
        Cell(show_signed(d.value), d.value, "covered" if sure else ""),
        Cell(show_interval(d)),
        Cell(show_p(pair.p), pair.p),
        Cell(show_p(pair.adjusted), pair.adjusted),
        Cell(f"{pair.wins}–{pair.ties}–{pair.losses}"),
        estimate_cell(pair.controlled, 1),
        number_cell(pair.detectable, 1),
        Cell(NONE) if pair.needed is None else count_cell(pair.needed),
    )


def _ranking(found: Comparison, words: Words) -> Section:
    if len(found.systems) < 3:
        return Section(words.say("Ranking"), "", ())
    table = tabulate(
        "ranking",
        found.ranks,
        (Column(words.say("Group"), True), lambda r: count_cell(r.group)),
        (Column(words.say("Name")), lambda r: words_cell(found.systems[r.system].name)),
        (Column(words.say("Strength"), True), lambda r: number_cell(r.strength, 0)),
        (Column(words.say("95 % interval"), True), lambda r: Cell(show_span(r.low, r.high, 0))),
    )
    note = words.say(
        "Bradley–Terry strengths in Elo points, from who scored higher on each question; systems "
        "of one group are not told apart."
    )
    return Section(words.say("Ranking"), note, filled(table))


def _trade_offs(systems: Sequence[System], words: Words) -> Iterator[Section]:
    prices: tuple[tuple[str, list[float | None]], ...] = (
        (words.say("Tokens an answer"), [s.tokens for s in systems]),
        (words.say("Seconds an answer"), [s.seconds for s in systems]),
        (words.say("Cost an answer"), [s.cost for s in systems]),
    )
    blocks: list[Block] = []
    for label, values in prices:
        dots = _front(
            [
                (s.name, v, s.mean.value)
                for s, v in zip(systems, values, strict=True)
                if v is not None and s.mean
            ]
        )
        if len(dots) > 1:
            text = words.say("Mean score against: {price}", price=label)
            blocks.append(Scatter(text, label, words.say("Mean"), dots))
    note = words.say("On the green line nothing is both better and cheaper.")
    yield Section(words.say("Quality and price"), note, tuple(blocks))


def _front(places: Sequence[tuple[str, float, float]]) -> tuple[Dot, ...]:
    """Mark what no other system beats in both price and quality."""
    return tuple(
        Dot(
            one_line(name, 40),
            x,
            round(y, 2),
            best=not any((u <= x and v >= y) and (u < x or v > y) for _, u, v in places),
        )
        for name, x, y in places
    )


def _questions(found: Comparison, words: Words) -> Section:
    scores = np.array([s.scores for s in found.systems])
    if not found.questions:
        return Section(words.say("By question"), "", ())
    with np.errstate(all="ignore"):
        gaps = np.nanmax(scores, axis=0) - np.nanmin(scores, axis=0)
    order = [int(i) for i in np.argsort(-gaps, kind="stable")][:_MOST_QUESTIONS]
    columns = (
        Column(words.say("Question")),
        *(Column(one_line(s.name, 24) or NONE, True) for s in found.systems),
        Column(words.say("Largest gap"), True),
    )
    rows = tuple(
        (
            words_cell(found.titles[i]),
            *(mean_cell(float(s.scores[i])) for s in found.systems),
            number_cell(float(gaps[i]), 1),
        )
        for i in order
    )
    cut = len(found.questions) - len(rows)
    more = words.say("{n} more are in results.jsonl.", n=cut) if cut else ""
    note = words.say("The largest gaps first.")
    return Section(words.say("By question"), note, (Table("questions", columns, rows, more=more),))
