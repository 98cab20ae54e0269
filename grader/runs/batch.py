"""Answers in, rows out, in the same order, through an engine that may finish in any order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from grader.answers.model import Answer
from grader.engines import Done, Engine, Task
from grader.engines.bench import failed
from grader.runs.docket import Docket
from grader.runs.memory import Memory
from grader.runs.review import Graded
from questions.model import Question
from rubrics.marks import Failure, Scoresheet
from rubrics.runs import Row

_PAUSE = 256
"""Places after which rows may leave although nothing had to be graded: memory stays flat."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer, and its row when that is known from before."""

    answer: Answer
    known: Row | None = None


@dataclass(slots=True)
class _Slot:
    """A place in the order; `sheet` is None while it is being graded."""

    answer: Answer
    title: str
    sheet: Scoresheet | None = None
    question: Question | None = None

    def graded(self) -> Graded:
        """The finished row of this place."""
        sheet = self.sheet
        if sheet is None:
            raise RuntimeError("the slot is empty")
        own = replace(sheet, answer_id=self.answer.answer_id, author=self.answer.author)
        return Graded(Row(own, self.title, self.answer.repeat, self.answer.usage), self.question)


@dataclass
class Batch:
    """One pass over answers. The same text for the same question is graded once."""

    docket: Docket
    engine: Engine
    memory: Memory
    _slots: deque[_Slot] = field(default_factory=deque)
    _flying: dict[str, list[_Slot]] = field(default_factory=dict)
    _chunks: dict[int, list[str]] = field(default_factory=dict)

    def grade(self, entries: Iterable[Entry]) -> Iterator[Graded]:
        """A row for each answer, none skipped: what cannot be graded has a failure."""
        for done in self.engine.run(self._pull(entries)):
            self._land(done)
            yield from self._ready()

    def _pull(self, entries: Iterable[Entry]) -> Iterator[tuple[Task, ...]]:
        """Chunks of what is not known yet; now and then an empty one, so that rows can leave."""
        tasks: list[Task] = []
        keys: list[str] = []
        number = waiting = 0
        for entry in entries:
            waiting += 1
            found = self._admit(entry)
            if found is not None:
                keys.append(found[0])
                tasks.append(found[1])
            if len(tasks) >= self.engine.size or waiting >= _PAUSE:
                self._chunks[number] = keys
                yield tuple(tasks)
                tasks, keys, number, waiting = [], [], number + 1, 0
        self._chunks[number] = keys
        yield tuple(tasks)

    def _admit(self, entry: Entry) -> tuple[str, Task] | None:
        """Give the answer a slot; the task it takes, None where nothing is left to do."""
        answer = entry.answer
        if entry.known is not None:
            self._slots.append(_Slot(answer, entry.known.title, entry.known.sheet))
            return None
        found = _asked(self.docket, answer)
        if isinstance(found, Failure):
            sheet = failed(answer.question, answer.text, found)
            self._slots.append(_Slot(answer, answer.question, sheet))
            return None
        slot = _Slot(answer, found.title, question=found)
        self._slots.append(slot)
        key = self.memory.key(found, answer.text)
        if key in self._flying:
            self._flying[key].append(slot)
            return None
        slot.sheet = self.memory.get(key, found.id, answer.text)
        if slot.sheet is not None:
            return None
        self._flying[key] = [slot]
        return key, Task(found.id, answer.text)

    def _land(self, done: Done) -> None:
        keys = self._chunks.pop(done.number)
        self.memory.put(zip(keys, done.sheets, strict=True))
        for key, sheet in zip(keys, done.sheets, strict=True):
            for slot in self._flying.pop(key):
                slot.sheet = sheet

    def _ready(self) -> Iterator[Graded]:
        while self._slots and self._slots[0].sheet is not None:
            yield self._slots.popleft().graded()


def _asked(docket: Docket, answer: Answer) -> Question | Failure:
    if answer.fault:
        hint = "a record is {question, answer}, with answer_id, author and repeat if you like"
        return Failure("unreadable-answer", f"{answer.place}: {answer.fault}", hint)
    return docket.find_any(answer.names)
