"""How fast answers pass the judge, beside a bare client, and what faults do to a run.

    python benchmarks/judge_speed.py [--answers 1000] [--concurrency 50] [--delay 0.2] [--faults]

The server runs in a process of its own on loopback and takes `delay` seconds a reply. The bare client
is `AsyncOpenAI` with a semaphore and no parsing. Both are timed from the first call to the last
result, imports and offline marks done; the answers are marked by the tier `words` before.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))


def serve(delay: float, faults: bool) -> None:
    """Run the server until the process ends; prints its address."""
    from tests.grader.judges.server import Asked, Server, Told, refuses, says, verdicts

    draw = random.Random(1)  # repeatable

    def script(asked: Asked) -> Told:
        chance = draw.random() if faults else 1.0
        if chance < 0.05:
            return refuses("slow down", 429, Retry_After="1")
        if chance < 0.10:
            return refuses("oops", 500)
        if chance < 0.15:
            return Told(fault="hang")
        if chance < 0.20:
            return says("I would rather not.", delay=delay)
        return says(verdicts(asked), delay=delay)

    with Server(script) as server:
        print(server.url, flush=True)
        sys.stdin.read()


def make_jobs(count: int) -> list[Any]:
    from grader.grading import make_grader
    from grader.judging import Job
    from questions.model import Question, Source
    from rubrics.model import KeyPoint, Rubric

    points = [
        "历史 token 的 K、V 不变，缓存后不必重算",
        "显存随序列长度和批大小线性增长",
        "decode 每步读全部缓存，受访存带宽限制",
        "GQA、MLA 减少 KV 头以压缩缓存",
        "不缓存 Q，因为旧的 query 用不到",
        "PagedAttention 分页管理以减少碎片",
    ]
    question = Question(
        "kv", "KV Cache 为什么能加速解码？", Source("bench", 1), answer="。".join(points)
    )
    rubric = Rubric("kv", tuple(KeyPoint(f"k{n}", text) for n, text in enumerate(points, 1)))
    grader = make_grader("words")
    text = "历史的 K 和 V 算过一次就存下来，之后每一步只算新的 token，代价是显存越来越大。"
    return [
        Job(question, rubric, grader.grade_offline(question, rubric, f"第 {n} 位：{text}"))
        for n in range(count)
    ]


async def bare(url: str, jobs: list[Any], concurrency: int) -> float:
    from openai import AsyncOpenAI

    from grader.judges.messages import draw_nonce, write_prompt

    async with AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as client:
        gate = asyncio.Semaphore(concurrency)
        judging = prepared(url, concurrency)

        async def one(job: Any) -> str | None:
            case = judging.case(job)
            prompt = write_prompt(case, draw_nonce())
            messages = [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ]
            async with gate:
                reply = await client.chat.completions.create(model="m", messages=messages)
            return reply.choices[0].message.content

        started = time.perf_counter()
        await asyncio.gather(*map(one, jobs))
        return time.perf_counter() - started


def prepared(url: str, concurrency: int, total: float = 240.0) -> Any:
    from grader.judges.budget import Budget
    from grader.judges.cache import ReplyCache, cache_path
    from grader.judges.conversation import Conversation
    from grader.judges.endpoints import Endpoint
    from grader.judges.judge import Judge
    from grader.judges.pacing import Pace
    from grader.judges.panel import Panel
    from grader.judges.prices import Price
    from grader.judging import Judging

    pace = Pace(concurrency, total=total)
    endpoint, cache = Endpoint("m", url), ReplyCache(cache_path())
    talk = Conversation(endpoint, cache, budget=Budget(), pace=pace, price=Price(0.4, 1.6))
    return Judging(Panel([Judge(talk)]), "always")


async def ours(judging: Any, jobs: list[Any]) -> tuple[float, list[Any]]:
    started = time.perf_counter()
    reviews = [review async for review in judging.review_all(jobs)]
    return time.perf_counter() - started, reviews


def tell(
    name: str, judging: Any, seconds: float, reviews: list[Any], ideal: float, before: int
) -> None:
    from grader.judges.budget import Spending

    spent = sum((r.spending for r in reviews), Spending())
    failures = Counter(r.failure.kind for r in reviews if r.failure)
    wrong = sum(
        m.signals.get("judge.covered") != 1.0
        for r in reviews
        if r.failure is None
        for m in r.sheet.marks
    )
    print(
        f"{name:12} {seconds:6.2f} s = {seconds / ideal:.2f} x ideal; {len(reviews)} sheets, "
        f"{spent.calls} called, {spent.cached} cached, {sum(failures.values())} failed {dict(failures)}, "
        f"{judging.panel.sent - before} requests, {wrong} points not as the judge said; "
        f"cost ${spent.cost or 0:.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--concurrency", type=int, default=50)
    parser.add_argument("--delay", type=float, default=0.2)
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        serve(args.delay, args.faults)
        return
    command = [sys.executable, __file__, "--serve", "--delay", str(args.delay)]
    command += ["--faults"] if args.faults else []
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server,
    ):
        os.environ["KAOGUAN_JUDGE_CACHE"] = f"{folder}/replies.sqlite3"
        assert server.stdout is not None  # noqa: S101  # it was opened with PIPE
        measure(server.stdout.readline().strip(), args)
        server.communicate("")


def measure(url: str, args: argparse.Namespace) -> None:
    import openai  # noqa: F401  # half a second, once a process

    jobs = make_jobs(args.answers)
    ideal = args.answers / args.concurrency * args.delay
    print(
        f"{args.answers} answers, concurrency {args.concurrency}, {args.delay} s a reply: ideal {ideal:.1f} s"
    )
    judging = prepared(url, args.concurrency, total=1.0 if args.faults else 240.0)
    for name in ("first run", "second run"):
        before = judging.panel.sent
        processor = time.process_time()
        seconds, reviews = asyncio.run(ours(judging, jobs))
        print(f"{time.process_time() - processor:.2f} s of CPU")
        tell(name, judging, seconds, reviews, ideal, before)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 if sys.platform == "darwin" else 1024
    )
    print(f"peak memory {peak / (1024 if sys.platform == 'darwin' else 1):.0f} MB")
    if not args.faults:
        processor = time.process_time()
        seconds = asyncio.run(bare(url, jobs, args.concurrency))
        used = time.process_time() - processor
        print(f"bare client  {seconds:6.2f} s = {seconds / ideal:.2f} x ideal, {used:.2f} s of CPU")


if __name__ == "__main__":
    main()
