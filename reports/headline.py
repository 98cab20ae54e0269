"""The top of a report: what was asked, the score, what to know about it, and the bar of points."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from questions.model import Question
from reports.clean import clip, one_line, visible
from reports.figures import open_range, show_range, show_score, total_weight
from reports.parts import Badge, Bar, Cell, Count, Fact, Gauge, Headline, Notice
from reports.points import (
    NAME_LIMIT,
    ORDER,
    TEXT_LIMIT,
    Entry,
    reason_text,
    scored_weight,
    state_badge,
)
from reports.reasons import say_reason
from reports.words import BANDS, DIFFICULTIES, FLAGS, GUARD_REASONS, Words
from rubrics.marks import CREDIT, Failure, Mark, Scoresheet, State

_BAND_TONES = {"excellent": "good", "good": "good", "fair": "fair", "weak": "bad", "poor": "bad"}
_LARGEST_CELL = 9


def build_headline(
    sheet: Scoresheet, question: Question, entries: Sequence[Entry], dropped: int, words: Words
) -> Headline:
    """Make the headline; `dropped` counts the quotes that do not stand in the answer."""
    figure = show_score(sheet.score)
    interval = show_range(*sheet.interval) if figure and sheet.interval else ""
    return Headline(
        kind=words.say("Answer report"),
        title=one_line(question.title) or one_line(question.id),
        facts=_facts(sheet, question, words),
        score_label=words.say("Score"),
        score=figure or words.say("Unscored"),
        out_of="/ 100" if figure else "",
        band=_band(sheet.band if figure else "unscored", words),
        interval=words.say("90% range {range}", range=interval) if "–" in interval else "",
        reason=_reason(sheet, words),
        gauge=_gauge(sheet),
        notices=tuple(_notices(sheet, question, entries, dropped, words)),
    )


def build_bar(entries: Sequence[Entry], words: Words) -> Bar:
    """Make one cell a point, as wide as its weight, best state first."""
    ranked = sorted(entries, key=lambda entry: ORDER.index(entry.mark.state))
    tally = Counter(entry.mark.state for entry in entries)
    counts = tuple(
        Count(state_badge(state, words), tally[state]) for state in ORDER if tally[state]
    )
    return Bar(
        title=words.say("Points by state"),
        text=words.say(", ").join(f"{count.badge.label} {count.number}" for count in counts),
        cells=tuple(_cell(entry, words) for entry in ranked),
        counts=counts,
    )


def _cell(entry: Entry, words: Words) -> Cell:
    badge = state_badge(entry.mark.state, words)
    text = words.say(
        "Point {n}, {state}: {text}",
        n=entry.number,
        state=badge.label,
        text=one_line(entry.mark.text, 120),
    )
    return Cell(entry.number, min(max(1, entry.mark.weight), _LARGEST_CELL), badge, text)


def _facts(sheet: Scoresheet, question: Question, words: Words) -> tuple[Fact, ...]:
    difficulty = words.known(DIFFICULTIES, question.difficulty)
    pairs = (
        (words.say("Author"), sheet.author),
        (words.say("Answer ID"), sheet.answer_id),
        (words.say("Company"), question.company),
        (words.say("Round"), question.round),
        (words.say("Date"), question.date),
        (words.say("Difficulty"), difficulty),
        (words.say("Tags"), words.say(", ").join(question.tags)),
    )
    return tuple(Fact(label, one_line(value)) for label, value in pairs if value.strip())


def _band(band: str, words: Words) -> Badge:
    return Badge(
        _BAND_TONES.get(band, "unscored"), "", one_line(words.known(BANDS, band), NAME_LIMIT)
    )


def _reason(sheet: Scoresheet, words: Words) -> str:
    """Say the reason, unless it is a flag, which is a notice of its own."""
    is_flag = sheet.flags and sheet.reason in GUARD_REASONS
    return "" if is_flag else reason_text(sheet.reason, words)


def _gauge(sheet: Scoresheet) -> Gauge | None:
    if sheet.score is None or not math.isfinite(sheet.score):
        return None
    low, high = sheet.interval or (sheet.score, sheet.score)
    at, low, high = (min(max(value, 0.0), 100.0) for value in (sheet.score, low, high))
    return Gauge(at=at, low=low, high=max(low, high))


def _notices(
    sheet: Scoresheet, question: Question, entries: Sequence[Entry], dropped: int, words: Words
) -> Iterator[Notice]:
    if sheet.failure:
        yield _failure(sheet.failure, sheet.score, words)
    for flag in sheet.flags:
        yield Notice("fair", one_line(words.known(FLAGS, flag)))
    unscored = [entry.mark for entry in entries if entry.mark.state is State.UNSCORED]
    if unscored:
        yield _left_open(sheet, unscored, words)
    unsure = sum(entry.mark.unsure for entry in entries)
    if unsure:
        yield Notice("unscored", _unsure(unsure, words))
    if question.draft:
        yield Notice("fair", words.say("The reference answer is a draft that nobody accepted yet."))
    if dropped:
        yield Notice(
            "fair",
            words.say_many(
                "{n} quotation is not in the answer and was ignored.",
                "{n} quotations are not in the answer and were ignored.",
                dropped,
            ),
        )


def _unsure(number: int, words: Words) -> str:
    return words.say_many(
        "{n} point could be called either way. It counts by its odds; read it yourself.",
        "{n} points could be called either way. They count by their odds; read them yourself.",
        number,
    )


def _failure(failure: Failure, score: float | None, words: Words) -> Notice:
    message = clip(visible(say_reason(failure.message, words)), TEXT_LIMIT)
    missing = words.say("No score: {message}", message=message)
    text = missing if score is None else words.say("Incomplete: {message}", message=message)
    return Notice("bad", text, clip(visible(say_reason(failure.hint, words)), TEXT_LIMIT))


def _left_open(sheet: Scoresheet, unscored: Sequence[Mark], words: Words) -> Notice:
    weight = total_weight([mark.weight for mark in unscored])
    low, high = open_range(
        sheet.score, scored_weight(sheet.marks), weight, worst=min(CREDIT.values())
    )
    text = words.say_many(
        "{n} point is unscored and counts neither way. Over all points the score lies in {range}.",
        "{n} points are unscored and count neither way. Over all points the score lies in {range}.",
        len(unscored),
        range=show_range(low, high),
    )
    return Notice("unscored", text)
