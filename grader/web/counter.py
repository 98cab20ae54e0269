"""The counter: one thread does everything that needs models, one thing after the other.

What needs none (lists, rubrics, what is stored) does not queue here: pages stay quick while a judge
is being waited for.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import ParamSpec, TypeVar

from grader.web.refusals import RefusedError

_P = ParamSpec("_P")
_T = TypeVar("_T")

MOST_WAITING = 30
"""More than this and a page says so. Pages have 40 threads (starlette's number): ten stay free."""


class Counter:
    """Graders keep what they computed in plain dicts, and models are quickest alone on a core."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="grading")
        self._waiting = 0
        self._lock = Lock()

    def call(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do this in the thread and wait. Raises what it raises; RefusedError if too many wait."""
        with self._lock:
            if self._waiting >= MOST_WAITING:
                raise RefusedError(503, "busy")
            self._waiting += 1
        try:
            return self._thread.submit(work, *args, **kwargs).result()
        finally:
            with self._lock:
                self._waiting -= 1

    def begin(self, work: Callable[[], None]) -> None:
        """Do this in the thread before whatever comes after it; nobody waits for it here."""
        self._thread.submit(work)

    def close(self) -> None:
        """Finish what is being done, and drop what waits."""
        self._thread.shutdown(wait=True, cancel_futures=True)
