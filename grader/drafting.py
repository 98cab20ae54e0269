"""Ask a model to write an answer from given passages only: one call a question.

It goes through the judges' lines, with their cache and limits. What comes back must cite the
passages, every paragraph at least one of them, and must be read back as one draft; else it is asked
for once more and then refused. Whoever calls writes it as a draft, which nobody is graded against
until a person has accepted it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from questions.citations import citation_problem, cited_in, paragraphs
from questions.passages import ProposedAnswer, reads_back
from rubrics.blocks import UnreadableReplyError, without_thoughts
from rubrics.numbers import numbers, same_value
from rubrics.terms import mentions
from rubrics.text import language

_REPLY_TOKENS = (10, 1_000)
"""From an empty draft to 400 Chinese characters with code."""
_BLOCK = re.compile(r"<draft>(?P<text>.*?)</draft>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?(?:mark|draft)>", re.IGNORECASE)
_TERM = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]*[A-Z0-9][A-Za-z0-9+.-]*[A-Za-z0-9](?![A-Za-z0-9])")
"""A name: Latin letters with a capital or a digit among them, two characters or more."""
_LABEL = re.compile(r"[\[【][\d,，、\s]+[\]】]|^[^\S\n]*\d+[.)、]\s", re.MULTILINE)
_MOST_DOUBTS = 8
_LONGEST = 20_000
"""Characters of a draft; 400 are asked for."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote, "" when the passages do not answer the question; `doubts` are the names
    and figures in it that stand in none of the passages cited beside them.
    """

    text: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A question's draft by a model, or the passages as they were and why, and what that took."""

    proposed: ProposedAnswer
    why: str = ""
    spending: Spending = NOTHING


class Drafter:
    """A model that writes drafts."""

    def __init__(self, conversation: Conversation, draw: Nonces = draw_nonce) -> None:
        self.conversation = conversation
        self._draw = draw

    def estimate(self, proposed: Sequence[ProposedAnswer]) -> Estimate:
        """What asking about these would take. Sends nothing."""
        asked = (self.conversation.estimate(self._inquiry(each)) for each in proposed)
        return sum(asked, Estimate())

    def write_all(self, proposed: Sequence[ProposedAnswer]) -> list[Written]:
        """Each question's draft, in order.

        Raises InputError when no call can succeed (a wrong key, an unknown model).
        """
        heard = self.conversation.ask_all([self._inquiry(each) for each in proposed])
        author = self.conversation.endpoint.name
        return [_written(*pair, author) for pair in zip(proposed, heard, strict=True)]

    def _inquiry(self, proposed: ProposedAnswer) -> Inquiry[Draft]:
        return inquire(
            "draft",
            lambda nonce: write_prompt(proposed, nonce),
            lambda: safe_nonce(_data(proposed), self._draw),
            lambda text: read_draft(text, proposed),
            _REPLY_TOKENS,
        )


def make_drafter(model: str, terms: Terms) -> Drafter:
    """A model ready to be asked.

    Raises InputError for an unknown preset, a missing key, a bad price table, or a limit in dollars
    with a model whose price is unknown.
    """
    return Drafter(start_conversation(model, "drafting", "text", terms))


def write_prompt(proposed: ProposedAnswer, nonce: str) -> Prompt:
    """The messages about one question. All that stands in the bank is JSON between two fences."""
    lang = "en" if language(proposed.question.title) == "en" else "zh"
    return write_data_prompt("draft", lang, _data(proposed), nonce)


def read_draft(text: str, proposed: ProposedAnswer) -> Draft:
    """The last draft in a reply, checked against the passages. Raises UnreadableReplyError."""
    blocks = _BLOCK.findall(without_thoughts(text))
    if not blocks:
        raise UnreadableReplyError("the reply holds no whole draft")
    draft = _TAG.sub("", blocks[-1]).strip()
    if not draft:
        return Draft("")
    if len(draft) > _LONGEST:
        raise UnreadableReplyError(f"the draft is longer than {_LONGEST:,} characters")
    problem = citation_problem(draft, len(proposed.passages))
    if problem:
        raise UnreadableReplyError(problem)
    if not reads_back(replace(proposed, text=draft)):
        raise UnreadableReplyError("a bank would not read the draft as one answer")
    return Draft(draft, find_doubts(draft, proposed))


def find_doubts(draft: str, proposed: ProposedAnswer) -> tuple[str, ...]:
    """Names and figures of each paragraph that stand neither in what it cites nor in the question:
    at most eight, in order. A citation says where a sentence should come from, not that it does.
    """
    doubts: dict[str, None] = {}
    for paragraph in paragraphs(draft):
        cited = (proposed.passages[number - 1] for number in cited_in(paragraph))
        ground = "\n".join([proposed.question.title, *(f"{p.title}\n{p.text}" for p in cited)])
        said = _LABEL.sub(" ", paragraph)
        strange = [*_strange_figures(said, ground), *_strange_names(said, ground)]
        doubts.update(dict.fromkeys(strange))
    return tuple(doubts)[:_MOST_DOUBTS]


def _strange_figures(said: str, ground: str) -> list[str]:
    known = numbers(ground)
    written = [(number, number.span.of(said).strip()) for number in numbers(said)]
    return [
        shown
        for number, shown in written
        if shown[:1].isdigit() and not any(same_value(number, other) for other in known)
    ]


def _strange_names(said: str, ground: str) -> list[str]:
    names = [name for name in _TERM.findall(said) if not name[0].isdigit()]
    return [name for name in names if not mentions(ground, [name])]


def _written(proposed: ProposedAnswer, heard: Heard[Draft], author: str) -> Written:
    if heard.failure is not None:
        return Written(proposed, heard.failure.message, heard.spending)
    draft = heard.reading or Draft("")
    if not draft.text:
        return Written(proposed, "the model finds no answer in them", heard.spending)
    note = f"in none of the passages cited: {', '.join(draft.doubts)}" if draft.doubts else ""
    by_model = replace(proposed, text=draft.text, author=author, note=note)
    return Written(by_model, spending=heard.spending)


def _data(proposed: ProposedAnswer) -> str:
    passages = [
        {"number": number, "title": passage.title, "text": passage.text}
        for number, passage in enumerate(proposed.passages, 1)
    ]
    return fenced_data({"question": proposed.question.title, "passages": passages})
