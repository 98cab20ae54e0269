"""The page of somebody's practice: streak, load, mastery, trend, and the weakest points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from reports.clean import one_line
from reports.documents.figures import count_cell, mean_cell, show_mean, words_cell
from reports.documents.parts import Bar, Bars, Block, Cell, Column, Document, Section
from reports.documents.tables import filled, state_cell, tabulate
from reports.figures import show_share
from reports.parts import Fact, Notice
from reports.words import Language, Words
from rubrics.progress import Day, Mastery, Progress, WeakPoint

_MOST_TAGS = 30
_MOST_POINTS = 100
_TONES = ((80.0, "good"), (60.0, "good"), (40.0, "fair"), (0.0, "bad"))


def build_progress(progress: Progress, lang: Language) -> Document:
    """Make the page."""
    words = Words(lang)
    return Document(
        lang=lang,
        kind=words.say("Practice"),
        title=words.say("Progress of {name}", name=one_line(progress.name)),
        facts=_facts(progress, words),
        figure=show_share(progress.known) if progress.known is not None else "",
        unit=words.say("of what you practised is known today"),
        range="",
        notices=tuple(_notices(progress, words)),
        sections=tuple(s for s in _sections(progress, words) if s.blocks),
        source_title=words.say("How this was computed"),
        source_note=words.say(
            "Questions and key points are scheduled by FSRS 6 with its published weights, by days; "
            "each is due when its chance of recall falls to 90%. Known is the latest score times "
            "the chance of recall. What is unsure or unscored does not count."
        ),
        sources=(),
    )


def progress_to_json(progress: Progress) -> dict[str, Any]:
    """All figures as plain data, days as ISO dates."""

    def plain(value: object) -> object:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        return [plain(item) for item in value] if isinstance(value, list | tuple) else value

    return {key: plain(value) for key, value in asdict(progress).items()}


def _facts(progress: Progress, words: Words) -> tuple[Fact, ...]:
    days = words.say_many("{n} day", "{n} days", progress.streak)
    longest = words.say_many("{n} day", "{n} days", progress.longest)
    hours, minutes = divmod(round(progress.seconds / 60), 60)
    return (
        Fact(
            words.say("Streak"), words.say("{days} (longest {longest})", days=days, longest=longest)
        ),
        Fact(words.say("Answers"), f"{progress.answers:,}"),
        Fact(words.say("Time"), f"{hours}:{minutes:02}"),
        Fact(words.say("Questions seen"), f"{progress.seen:,}/{progress.questions:,}"),
        Fact(words.say("Due today"), f"{progress.due:,}"),
        Fact(words.say("Mean score"), show_mean(progress.mean)),
    )


def _notices(progress: Progress, words: Words) -> Iterator[Notice]:
    if not progress.answers:
        yield Notice("quiet", words.say("There are no answers yet."), "kaoguan practice")
    elif progress.due:
        text = words.say_many(
            "{n} question is due today.", "{n} questions are due today.", progress.due
        )
        yield Notice("fair", text, "kaoguan practice")


def _sections(progress: Progress, words: Words) -> Iterator[Section]:
    yield Section(words.say("Scores by day"), "", _trend(progress.days, words))
    yield Section(words.say("Due in the next days"), "", _forecast(progress.forecast, words))
    yield _mastery(progress.mastery, words)
    yield _weakest(progress.weakest, words)


def _trend(days: Sequence[Day], words: Words) -> tuple[Block, ...]:
    rows = tuple(
        Bar(
            f"{d.day:%m-%d}",
            (d.score or 0.0) / 100,
            f"{show_mean(d.score)} ({d.count})",
            _tone(d.score),
        )
        for d in days[-30:]
    )
    return (
        (Bars(words.say("Mean score of each day, with the number of answers"), rows),)
        if rows
        else ()
    )


def _forecast(days: Sequence[Day], words: Words) -> tuple[Block, ...]:
    most = max((d.count for d in days), default=0)
    if not most:
        return ()
    rows = tuple(Bar(f"{d.day:%m-%d}", d.count / most, f"{d.count}") for d in days)
    return (Bars(words.say("Questions due on each day"), rows),)


def _mastery(found: Sequence[Mastery], words: Words) -> Section:
    table = tabulate(
        "mastery",
        found[:_MOST_TAGS],
        (Column(words.say("Tag")), lambda m: words_cell(m.tag)),
        (Column(words.say("Seen"), True), lambda m: count_cell(m.seen)),
        (Column(words.say("Questions"), True), lambda m: count_cell(m.questions)),
        (Column(words.say("Known"), True), lambda m: Cell(show_share(m.known), m.known)),
        (Column(words.say("Mean score"), True), lambda m: mean_cell(m.score)),
    )
    rows = tuple(
        Bar(
            one_line(m.tag, 20),
            m.known * m.seen / m.questions,
            f"{m.seen}/{m.questions}",
            _tone(m.score),
        )
        for m in found[:12]
    )
    bars = Bars(words.say("Share of each tag that is known"), rows)
    note = words.say("The weakest first. Unseen questions count as not known.")
    return Section(words.say("Mastery by tag"), note, (bars, table) if rows else ())


def _weakest(found: Sequence[WeakPoint], words: Words) -> Section:
    table = tabulate(
        "weakest points",
        found[:_MOST_POINTS],
        (Column(words.say("Key point")), lambda p: words_cell(p.text)),
        (Column(words.say("Question")), lambda p: words_cell(p.question)),
        (Column(words.say("State")), lambda p: state_cell(p.state, words)),
        (Column(words.say("Weight"), True), lambda p: count_cell(p.weight)),
        (Column(words.say("Missed"), True), lambda p: count_cell(p.lapses)),
        (Column(words.say("Due")), lambda p: Cell(f"{p.due:%m-%d}")),
    )
    note = words.say("What was missing, partial or wrong last time.")
    return Section(words.say("Weakest points"), note, filled(table))


def _tone(score: float | None) -> str:
    return "" if score is None else next(tone for floor, tone in _TONES if score >= floor)
