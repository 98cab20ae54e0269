"""Who does the grading of a batch: this process, several processes, or a Ray cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from grader.engines.bench import Recipe
from questions.errors import InputError
from rubrics.marks import Scoresheet

BACKENDS = {
    "local": "grader.engines.serial:SerialEngine",
    "workers": "grader.engines.pool:PoolEngine",
    "ray": "grader.engines.ray:RayEngine",
}


@dataclass(frozen=True, slots=True)
class Task:
    """A text to grade against the question with that id."""

    question_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a chunk: one sheet a task, in order."""

    number: int
    sheets: tuple[Scoresheet, ...]


class Engine(Protocol):
    """Grades chunks of at most `size` tasks."""

    @property
    def size(self) -> int:
        """Tasks that one chunk should hold; what is in a chunk is lost when its maker dies."""
        ...

    def run(self, chunks: Iterable[Sequence[Task]]) -> Iterator[Done]:
        """Pull chunks as they can be used; give each back once, as it is done. Nothing raises."""
        ...


def make_engine(name: str, recipe: Recipe, workers: int = 1) -> Engine:
    """The engine of that name. Raises InputError when its package is missing."""
    chosen = "workers" if name == "local" and workers > 1 else name
    module, _, attribute = BACKENDS[chosen].partition(":")
    try:
        engine: Engine = getattr(import_module(module), attribute)(recipe, workers)
    except ImportError as error:
        hint = f"pip install 'kaoguan[{name}]'"
        raise InputError(f"the engine {name!r} needs the package {error.name}", hint=hint) from None
    return engine
