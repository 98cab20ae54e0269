"""How practice goes: figures for `reports.practice`, worked out from what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from statistics import fmean

from grader.practice.scheduling import day_of, recall
from grader.store import Store
from grader.store.attempts import (
    WHOLE,
    Attempt,
    Card,
    list_attempts,
    list_cards,
    list_ratings,
)
from grader.store.people import Person
from questions.model import Bank, Question
from rubrics.progress import Day, Mastery, Progress, WeakPoint

_AHEAD = 14
_WEAK = ("contradicted", "missing", "partial")


def measure(store: Store, person: Person, bank: Bank, at: datetime) -> Progress:
    """All figures of a person against a bank. Second tries count as time, not as scores."""
    attempts = list_attempts(store, person.id)
    first = [a for a in attempts if a.earlier is None]
    cards = list_cards(store, person.id)
    whole = {c.question_id: c for c in cards if c.point == WHOLE}
    gradable = [q for q in bank.questions if q.is_gradable]
    today = day_of(at).date()
    days = _days(first)
    streak, longest = streaks([d.day for d in days], today)
    latest = {a.question_id: a.sheet.score for a in first}
    known = [_known(c, latest, at) for c in whole.values()]
    return Progress(
        name=person.name, today=today, streak=streak, longest=longest, answers=len(first),
        seconds=sum(a.seconds for a in attempts), questions=len(gradable),
        seen=sum(q.id in whole for q in gradable), known=fmean(known) if known else None,
        due=sum(c.due.date() <= today for c in whole.values()),
        mean=_mean(a.sheet.score for a in first),
        mastery=_mastery(gradable, whole, latest, at), days=days,
        forecast=_forecast(whole.values(), today),
        weakest=_weakest(store, person, cards, bank),
    )  # fmt: skip


def streaks(days: Sequence[date], today: date) -> tuple[int, int]:
    """The run of days (ascending) that ends today or yesterday, and the longest run."""
    longest = run = 0
    before: date | None = None
    for day in days:
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        longest = max(longest, run)
        before = day
    current = run if before is not None and today - before <= timedelta(days=1) else 0
    return current, longest


def _days(attempts: Iterable[Attempt]) -> tuple[Day, ...]:
    found: dict[date, list[float | None]] = {}
    for attempt in attempts:
        found.setdefault(day_of(attempt.at).date(), []).append(attempt.sheet.score)
    return tuple(Day(day, len(scores), _mean(scores)) for day, scores in sorted(found.items()))


def _forecast(cards: Iterable[Card], today: date) -> tuple[Day, ...]:
    """Today holds what is overdue too."""
    due = Counter(max(card.due.date(), today) for card in cards)
    return tuple(Day(d, due[d]) for d in (today + timedelta(days=i) for i in range(_AHEAD)))


def _mastery(
    questions: Iterable[Question],
    whole: dict[str, Card],
    latest: dict[str, float | None],
    at: datetime,
) -> tuple[Mastery, ...]:
    tagged: dict[str, list[Question]] = {}
    for question in questions:
        for tag in question.tags:
            tagged.setdefault(tag, []).append(question)
    found = []
    for tag, group in tagged.items():
        seen = [q for q in group if q.id in whole]
        if seen:
            kept = fmean(_known(whole[q.id], latest, at) for q in seen)
            found.append(
                Mastery(tag, len(seen), len(group), kept, _mean(latest.get(q.id) for q in seen))
            )
    return tuple(sorted(found, key=lambda m: (m.score if m.score is not None else 101.0, m.tag)))


def _known(card: Card, latest: dict[str, float | None], at: datetime) -> float:
    """Score times recall; without a score nothing is known."""
    return (latest.get(card.question_id) or 0.0) / 100 * recall(card.data, at)


def _weakest(
    store: Store, person: Person, cards: Iterable[Card], bank: Bank
) -> tuple[WeakPoint, ...]:
    titles = {q.id: q.title for q in bank.questions}
    lapses = Counter(
        (r.question_id, r.point) for r in list_ratings(store, person.id) if r.rating <= 2
    )
    found = [
        WeakPoint(
            titles.get(c.question_id, c.question_id), c.text, c.state, c.weight,
            lapses[c.question_id, c.point], c.due.date(),
        )
        for c in cards
        if c.point != WHOLE and c.state in _WEAK
    ]  # fmt: skip
    return tuple(
        sorted(found, key=lambda p: (p.state != "contradicted", -p.weight, -p.lapses, p.text))
    )


def _mean(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return fmean(known) if known else None
