"""What reading a document has found so far, and who owns each of its lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from questions.drafts import Draft
from questions.errors import Problem
from questions.furniture import is_furniture
from questions.model import Source, Topic
from questions.page import Page
from questions.plain import one_line

_LONGEST_TITLE = 80


@dataclass(slots=True)
class Reading:
    """What was read so far; `owners` says for each line of the file, by number, who took it.

    `unanswered` are the drafts that still wait for an answer, `listed` counts the items of lists
    among them.
    """

    path: str
    owners: dict[int, str]
    title: str = ""
    drafts: list[Draft] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unanswered: list[Draft] = field(default_factory=list)
    listed: int = 0

    def own(self, page: Page, start: int, end: int, owner: str) -> None:
        """Note who owns these lines of a page, unless somebody does already."""
        for number in page.numbers[start:end]:
            self.owners.setdefault(number, owner)

    def add(self, draft: Draft, page: Page, start: int, end: int) -> None:
        """Take a question and the lines of its page that it owns."""
        self.drafts.append(draft)
        draft.weigh()
        self.listed += draft.kind in {"item", "bullet"} and not draft.is_answered
        if not draft.is_answered:
            self.unanswered.append(draft)
        self.own(page, start, end, "question")

    def add_topic(
        self, title: str, page: Page, start: int, end: int, path: tuple[str, ...]
    ) -> None:
        """Make lines of a page a topic; the first is its title if one is given."""
        text = text_of(page, start + (1 if title else 0), end).strip("\n")
        name = title or first_words(text)
        source = Source(self.path, page.numbers[start])
        lines = range(start + (1 if title else 0), end)
        first = next((page.numbers[i] for i in lines if not is_furniture(page.raw[i])), 0)
        self.topics.append(Topic(name, source, path, text, page.numbers[end - 1], first))
        self.own(page, start, end, "topic")


def text_of(page: Page, start: int, end: int) -> str:
    """Join lines of a page, without rules and empty tags at both ends."""
    kept = list(page.raw[start:end])
    while kept and is_furniture(kept[0]):
        kept.pop(0)
    while kept and is_furniture(kept[-1]):
        kept.pop()
    return "\n".join(kept)


def first_words(text: str) -> str:
    """Name a text without a title by its first line."""
    line = next((line for line in text.split("\n") if line.strip()), "")
    return one_line(line).lstrip("#>-*+ ")[:_LONGEST_TITLE]
