"""Models read in the background, side by side; whoever needs one first waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from rubrics.encoder import Encoder, Vectors

if TYPE_CHECKING:
    from grader.entailment import Entailment, Logits

_T = TypeVar("_T")


@dataclass(frozen=True)
class LateEncoder:
    """An encoder that is still being read. Everything raises what reading it raised."""

    coming: Future[Encoder]

    @property
    def name(self) -> str:
        """See `Encoder.name`."""
        return self.coming.result().name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        return self.coming.result().encode(texts)


@dataclass(frozen=True)
class LateEntailment:
    """An entailment model that is still being read. Everything raises what reading it raised."""

    coming: Future[Entailment]

    @property
    def name(self) -> str:
        """See `Entailment.name`."""
        return self.coming.result().name

    def judge(self, question: str, answer: str, points: Sequence[str]) -> Logits:
        """See `Entailment.judge`."""
        return self.coming.result().judge(question, answer, points)


def begin(read: Callable[[], _T]) -> Future[_T]:
    """Call this in a thread of its own. The program does not end before it is done."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="models")
    coming = pool.submit(read)
    pool.shutdown(wait=False)
    return coming
