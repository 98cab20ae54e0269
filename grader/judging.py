"""Ask the judges about what the offline tier cannot call, and score again.

One answer: `Judging.review`. Many: `Judging.review_all`, an ordered stream within one event loop.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Literal

from grader.evidence.guards import instructions, without
from grader.fusion import bundled_likelihood, fuse
from grader.judges.ballots import Case, Ruling
from grader.judges.budget import NOTHING, Budget, Estimate, Spending
from grader.scoring import band, score_interval, score_marks
from questions.model import Question
from rubrics.marks import CREDIT, Failure, Mark, Scoresheet, State
from rubrics.model import Rubric
from rubrics.text import language

if TYPE_CHECKING:
    from grader.judges.panel import Panel

When = Literal["unsure", "always", "never"]

DOUBT = 12.0
"""Score points. An answer is sent when its score is this uncertain, as one standard deviation; see
`benchmarks/judge_cascade.py`."""
_AHEAD = 2
"""Answers in hand for each call in flight: a slow one does not hold up the rest."""


@dataclass(frozen=True, slots=True)
class Job:
    """An answer that the offline tier has marked, with what it was marked against."""

    question: Question
    rubric: Rubric
    sheet: Scoresheet


@dataclass(frozen=True, slots=True)
class Review:
    """The sheet after the judges, what that took, and why a call failed if one did."""

    sheet: Scoresheet
    spending: Spending = NOTHING
    failure: Failure | None = None


@dataclass
class Judging:
    """When a panel is asked: `unsure` sends answers whose score is in doubt, `always` every answer
    that no guard has decided, `never` nothing.
    """

    panel: Panel
    when: When = "unsure"
    doubt: float = DOUBT
    _alone: Lock = field(default_factory=Lock, repr=False)

    def signature(self) -> dict[str, str]:
        """The parts for a score's signature."""
        fusion = bundled_likelihood().name
        parts = {**self.panel.signature(), "fusion": fusion, "when": self.when}
        return parts | ({"doubt": f"{self.doubt:g}"} if self.when == "unsure" else {})

    def review(self, job: Job) -> Review:
        """One answer, outside any event loop; threads take turns.

        Raises InputError when no call can succeed.
        """
        if self.case(job) is None:
            return Review(job.sheet)
        with self._alone:
            return asyncio.run(self._review_alone(job))

    async def review_all(self, jobs: Iterable[Job]) -> AsyncIterator[Review]:
        """Every job's review in order, as many at a time as the judges' pace allows.

        Jobs are drawn as they are needed. Raises InputError when no call can succeed; what was
        answered until then is in the cache.
        """
        waiting: deque[asyncio.Task[Review]] = deque()
        async with self.panel as panel:
            width = _AHEAD * panel.concurrency
            try:
                for job in jobs:
                    waiting.append(asyncio.create_task(self._review(job)))
                    await asyncio.sleep(0)  # lets it be sent before the next one is marked
                    while len(waiting) >= width or (waiting and waiting[0].done()):
                        yield await waiting.popleft()
                while waiting:
                    yield await waiting.popleft()
            finally:
                for task in waiting:
                    task.cancel()
                await asyncio.gather(*waiting, return_exceptions=True)

    def estimate(self, job: Job) -> Estimate:
        """What reviewing this answer would take. Sends nothing."""
        case = self.case(job)
        return self.panel.estimate(case) if case else Estimate()

    def case(self, job: Job) -> Case | None:
        """What the judges are asked about this answer; None for nothing."""
        wanted = {mark.point for mark in choose_marks(job.sheet, self.when, self.doubt)}
        points = tuple(point for point in job.rubric.points if point.id in wanted)
        if not points:
            return None
        answer = job.sheet.answer
        return Case(
            question=job.question.title,
            reference=job.question.answer,
            points=points,
            answer=without(answer, instructions(answer)),
            lang="en" if language(job.question.title) == "en" else "zh",
        )

    async def _review_alone(self, job: Job) -> Review:
        async with self.panel:
            return await self._review(job)

    async def _review(self, job: Job) -> Review:
        case = self.case(job)
        if case is None:
            return Review(job.sheet)
        ruling, spending = await self.panel.rule(case)
        return Review(apply_ruling(job.sheet, ruling, case.lang), spending, ruling.failure)


