"""Ask a model how a rubric could be better: one call each, through the judges' lines.

What comes back are proposals, checked; whoever calls decides about them. The question, the
reference and the points are fenced as data, and replies are kept, so that asking the same again
costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.judges.budget import NOTHING, Estimate, Spending
from grader.judges.conversation import (
    Conversation,
    Heard,
    Inquiry,
    Terms,
    inquire,
    start_conversation,
)
from grader.judges.messages import (
    Nonces,
    Prompt,
    draw_nonce,
    fenced_data,
    safe_nonce,
    write_data_prompt,
)
from questions.model import Question
from rubrics.advice import Advice, read_advice
from rubrics.marks import Failure
from rubrics.model import KeyPoint, Rubric
from rubrics.text import language

LONGEST_REFERENCE = 8_000
"""Characters of the reference that are sent. Parts must be found in it, so more than a judge of
answers needs; the longest of the bundled bank has 1,500."""
_REPLY_TOKENS = (20, 1_200)
"""From an empty list to ten proposals of 120 tokens."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A rubric and the question it is for."""

    question: Question
    rubric: Rubric


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model says of one rubric, or why it says nothing, and what that took."""

    advice: Advice = field(default_factory=Advice)
    failure: Failure | None = None
    spending: Spending = NOTHING


class Refiner:
    """A model asked about rubrics."""

    def __init__(self, conversation: Conversation, draw: Nonces = draw_nonce) -> None:
        self.conversation = conversation
        self._draw = draw

    def estimate(self, matter: Matter) -> Estimate:
        """What asking about this rubric would take. Sends nothing."""
        return self.conversation.estimate(self._inquiry(matter))

    def ask_all(self, matters: Sequence[Matter]) -> list[Opinion]:
        """An opinion on each, in order.

        Raises InputError when no call can succeed (a wrong key, an unknown model).
        """
        heard = self.conversation.ask_all([self._inquiry(matter) for matter in matters])
        return [_opinion(each) for each in heard]

    def _inquiry(self, matter: Matter) -> Inquiry[Advice]:
        return inquire(
            "refine",
            lambda nonce: write_prompt(matter, nonce),
            lambda: safe_nonce(_data(matter), self._draw),
            lambda text: read_advice(text, matter.rubric, matter.question),
            _REPLY_TOKENS,
        )


def make_refiner(model: str, terms: Terms) -> Refiner:
    """A model ready to be asked.

    Raises InputError for an unknown preset, a missing key, a bad price table, or a limit in dollars
    with a model whose price is unknown.
    """
    return Refiner(start_conversation(model, "refining", "json", terms))


def write_prompt(matter: Matter, nonce: str) -> Prompt:
    """The messages about one rubric. All that stands in the bank is JSON between two fences."""
    lang = "en" if language(matter.question.title) == "en" else "zh"
    return write_data_prompt("refine", lang, _data(matter), nonce)


def _opinion(heard: Heard[Advice]) -> Opinion:
    return Opinion(heard.reading or Advice(), heard.failure, heard.spending)


def _data(matter: Matter) -> str:
    question = matter.question
    return fenced_data(
        {
            "question": question.title,
            "reference": question.answer[:LONGEST_REFERENCE],
            "highlights": list(question.marks),
            "points": [_plain(point) for point in matter.rubric.points],
        }
    )


def _plain(point: KeyPoint) -> dict[str, object]:
    return {
        "id": point.id,
        "text": point.text,
        "weight": point.weight,
        "keywords": [" | ".join(names) for names in point.keywords],
        "mistakes": list(point.mistakes),
    }
