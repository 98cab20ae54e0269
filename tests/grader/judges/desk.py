"""Small cases, judges and jobs for the tests of this folder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import cache

from grader.grading import Grader, make_grader
from grader.judges.ballots import Ballot, Case
from grader.judges.budget import Budget
from grader.judges.cache import ReplyCache
from grader.judges.conversation import Conversation
from grader.judges.endpoints import Endpoint
from grader.judges.judge import Judge
from grader.judges.pacing import Pace
from grader.judges.panel import Panel
from grader.judges.prices import Price
from grader.judging import Job, Judging, Review, When
from questions.model import Question, Source
from rubrics.model import KeyPoint, Rubric

POINTS = (
    KeyPoint("k1", "历史 token 的 K、V 不变，缓存后不必重算", 3),
    KeyPoint("k2", "显存随序列长度线性增长", 2),
    KeyPoint("k3", "GQA 减少 KV 头以压缩缓存", 1),
)
QUESTION = Question(
    "kv", "KV Cache 为什么能加速解码？", Source("bank.md", 1), answer="K、V 不变，存下来不必重算。"
)
RUBRIC = Rubric("kv", POINTS)
ANSWER = "历史的 K 和 V 算过一次就存下来，代价是显存越来越大。"
PRICE = Price(1.0, 2.0)
FAST = Pace(4, connect=2, read=5, total=5, attempts=3, first_wait=0.01, longest_wait=0.05)
"""Short waits, so that tests of failures are quick."""


def a_case(answer: str = ANSWER, points: Sequence[KeyPoint] = POINTS, lang: str = "zh") -> Case:
    return Case(QUESTION.title, QUESTION.answer, tuple(points), answer, lang)


def a_judge(
    url: str,
    *,
    model: str = "m",
    cache: ReplyCache | None = None,
    budget: Budget | None = None,
    pace: Pace = FAST,
    price: Price | None = PRICE,
) -> Judge:
    return Judge(
        Conversation(
            Endpoint(model, url, "secret-key"),
            cache or ReplyCache(None),
            budget=budget or Budget(),
            pace=pace,
            price=price,
        )
    )


def ask(judge: Judge, *cases: Case, samples: int = 1) -> list[Ballot]:
    """The ballots on all cases, asked at once."""

    async def run() -> list[Ballot]:
        async with Panel([judge]):
            return await asyncio.gather(
                *(judge.ask(case, repeat) for case in cases for repeat in range(samples))
            )

    return asyncio.run(run())


@cache
def a_grader() -> Grader:
    return make_grader("words")


def a_job(answer: str = ANSWER) -> Job:
    return Job(QUESTION, RUBRIC, a_grader().grade_offline(QUESTION, RUBRIC, answer))


def review(
    judges: Sequence[Judge], *jobs: Job, when: When = "always", samples: int = 1
) -> list[Review]:
    """All reviews, in order."""

    async def run() -> list[Review]:
        judging = Judging(Panel(judges, samples), when)
        return [found async for found in judging.review_all(jobs)]

    return asyncio.run(run())


def takes(seconds: float, call: Callable[[], object]) -> bool:
    """Whether a call ends within so many seconds."""
    from time import monotonic

    started = monotonic()
    call()
    return monotonic() - started <= seconds
