"""Scorecards of interviews: one candidate, or several side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from reports.clean import one_line
from reports.dialogue import show_clock
from reports.documents.figures import NONE, count_cell, mean_cell, show_mean, words_cell
from reports.documents.parts import Bar, Bars, Cell, Column, Document, Section, Table
from reports.documents.tables import filled, state_cell, tabulate
from reports.parts import Fact, Notice
from reports.points import state_badge
from reports.reasons import say_reason
from reports.words import BANDS, Language, Words
from rubrics.marks import State
from rubrics.scorecards import WHOLE, Asked, Change, PointLine, Scorecard

_LONGEST = 4000
_QUOTE = 240


def build_scorecard(card: Scorecard, lang: Language) -> Document:
    """The page that is handed over: score, questions, points with evidence, every change."""
    words = Words(lang)
    return Document(
        lang=lang,
        kind=words.say("Interview"),
        title=one_line(card.candidate),
        facts=_facts(card, words),
        figure=show_mean(card.score) if card.score is not None else words.say("Unscored"),
        unit="/ 100" if card.score is not None else "",
        range=_against(card, words),
        notices=tuple(_notices(card, words)),
        sections=tuple(s for s in _sections(card, words) if s.blocks or s.note),
        source_title=words.say("Where these scores come from"),
        source_note=words.say(
            "A question's score is made from its key points. A point brought out by a follow-up "
            "earns half of what it gained. A person's verdict replaces the program's mark; both "
            "are shown. The total is the mean over the questions that have a score."
        ),
        sources=tuple(Fact(words.say("Signature"), one_line(s, 1000)) for s in card.signatures),
    )


def build_comparison(cards: Sequence[Scorecard], lang: Language) -> Document:
    """Candidates before the same plan, question by question."""
    words = Words(lang)
    ranked = sorted(cards, key=lambda c: (c.score is None, -(c.score or 0.0), c.candidate))
    return Document(
        lang=lang,
        kind=words.say("Interview"),
        title=words.say("Candidates of {plan}", plan=one_line(cards[0].plan if cards else "")),
        facts=(Fact(words.say("Candidates"), f"{len(cards)}"),),
        figure="",
        unit="",
        range="",
        notices=_small(cards, words),
        sections=(_totals(ranked, words), _by_question(ranked, words)),
        source_title=words.say("Where these scores come from"),
        source_note=words.say("Everybody was asked the same questions with the same clocks."),
        sources=tuple(
            Fact(words.say("Signature"), one_line(s, 1000))
            for s in dict.fromkeys(s for card in cards for s in card.signatures)
        ),
    )


def scorecard_to_json(card: Scorecard) -> dict[str, Any]:
    """All of it as plain data, with the two totals; times are ISO."""
    data = asdict(card)
    data |= {"score": card.score, "original": card.original, "started": card.started.isoformat()}
    data["finished"] = card.finished.isoformat() if card.finished else None
    for change in data["changes"]:
        change["at"] = change["at"].isoformat()
    return data


def _facts(card: Scorecard, words: Words) -> tuple[Fact, ...]:
    used = sum(q.seconds for q in card.questions)
    allowed = sum(q.allowed for q in card.questions)
    return (
        Fact(words.say("Plan"), one_line(card.plan)),
        Fact(words.say("Date"), f"{card.started:%Y-%m-%d %H:%M} UTC"),
        Fact(words.say("Questions"), f"{len(card.questions)}/{card.planned}"),
        Fact(words.say("Time"), f"{show_clock(used)} / {show_clock(allowed)}"),
    )


def _against(card: Scorecard, words: Words) -> str:
    """The program's own total, where people or follow-ups changed it."""
    if card.original is None or card.original == card.score:
        return ""
    return words.say("{score} before follow-ups and verdicts", score=show_mean(card.original))


def _notices(card: Scorecard, words: Words) -> Iterator[Notice]:
    if card.finished is None:
        yield Notice("fair", words.say("The interview is not finished."))
    unscored = sum(q.score is None for q in card.questions)
    if unscored:
        text = words.say_many(
            "{n} question has no score.", "{n} questions have no score.", unscored
        )
        yield Notice("unscored", text)
    for note in card.notes:
        yield Notice("quiet", one_line(note, _LONGEST))


def _sections(card: Scorecard, words: Words) -> Iterator[Section]:
    yield _overview(card, words)
    for number, asked in enumerate(card.questions, 1):
        yield _question(number, asked, words)
    yield _changes(card, words)


def _overview(card: Scorecard, words: Words) -> Section:
    table = tabulate(
        "questions",
        card.questions,
        (Column(words.say("Question")), lambda q: words_cell(q.title)),
        (Column(words.say("Score"), True), lambda q: mean_cell(q.score)),
        (Column(words.say("Program"), True), lambda q: mean_cell(q.original)),
        (Column(words.say("Band")), lambda q: Cell(words.known(BANDS, q.band))),
        (Column(words.say("Recovered"), True), lambda q: count_cell(q.recovered)),
        (Column(words.say("Time"), True), _clock),
        (Column(words.say("Verdict")), lambda q: words_cell(q.override)),
    )
    return Section(words.say("Scores by question"), "", filled(table))


def _clock(asked: Asked) -> Cell:
    return Cell(show_clock(asked.seconds), tone="fair" if asked.seconds > asked.allowed else "")


