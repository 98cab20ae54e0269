"""Grading in several processes of one machine; a process that dies takes no answer with it."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Any

from grader.engines import Done, Task
from grader.engines.bench import Bench, Recipe, failed
from questions.errors import InputError
from rubrics.marks import Failure, Scoresheet

_FLYING = 3
"""Chunks a worker may have ahead of it."""
_LEAD = 40
"""Chunks a worker may be ahead of the oldest one that is not done: it bounds the memory."""
_STRIKES = 3
"""Times that a task alone may kill its worker; a worker may die for other reasons."""
_HOPELESS = 5
"""Pools that died while none has done anything yet: one answer alone can end four."""
_CHUNK = {"words": 32, "meaning": 8}

_bench: Bench | None = None


class PoolEngine:
    """`workers` processes, each with its own models."""

    def __init__(self, recipe: Recipe, workers: int) -> None:
        self.size = _CHUNK.get(recipe.tier, 1)
        self._recipe = recipe
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._deaths = 0
        self._has_lived = False
        self._sent = 0

    def run(self, chunks: Iterable[Sequence[Task]]) -> Iterator[Done]:
        """See `Engine.run`. Raises InputError when no worker comes to life."""
        source = enumerate(chunks)
        flying: dict[Future[list[Scoresheet]], tuple[int, Sequence[Task]]] = {}
        spent = False
        try:
            while flying or not spent:
                spent = spent or self._fill(source, flying)
                broken: deque[tuple[int, Sequence[Task]]] = deque()
                for future in wait(flying, return_when=FIRST_COMPLETED).done:
                    number, chunk = flying.pop(future)
                    sheets = self._result(future)
                    if sheets is None:
                        broken.append((number, chunk))
                    else:
                        yield Done(number, tuple(sheets))
                if broken:
                    broken.extend(flying.values())
                    flying.clear()
                    yield from self._one_by_one(broken)
        finally:
            self._stop()

    def _fill(
        self,
        source: Iterator[tuple[int, Sequence[Task]]],
        flying: dict[Future[list[Scoresheet]], tuple[int, Sequence[Task]]],
    ) -> bool:
        """Send out what the workers can take; True when there is nothing more to send."""
        while len(flying) < _FLYING * self._workers:
            oldest = min((number for number, _ in flying.values()), default=self._sent)
            if self._sent - oldest > _LEAD * self._workers:
                return False
            found = next(source, None)
            if found is None:
                return True
            self._sent = found[0]
            flying[self._submit(found[1])] = found
        return False

    def _submit(self, chunk: Sequence[Task]) -> Future[list[Scoresheet]]:
        if not chunk:
            empty: Future[list[Scoresheet]] = Future()
            empty.set_result([])
            return empty
        try:
            return self._start().submit(_grade, chunk)
        except BrokenProcessPool as error:
            failure: Future[list[Scoresheet]] = Future()
            failure.set_exception(error)
            return failure

    def _result(self, future: Future[list[Scoresheet]]) -> list[Scoresheet] | None:
        """The sheets; None when the worker died."""
        try:
            sheets = future.result()
        except BrokenProcessPool:
            self._bury()
            return None
        self._has_lived = self._has_lived or bool(sheets)
        return sheets

    def _bury(self) -> None:
        """Count a dead pool once, however many of its chunks come back broken."""
        if self._pool is None:
            return
        self._stop()
        self._deaths += 1
        if self._deaths >= _HOPELESS and not self._has_lived:
            hint = "is there memory enough for so many workers? try --workers 1"
            raise InputError("the workers die as soon as they start", hint=hint)

    def _one_by_one(self, chunks: deque[tuple[int, Sequence[Task]]]) -> Iterator[Done]:
        """Grade each task alone, so that the one that kills its worker is known."""
        for number, chunk in sorted(chunks, key=lambda pair: pair[0]):
            yield Done(number, tuple(self._alone(task) for task in chunk))

    def _alone(self, task: Task) -> Scoresheet:
        for _ in range(_STRIKES):
            sheets = self._result(self._submit([task]))
            if sheets is not None:
                return sheets[0]
        message = f"grading this answer ended its process {_STRIKES} times"
        hint = "run again with --retry-failures, or grade it alone to see why"
        return failed(task.question_id, task.text, Failure("crashed", message, hint))

    def _start(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers, get_context("spawn"), initializer=_set_up, initargs=(self._recipe,)
            )
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _set_up(recipe: Recipe) -> None:
    """Build the desk of this process, which leaves when its parent does."""
    global _bench  # noqa: PLW0603  # the one thing that a pool's worker can keep
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _bench = Bench(recipe.desk())


def _leave_with_parent() -> None:
    parent: Any = parent_process()
    parent.join()
    os._exit(1)


def _grade(chunk: Sequence[Task]) -> list[Scoresheet]:
    if _bench is None:
        raise RuntimeError("the worker was not set up")
    return [_bench.grade(task.question_id, task.text) for task in chunk]
