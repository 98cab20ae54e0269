"""Grading on a Ray cluster: a Ray Data pipeline whose actors hold the models."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing leaves the machine unasked

import ray
import ray.data

from grader.engines import Done, Task
from grader.engines.bench import Bench, Recipe
from rubrics.marks import Scoresheet

_WINDOW = 20_000
"""Chunks that one pipeline takes: large enough to pay for its actors, small enough for memory."""
_CHUNK = {"words": 32, "meaning": 8}


class RayEngine:
    """`workers` actors, on the cluster of RAY_ADDRESS or on one started here."""

    def __init__(self, recipe: Recipe, workers: int) -> None:
        self.size = _CHUNK.get(recipe.tier, 1)
        self._recipe = recipe
        self._workers = workers

    def run(self, chunks: Iterable[Sequence[Task]]) -> Iterator[Done]:
        """See `Engine.run`."""
        _connect(self._workers)
        source = enumerate(chunks)
        while window := list(islice(source, _WINDOW)):
            full = [(number, chunk) for number, chunk in window if chunk]
            yield from (Done(number, ()) for number, chunk in window if not chunk)
            if full:
                yield from self._pipeline(full)

    def _pipeline(self, chunks: Sequence[tuple[int, Sequence[Task]]]) -> Iterator[Done]:
        data = ray.data.from_items([{"number": n, "tasks": list(tasks)} for n, tasks in chunks])
        graded = data.map_batches(
            _Actor,
            fn_constructor_args=(self._recipe,),
            batch_size=1,
            batch_format="numpy",
            concurrency=self._workers,
        )
        for row in graded.iter_rows():
            yield Done(int(row["number"]), tuple(row["sheets"]))


class _Actor:
    """A desk on some machine of the cluster."""

    def __init__(self, recipe: Recipe) -> None:
        self._bench = Bench(recipe.desk())

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        return {"number": batch["number"], "sheets": [self._grade(t) for t in batch["tasks"]]}

    def _grade(self, tasks: Sequence[Task]) -> list[Scoresheet]:
        return [self._bench.grade(task.question_id, task.text) for task in tasks]


def _connect(workers: int) -> None:
    if ray.is_initialized():
        return
    address = os.environ.get("RAY_ADDRESS")
    if address:
        ray.init(address=address, log_to_driver=False)
    else:
        ray.init(num_cpus=max(2, workers), include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
