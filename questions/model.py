"""Questions, topics and banks: frozen values that know the file and line they came from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands: a path as the user gave it, and a line counted from 1."""

    path: str
    line: int

    def __str__(self) -> str:
        """Write the place as compilers do."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a bank with its reference answer.

    `title` has no numbering and no markup. `answer` is Markdown, "" if the bank gives none; the
    highlights stay in it as plain text, their tags removed. `marks` are the highlighted summaries
    as plain text, in order. `tags` are as written. `difficulty` is "easy", "medium", "hard" or "".
    `section` is the heading path above the question. `choices` are the options of a multiple-choice
    question. `end_line` is the last line that belongs to the question. `derived` means that the
    tool made the question out of a topic's title; `draft` that the answer was proposed and nobody
    accepted it.
    """

    id: str
    title: str
    source: Source
    answer: str = ""
    marks: tuple[str, ...] = ()
    company: str = ""
    round: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    difficulty: str = ""
    section: tuple[str, ...] = ()
    followups: tuple[str, ...] = ()
    answer_line: int = 0
    derived: bool = False
    draft: bool = False
    choices: tuple[str, ...] = ()
    end_line: int = 0

    @property
    def is_gradable(self) -> bool:
        """Whether there is an accepted reference to grade against."""
        return bool(self.answer.strip() or self.marks) and not self.draft


@dataclass(frozen=True, slots=True)
class Topic:
    """A section that asks nothing but says something: reference material.

    `text_line` is the line of the first words of `text`, 0 if there are none.
    """

    title: str
    source: Source
    section: tuple[str, ...] = ()
    text: str = ""
    end_line: int = 0
    text_line: int = 0


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions and topics in reading order."""

    questions: tuple[Question, ...] = ()
    topics: tuple[Topic, ...] = field(default=())

    def __add__(self, other: Bank) -> Bank:
        """Join two banks, this one first."""
        return Bank(self.questions + other.questions, self.topics + other.topics)