def choose_marks(sheet: Scoresheet, when: When, doubt: float) -> Sequence[Mark]:
    """The marks to ask about. What a guard or a person decided is never asked.

    With `unsure`: all of them if they leave the score uncertain by `doubt` points or more, else
    none. The call is what costs, and the sure points of such answers err more than others.
    """
    if sheet.failure is not None or when == "never":
        return ()
    marks = [mark for mark in sheet.marks if mark.decided_by not in ("guard", "person")]
    return marks if when == "always" or score_doubt(marks) >= doubt else ()


def score_doubt(marks: Sequence[Mark]) -> float:
    """One standard deviation of the score, in points, when the marks err independently."""
    total = sum(mark.weight for mark in marks)
    variance = sum((mark.weight / total) ** 2 * _credit_variance(mark) for mark in marks)
    return 100.0 * math.sqrt(variance)


def _credit_variance(mark: Mark) -> float:
    """Of what the mark earns, given its probabilities; an unscored one has the most there is."""
    if not mark.probabilities:
        return (max(CREDIT.values()) - min(CREDIT.values())) ** 2 / 4
    mean = sum(p * CREDIT[State(s)] for s, p in mark.probabilities.items())
    return sum(p * (CREDIT[State(s)] - mean) ** 2 for s, p in mark.probabilities.items())


def apply_ruling(sheet: Scoresheet, ruling: Ruling, lang: str) -> Scoresheet:
    """The sheet with the panel's word in its marks, scored again where all scores are made."""
    marks = tuple(
        fuse(mark, ruling.tallies[mark.point]) if mark.point in ruling.tallies else mark
        for mark in sheet.marks
    )
    score = score_marks(marks)
    beyond = "Beyond the reference: " if lang == "en" else "参考之外："
    return replace(
        sheet,
        marks=marks,
        score=score,
        band=band(score),
        interval=score_interval(marks),
        flags=sheet.flags + tuple(flag for flag in ruling.flags if flag not in sheet.flags),
        reason=sheet.reason or (beyond + ruling.bonus if ruling.bonus else ""),
    )


@dataclass(frozen=True, slots=True)
class JudgeOptions:
    """What a user asks of judges: models as `--judge` names them, and the limits of a run;
    `timeout` is the seconds of one call, None for those of `Pace`.

    `keyless` needs no key, and can send nothing.
    """

    models: tuple[str, ...]
    when: When = "unsure"
    samples: int = 1
    most_calls: int | None = None
    most_cost: float | None = None
    concurrency: int = 8
    requests: int | None = None
    tokens: int | None = None
    timeout: float | None = None
    keyless: bool = False


def make_judging(options: JudgeOptions) -> Judging | None:
    """Judges ready to be asked; None when there is nothing to ask.

    Raises InputError for an unknown preset, a missing key, a bad price table, or a limit in dollars
    with a model whose price is unknown.
    """
    if not options.models or options.when == "never":
        return None
    from grader.judges.cache import ReplyCache, cache_path
    from grader.judges.conversation import Conversation
    from grader.judges.endpoints import find_endpoint
    from grader.judges.judge import Judge
    from grader.judges.pacing import Pace
    from grader.judges.panel import Panel
    from grader.judges.prices import load_prices, require_price

    endpoints = [
        find_endpoint(model, keyless=options.keyless) for model in dict.fromkeys(options.models)
    ]
    table = load_prices()
    prices = [require_price(table, endpoint, options.most_cost) for endpoint in endpoints]
    cache = ReplyCache(cache_path())
    budget = Budget(options.most_calls, options.most_cost)
    pace = Pace(options.concurrency, options.requests, options.tokens).within(options.timeout)
    judges = [
        Judge(Conversation(endpoint, cache, budget=budget, pace=pace, price=price))
        for endpoint, price in zip(endpoints, prices, strict=True)
    ]
    return Judging(Panel(judges, options.samples), options.when)
