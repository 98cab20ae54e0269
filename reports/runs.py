"""The page of a run: what came out, by author, question and key point, and what has no score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from reports.clean import one_line
from reports.documents.figures import (
    count_cell,
    mean_cell,
    number_cell,
    show_interval,
    show_mean,
    words_cell,
)
from reports.documents.parts import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Document,
    Section,
    Table,
    Whisker,
    Whiskers,
)
from reports.documents.tables import filled, tabulate
from reports.figures import show_share
from reports.parts import Fact, Notice
from reports.statistics.bootstrap import SCORES, Estimate, mean_interval
from reports.statistics.comparison import System, compare, sides_of
from reports.statistics.items import PointItem, examine
from reports.statistics.table import Floats, RunTable
from reports.words import BANDS, FLAGS, Language, Words

_MOST_AUTHORS = 200
_MOST_QUESTIONS = 500
_MOST_POINTS = 15
_MOST_WHISKERS = 25
_TONES = {
    "excellent": "covered",
    "good": "covered",
    "fair": "partial",
    "weak": "missing",
    "poor": "contradicted",
}


def build_run(table: RunTable, manifest: Mapping[str, Any], lang: Language) -> Document:
    """Make the page of a run; `manifest` is what its run.json says, or empty."""
    words = Words(lang)
    mean = run_mean(table)
    return Document(
        lang=lang,
        kind=words.say("Report of a run"),
        title=one_line(table.name),
        facts=_facts(table, words),
        figure=show_mean(mean.value) if mean else words.say("Unscored"),
        unit="/ 100" if mean else "",
        range=_range(mean, words),
        notices=tuple(_notices(table, manifest, words)),
        sections=tuple(s for s in _sections(table, words) if s.blocks),
        source_title=words.say("Where these scores come from"),
        source_note=words.say("The same settings and the same answers give the same numbers."),
        sources=tuple(_sources(manifest, words)),
    )


def run_mean(table: RunTable) -> Estimate | None:
    """The mean over questions, each weighing alike, with its interval; None without a score."""
    return mean_interval(list(table.question_means().values()), bounds=SCORES)


def _range(mean: Estimate | None, words: Words) -> str:
    if mean is None or mean.low is None:
        return ""
    return words.say("95 % interval {range}", range=show_interval(mean))


def _facts(table: RunTable, words: Words) -> tuple[Fact, ...]:
    pairs = (
        (words.say("Answers"), len(table)),
        (words.say("Questions"), len(table.points)),
        (words.say("Authors"), len([a for a in table.authors if a])),
    )
    return tuple(Fact(label, f"{number:,}") for label, number in pairs if number)


def _notices(table: RunTable, manifest: Mapping[str, Any], words: Words) -> Iterator[Notice]:
    if manifest.get("status", "complete") != "complete":
        yield Notice(
            "bad",
            words.say("This run is not finished."),
            words.say("The same command goes on where it stopped."),
        )
    unscored = int(np.isnan(table.scores()).sum())
    if unscored:
        text = words.say_many(
            "{n} answer has no score and counts nowhere.",
            "{n} answers have no score and count nowhere.",
            unscored,
        )
        yield Notice("unscored", text)
    for flag, number in table.flags.most_common():
        name = one_line(words.known(FLAGS, flag))
        yield Notice("partial", f"{number:,} × {name}")


def _sections(table: RunTable, words: Words) -> Iterator[Section]:
    yield Section(words.say("How the scores are spread"), "", (_bands(table, words),))
    yield from _by_author(table, words)
    yield _by_question(table, words)
    health = examine(table, reviews=_MOST_POINTS)
    points = [p for p in health.points if p.contradicted > 0]
    points.sort(key=lambda p: -p.contradicted)
    yield Section(
        words.say("What is most often said wrong"),
        "",
        _point_table(points, "contradicted", words),
    )
    missed = sorted(health.points, key=lambda p: (p.covered, -p.answers))
    yield Section(
        words.say("What is most often missing"),
        "",
        _point_table([p for p in missed if p.covered < 1], "missed", words),
        folded=True,
    )
    yield _lost(table, words)


def _bands(table: RunTable, words: Words) -> Bars:
    total = max(1, len(table))
    rows = tuple(
        Bar(
            label=words.known(BANDS, band),
            share=table.bands[band] / total,
            text=f"{table.bands[band]:,} · {show_share(table.bands[band] / total)}",
            tone=_TONES.get(band, "unscored"),
        )
        for band in BANDS
        if band != "unscored" or table.bands[band]
    )
    return Bars(words.say("Answers by band"), rows)


def _by_author(table: RunTable, words: Words) -> Iterator[Section]:
    if not 1 < len(table.authors) <= _MOST_AUTHORS:
        return
    systems = sorted(compare_quietly(table), key=lambda s: -(s.mean.value if s.mean else -1.0))
    blocks: list[Block] = []
    if len(systems) <= _MOST_WHISKERS:
        blocks.append(mean_whiskers(systems, words))
    blocks.append(system_table(systems, words))
    note = words.say("Means over questions, each weighing alike; intervals draw questions again.")
    yield Section(words.say("By author"), note, tuple(blocks))


def compare_quietly(table: RunTable) -> Sequence[System]:
    """The authors of one run as systems; no pairs are tested."""
    return compare(sides_of([table], "author"), tests=False).systems


def mean_whiskers(systems: Sequence[System], words: Words) -> Whiskers:
    """The mean of each system with its interval."""
    rows = tuple(
        Whisker(
            label=one_line(s.name) or words.say("(no name)"),
            at=s.mean.value,
            low=s.mean.value if s.mean.low is None else max(0.0, s.mean.low),
            high=s.mean.value if s.mean.high is None else min(100.0, s.mean.high),
            text=f"{show_mean(s.mean.value)} {show_interval(s.mean)}",
        )
        for s in systems
        if s.mean is not None
    )
    return Whiskers(words.say("Mean score of each, with its 95 % interval"), rows)


def system_table(systems: Sequence[System], words: Words) -> Table:
    """One line a system; columns that nobody has figures for are left out."""
    columns: list[tuple[Column, list[Cell]]] = [
        (Column(words.say("Name")), [words_cell(s.name) for s in systems]),
        (Column(words.say("Answers"), True), [count_cell(s.answers) for s in systems]),
        (Column(words.say("Unscored"), True), [count_cell(s.unscored) for s in systems]),
        (
            Column(words.say("Mean"), True),
            [mean_cell(s.mean.value if s.mean else None) for s in systems],
        ),
        (Column(words.say("95 % interval"), True), [Cell(show_interval(s.mean)) for s in systems]),
    ]
    optional: tuple[tuple[str, list[float | None], int], ...] = (
        (words.say("Spread over repeats"), [s.spread for s in systems], 1),
        (words.say("Worst repeat"), [s.worst for s in systems], 1),
        (words.say("Tokens"), [s.tokens for s in systems], 0),
        (words.say("Seconds"), [s.seconds for s in systems], 2),
        (words.say("Cost"), [s.cost for s in systems], 5),
    )
    columns += [
        (Column(label, True), [number_cell(v, digits) for v in values])
        for label, values, digits in optional
        if any(v is not None for v in values)
    ]
    rows = tuple(zip(*(found for _, found in columns), strict=True))
    return Table("systems", tuple(column for column, _ in columns), rows)


def _by_question(table: RunTable, words: Words) -> Section:
    order = np.array(table.question)
    scores = table.scores()
    found = [
        (i, scores[order == i])
        for i in range(len(table.questions))
        if table.questions[i] in table.points
    ]
    found.sort(key=lambda pair: _mean(pair[1]))
    rows = tuple(_question_row(table, i, values) for i, values in found[:_MOST_QUESTIONS])
    columns = (
        Column(words.say("Question")),
        Column(words.say("Answers"), True),
        Column(words.say("Unscored"), True),
        Column(words.say("Mean"), True),
        Column(words.say("Lowest"), True),
        Column(words.say("Highest"), True),
    )
    cut = len(found) - len(rows)
    more = words.say("{n} more are in results.jsonl.", n=cut) if cut else ""
    title = words.say("By question")
    note = words.say("The hardest first.")
    return Section(title, note, (Table("questions", columns, rows, more=more),) if rows else ())


def _question_row(table: RunTable, at: int, values: Floats) -> tuple[Cell, ...]:
    known = values[~np.isnan(values)]
    return (
        words_cell(table.titles[at]),
        count_cell(len(values)),
        count_cell(len(values) - len(known)),
        mean_cell(float(known.mean()) if len(known) else None),
        mean_cell(float(known.min()) if len(known) else None),
        mean_cell(float(known.max()) if len(known) else None),
    )


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else -1.0


def _point_table(points: Sequence[PointItem], name: str, words: Words) -> tuple[Table, ...]:
    table = tabulate(
        name,
        points[:_MOST_POINTS],
        (Column(words.say("Key point")), lambda p: words_cell(p.text)),
        (Column(words.say("Question")), lambda p: words_cell(p.title)),
        (Column(words.say("Answers"), True), lambda p: count_cell(p.answers)),
        (Column(words.say("Covered"), True), lambda p: Cell(show_share(p.covered), p.covered)),
        (Column(words.say("Contradicted"), True), lambda p: _wrong(p.contradicted)),
    )
    return filled(table)


def _wrong(share: float) -> Cell:
    return Cell(show_share(share), share, "contradicted" if share else "")


def _lost(table: RunTable, words: Words) -> Section:
    cut = sum(table.failures.values()) - len(table.lost)
    shown = tabulate(
        "failures",
        table.lost,
        (Column(words.say("Answer")), lambda lost: words_cell(lost.answer_id)),
        (Column(words.say("Author")), lambda lost: words_cell(lost.author)),
        (Column(words.say("Question")), lambda lost: words_cell(lost.title)),
        (Column(words.say("Why")), lambda lost: words_cell(lost.message, "bad")),
        (Column(words.say("What to do")), lambda lost: words_cell(lost.hint)),
        more=words.say("{n} more are in results.jsonl.", n=cut) if cut > 0 else "",
    )
    return Section(words.say("Without a score"), "", filled(shown))


def _sources(manifest: Mapping[str, Any], words: Words) -> Iterator[Fact]:
    for name, value in manifest.get("settings", {}).items():
        yield Fact(one_line(str(name)), one_line(str(value)))
    answers = manifest.get("inputs", {}).get("answers", {})
    if answers.get("sha256"):
        yield Fact(words.say("Answers (SHA-256)"), one_line(str(answers["sha256"])))
    if manifest.get("written"):
        yield Fact(words.say("Written"), one_line(str(manifest["written"])))
