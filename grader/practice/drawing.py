"""What to ask next: what is due, what has weak points, then what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from grader.practice.scheduling import day_of, recall
from grader.store.attempts import WHOLE, Card
from questions.model import Question

LADDER = {"easy": 0, "": 1, "medium": 1, "hard": 2}
SECONDS = {"easy": 120.0, "": 180.0, "medium": 180.0, "hard": 240.0}
"""How long an answer takes until somebody's own times are known."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A question drawn: `why` is "due", "weak", "new" or "ahead"; `seconds` what it should take."""

    question: Question
    why: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Wish:
    """How much to draw: at most `number` questions and about `minutes`, None for any.

    `new` is the most new questions. `ahead` fills up with what is due later. `seconds` are the
    times that questions took before, by id.
    """

    number: int | None = 5
    minutes: float | None = None
    new: int | None = None
    ahead: bool = False
    seconds: Mapping[str, float] = field(default_factory=dict)


def draw(
    questions: Sequence[Question], cards: Iterable[Card], at: datetime, wish: Wish
) -> tuple[Draw, ...]:
    """Choose in order of need. Only questions that can be graded are drawn."""
    deck = _Deck([q for q in questions if q.is_gradable], cards, at)
    groups = [("due", deck.due()), ("weak", deck.weak()), ("new", deck.new()[: wish.new])]
    if wish.ahead:
        groups.append(("ahead", deck.later()))
    chosen: dict[str, Draw] = {}
    spent = 0.0
    for why, group in groups:
        for question in group:
            seconds = wish.seconds.get(question.id, SECONDS.get(question.difficulty, 180.0))
            full = wish.number is not None and len(chosen) >= wish.number
            late = wish.minutes is not None and chosen and spent + seconds > wish.minutes * 60
            if full or late:
                return tuple(chosen.values())
            if question.id not in chosen:
                chosen[question.id] = Draw(question, why, seconds)
                spent += seconds
    return tuple(chosen.values())


class _Deck:
    """Questions with what is remembered of them."""

    def __init__(self, questions: Sequence[Question], cards: Iterable[Card], at: datetime) -> None:
        self._questions = questions
        self._at = at
        self._today = day_of(at)
        self._whole: dict[str, Card] = {}
        self._points: dict[str, list[Card]] = {}
        for card in cards:
            if card.point == WHOLE:
                self._whole[card.question_id] = card
            else:
                self._points.setdefault(card.question_id, []).append(card)

    def due(self) -> list[Question]:
        """Due by their own card, the likeliest forgotten first."""
        found = [q for q in self._known() if self._whole[q.id].due <= self._today]
        return sorted(found, key=lambda q: recall(self._whole[q.id].data, self._at))

    def weak(self) -> list[Question]:
        """With points that were not right and are due, the heaviest sum first."""
        found = [(self._weight(q), q) for q in self._questions]
        return [q for weight, q in sorted(found, key=lambda pair: -pair[0]) if weight]

    def new(self) -> list[Question]:
        """Never rated, easy ones first."""
        found = [q for q in self._questions if q.id not in self._whole and not self._weight(q)]
        return sorted(found, key=lambda q: LADDER.get(q.difficulty, 1))

    def later(self) -> list[Question]:
        """Due another day, the next one first."""
        return sorted(self._known(), key=lambda q: self._whole[q.id].due)

    def _known(self) -> list[Question]:
        return [q for q in self._questions if q.id in self._whole]

    def _weight(self, question: Question) -> int:
        due = (
            c
            for c in self._points.get(question.id, ())
            if c.due <= self._today and c.state != "covered"
        )
        return sum(card.weight for card in due)