def _question(number: int, asked: Asked, words: Words) -> Section:
    points = tabulate(
        f"question {number}",
        asked.points,
        (Column(words.say("Key point")), lambda p: words_cell(p.text)),
        (Column(words.say("Weight"), True), lambda p: count_cell(p.weight)),
        (Column(words.say("State")), lambda p: state_cell(p.state, words)),
        (Column(words.say("Program")), lambda p: _program(p, words)),
        (Column(words.say("The answer says")), lambda p: _quoted(p.quote)),
        (Column(words.say("Decided by")), lambda p: _quoted(_decided_by(p, words))),
    )
    title = f"{number}. {one_line(asked.title, 200)} · {show_mean(asked.score)}"
    note = (
        words.say("No score: {message}", message=one_line(say_reason(asked.failure, words)))
        if asked.failure
        else ""
    )
    return Section(title, note, (_said(number, asked, words), points))


def _said(number: int, asked: Asked, words: Words) -> Table:
    """The answer, each follow-up with its answer, and the notes, one below the other."""
    lines = [(words.say("Answer"), asked.answer)]
    for prompt, answer in asked.followups:
        lines += [(words.say("Follow-up"), prompt), (words.say("Answer"), answer)]
    lines += [(words.say("Note"), note) for note in asked.notes]
    return tabulate(
        f"said {number}",
        lines,
        (Column(words.say("What")), lambda line: Cell(line[0])),
        (Column(words.say("Text")), lambda line: Cell(one_line(line[1], _LONGEST) or NONE)),
    )


def _program(point: PointLine, words: Words) -> Cell:
    """The program's own state, where another one counts."""
    if point.original == point.state:
        return Cell(NONE)
    return Cell(state_cell(point.original, words).text)


def _quoted(text: str) -> Cell:
    return Cell(one_line(text, _QUOTE) or NONE)


def _decided_by(point: PointLine, words: Words) -> str:
    by = words.say("follow-up") if point.decided_by == "followup" else point.decided_by
    return f"{by}: {point.reason}" if by and point.reason else by


def _changes(card: Scorecard, words: Words) -> Section:
    table = tabulate(
        "changes",
        card.changes,
        (Column(words.say("When")), lambda c: Cell(f"{c.at:%Y-%m-%d %H:%M}")),
        (Column(words.say("Author")), lambda c: words_cell(c.author)),
        (Column(words.say("Question")), lambda c: words_cell(c.question)),
        (Column(words.say("What")), lambda c: words_cell(_subject(c, words))),
        (Column(words.say("Before")), lambda c: Cell(_state_name(c.before, words))),
        (Column(words.say("After")), lambda c: Cell(_state_name(c.after, words))),
        (Column(words.say("Why")), lambda c: words_cell(c.reason)),
    )
    said = words.say("Every verdict in its order; nothing is ever taken out.")
    return Section(words.say("Record of changes"), said if table.rows else "", filled(table))


def _subject(change: Change, words: Words) -> str:
    return words.say("Score") if change.what == WHOLE else change.what


def _state_name(value: str, words: Words) -> str:
    return state_badge(State(value), words).label if value in set(State) else one_line(value)


def _small(cards: Sequence[Scorecard], words: Words) -> tuple[Notice, ...]:
    """Said of the candidate who answered least; who answered nothing has no score to read."""
    questions = min((len(c.questions) for c in cards if c.questions), default=0)
    text = words.say_many(
        "{n} question says little about a candidate.",
        "{n} questions say little about a candidate: differences of a few points are chance.",
        questions,
    )
    return (Notice("quiet", text),) if 0 < questions < 10 else ()


def _totals(cards: Sequence[Scorecard], words: Words) -> Section:
    bars = tuple(
        Bar(one_line(c.candidate, 24), (c.score or 0.0) / 100, show_mean(c.score)) for c in cards
    )
    table = tabulate(
        "totals",
        cards,
        (Column(words.say("Candidate")), lambda c: words_cell(c.candidate)),
        (Column(words.say("Score"), True), lambda c: mean_cell(c.score)),
        (Column(words.say("Program"), True), lambda c: mean_cell(c.original)),
        (Column(words.say("Questions"), True), _asked_of_planned),
        (Column(words.say("Recovered"), True), _recovered),
        (Column(words.say("Verdicts"), True), lambda c: count_cell(len(c.changes))),
    )
    blocks = (Bars(words.say("Mean score of each candidate"), bars), table)
    return Section(words.say("Totals"), "", blocks)


def _asked_of_planned(card: Scorecard) -> Cell:
    return Cell(f"{len(card.questions)}/{card.planned}", len(card.questions))


def _recovered(card: Scorecard) -> Cell:
    return count_cell(sum(q.recovered for q in card.questions))


def _by_question(cards: Sequence[Scorecard], words: Words) -> Section:
    titles = list(dict.fromkeys(q.title for c in cards for q in c.questions))
    columns = (
        Column(words.say("Question")),
        *(Column(one_line(c.candidate, 24), True) for c in cards),
    )
    found = [{q.title: q.score for q in c.questions} for c in cards]
    rows = tuple((words_cell(t), *(mean_cell(scores.get(t)) for scores in found)) for t in titles)
    return Section(words.say("Scores by question"), "", (Table("by question", columns, rows),))
