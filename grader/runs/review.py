"""The judges' word on a stream of graded rows, in the same order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from grader.engines.bench import Bench, failed
from grader.judges.budget import Spending
from grader.judging import Job, Judging, Review
from questions.model import Question, Source
from rubrics.marks import Failure
from rubrics.model import Rubric
from rubrics.runs import Row

_NOTHING = Job(
    Question("", "", Source("", 0)),
    Rubric("", ()),
    failed("", "", Failure("known", "nothing is to be asked")),
)


@dataclass(frozen=True, slots=True)
class Graded:
    """A row, and its question where the judges may still be asked."""

    row: Row
    question: Question | None = None


def review_rows(
    graded: Iterable[Graded], bench: Bench, judging: Judging, spend: Callable[[Spending], None]
) -> Iterator[Row]:
    """Each row after the judges; `spend` is told what each took. Raises InputError when no call can
    succeed.
    """
    waiting: deque[Graded] = deque()

    def jobs() -> Iterator[Job]:
        for item in graded:
            waiting.append(item)
            yield _job(item, bench)

    stream = cast("AsyncGenerator[Review]", judging.review_all(jobs()))

    async def step() -> Review | None:
        return await anext(stream, None)

    loop = asyncio.new_event_loop()
    try:
        while (review := loop.run_until_complete(step())) is not None:
            spend(review.spending)
            yield _reviewed(waiting.popleft(), review)
    finally:
        loop.run_until_complete(stream.aclose())
        loop.close()


def _job(item: Graded, bench: Bench) -> Job:
    if item.question is None:
        return _NOTHING
    return Job(item.question, bench.rubric(item.question), item.row.sheet)


def _reviewed(item: Graded, review: Review) -> Row:
    return item.row if item.question is None else replace(item.row, sheet=review.sheet)
