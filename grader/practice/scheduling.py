"""When to ask again: FSRS, by days.

Days are what counts here: a question takes minutes, so it never comes back within the hour, and a
review an hour earlier in the day than yesterday's is still a day later. FSRS is therefore given
the midnight of each calendar day, without its steps of minutes and without its random fuzz.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from rubrics.text import folded

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
RETENTION = 0.9
"""The chance of recall at which a card is due; FSRS's own default."""
_NEW_DAY = timedelta(hours=4)
"""A day begins at four in the morning, as in Anki: a late evening is still today."""


@cache
def scheduler() -> Scheduler:
    """FSRS 6 with its published weights."""
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )


def day_of(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """The calendar day of a moment, as midnight UTC; `zone` None is this machine's."""
    local = moment.astimezone(zone) - _NEW_DAY
    return datetime(local.year, local.month, local.day, tzinfo=UTC)


def review(card: str, rating: int, at: datetime) -> tuple[str, datetime]:
    """The card (FSRS's JSON, "" if new) after a rating, and the day on which it is due."""
    from fsrs import Rating

    day = day_of(at)
    known = _read(card) if card else _new(day)
    moved, _ = scheduler().review_card(known, Rating(rating), day)
    return moved.to_json(), moved.due


def recall(card: str, at: datetime) -> float:
    """The chance in [0, 1] that it is remembered now; 0 for a card never rated."""
    return float(scheduler().get_card_retrievability(_read(card), day_of(at))) if card else 0.0


def point_key(text: str) -> str:
    """A key point's name among the cards: it outlives new ids and new punctuation."""
    letters = "".join(c for c in folded(text) if c.isalnum())
    return sha256(letters.encode("utf-8", "replace")).hexdigest()[:12]


def _new(day: datetime) -> Card:
    from fsrs import Card

    return Card(card_id=1, due=day)


def _read(card: str) -> Card:
    from fsrs import Card

    return Card.from_json(card)
