"""Ask a model how a rubric could be better: one call each, through the judges' lines.

What comes back are proposals, checked; whoever calls decides about them. The question, the
reference and the points are fenced as data, and replies are kept, so that asking the same again
costs nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from grader.judges.ballots import NO_USAGE, Case, Usage
from grader.judges.budget import NOTHING, Budget, Spending
from grader.judges.cache import Kept, ReplyCache, cache_key, cache_path
from grader.judges.dialects import Dialect, read_dialect
from grader.judges.endpoints import Endpoint, find_endpoint
from grader.judges.judge import MOST_TOKENS, READINGS
from grader.judges.messages import PLACEHOLDER, Nonces, Prompt, draw_nonce, safe_nonce
from grader.judges.pacing import Pace, Pacer
from grader.judges.panel import Estimate
from grader.judges.prices import Price, estimate_tokens, find_price, load_prices
from grader.judges.replies import UnreadableReplyError
from grader.judges.transport import CallError, RefusedError, Reply, Transport
from questions.errors import InputError
from questions.model import Question
from rubrics.advice import Advice, UnreadableAdviceError, read_advice
from rubrics.marks import Failure
from rubrics.model import KeyPoint, Rubric
from rubrics.text import language

LONGEST_REFERENCE = 8_000
"""Characters of the reference that are sent. Parts must be found in it, so more than a judge of
answers needs; the longest of the bundled bank has 1,500."""
_REPLY_TOKENS = (20, 1_200)
"""From an empty list to ten proposals of 120 tokens."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A rubric and the question it is for."""

    question: Question
    rubric: Rubric


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model says of one rubric, or why it says nothing, and what that took."""

    advice: Advice = field(default_factory=Advice)
    failure: Failure | None = None
    spending: Spending = NOTHING


class Refiner:
    """One model, asked about rubrics. It learns the server's dialect as a judge does."""

    def __init__(  # noqa: PLR0913  # each settles one thing about calls
        self,
        endpoint: Endpoint,
        cache: ReplyCache,
        *,
        budget: Budget,
        pace: Pace,
        price: Price | None,
        draw: Nonces = draw_nonce,
    ) -> None:
        self.endpoint = endpoint
        self.concurrency = pace.concurrency
        self._cache = cache
        self._budget = budget
        self._pace = pace
        self._price = price
        self._draw = draw
        known = cache.dialect(self._place)
        self._dialect = read_dialect(known) if known else Dialect(shape="json")

    @property
    def note(self) -> str:
        """What went wrong with the cache, "" if nothing."""
        return self._cache.note

    @property
    def _place(self) -> str:
        return f"{self.endpoint.url} {self.endpoint.model} refining"

    def estimate(self, matter: Matter) -> Estimate:
        """What asking about this rubric would take. Sends nothing."""
        prompt = write_prompt(matter, PLACEHOLDER)
        if self._cache.get(self._key(prompt)):
            return Estimate(cached=1)
        low, high = _likely(prompt)
        price = self._price
        return Estimate(
            1,
            0,
            (low.prompt, high.prompt),
            (low.completion, high.completion),
            (price.cost(low), price.cost(high)) if price else None,
        )

    def ask_all(self, matters: Sequence[Matter]) -> list[Opinion]:
        """An opinion on each, in order.

        Raises InputError when no call can succeed (a wrong key, an unknown model).
        """

        async def run() -> list[Opinion]:
            transport = Transport(self.endpoint, Pacer(self._pace))
            tasks = [asyncio.ensure_future(self._ask(m, transport)) for m in matters]
            try:
                return await asyncio.gather(*tasks)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await transport.close()

        return asyncio.run(run())

    async def _ask(self, matter: Matter, transport: Transport) -> Opinion:
        key = self._key(write_prompt(matter, PLACEHOLDER))
        kept = self._cache.get(key)
        if kept is not None:
            try:
                advice = read_advice(kept.text, matter.rubric, matter.question)
                return Opinion(advice, spending=Spending(cached=1))
            except UnreadableAdviceError:  # kept by a version that could read it
                pass
        return await self._converse(matter, key, transport)

    async def _converse(self, matter: Matter, key: str, transport: Transport) -> Opinion:
        """Ask until there is a readable reply, as `judges.judge` does."""
        nonce = _nonce(matter, self._draw)
        prompt = write_prompt(matter, nonce)
        dialect, most, unread, usage = self._dialect, MOST_TOKENS, 0, NO_USAGE
        while True:
            try:
                body = dialect.request(self.endpoint.model, prompt, 0.0, most)
                reply = await self._send(prompt, body, transport)
                usage += reply.usage
                advice = read_advice(reply.text, matter.rubric, matter.question)
            except RefusedError as refusal:
                simpler = dialect.simpler(str(refusal))
                if simpler is None:
                    failure = Failure("judge-refused", f"the request is refused: {refusal}")
                    return self._failed(failure, usage)
                dialect = simpler
            except (UnreadableReplyError, UnreadableAdviceError) as error:
                unread += 1
                if unread >= READINGS:
                    return self._failed(Failure("judge-malformed", str(error)), usage)
                most *= 4
            except CallError as error:
                return self._failed(error.failure, usage)
            else:
                self._keep(key, dialect, Kept(nonce, reply.text, reply.finish, reply.usage))
                return Opinion(advice, spending=self._spent(usage))

    def _keep(self, key: str, dialect: Dialect, kept: Kept) -> None:
        self._cache.put(key, self.endpoint.name, kept)
        if dialect != self._dialect:
            self._dialect = dialect
            self._cache.learn(self._place, dialect.to_json())

    async def _send(self, prompt: Prompt, body: dict[str, object], transport: Transport) -> Reply:
        """One request within the budget. Raises CallError when there is none left."""
        _, likely = _likely(prompt)
        spent = self._budget.reserve(self._price, likely)
        if spent is not None:
            raise CallError(spent)
        try:
            reply = await transport.send(body, likely.prompt + likely.completion)
        except UnreadableReplyError:
            raise
        except BaseException:
            self._budget.refund(self._price, likely)
            raise
        self._budget.settle(self._price, likely, reply.usage)
        return reply

    def _failed(self, failure: Failure, usage: Usage) -> Opinion:
        spending = self._spent(usage)
        return Opinion(failure=failure, spending=replace(spending, calls=0, failed=1))

    def _spent(self, usage: Usage) -> Spending:
        """The cost is None when the price is unknown, or the server does not count."""
        is_free = self._price == Price(0.0, 0.0)
        known = self._price is not None and (is_free or usage != NO_USAGE)
        cost = self._price.cost(usage) if self._price is not None and known else None
        return Spending(calls=1, usage=usage, cost=cost)

    def _key(self, prompt: Prompt) -> str:
        """Over everything that decides a reply but the nonce and what the server made us leave."""
        return cache_key(
            asked="refine",
            url=self.endpoint.url,
            model=self.endpoint.model,
            system=prompt.system,
            user=prompt.user,
        )


def make_refiner(
    model: str,
    most_calls: int | None = None,
    most_cost: float | None = None,
    *,
    keyless: bool = False,
) -> Refiner:
    """A model ready to be asked; `keyless` needs no key and can send nothing.

    Raises InputError for an unknown preset, a missing key, a bad price table, or a limit in dollars
    with a model whose price is unknown.
    """
    endpoint = find_endpoint(model, keyless=keyless)
    price = find_price(load_prices(), endpoint)
    if most_cost is not None and price is None:
        raise InputError(
            f"the price of {endpoint.model!r} is unknown, so --max-cost cannot hold",
            hint="add it to prices.toml (docs/judge.md), or use --max-calls",
        )
    budget = Budget(most_calls, most_cost)
    return Refiner(endpoint, ReplyCache(cache_path()), budget=budget, pace=Pace(), price=price)


def write_prompt(matter: Matter, nonce: str) -> Prompt:
    """The messages about one rubric. All that stands in the bank is JSON between two fences."""
    lang = "en" if language(matter.question.title) == "en" else "zh"
    fence = f"====={nonce[:16]}====="
    # the template is our own and short: two names to fill in, no markup to escape
    user = _template("user", lang).replace("{{ fence }}", fence)
    return Prompt(_template("system", lang), user.replace("{{ data }}", _data(matter)), {}, "")


def _data(matter: Matter) -> str:
    question = matter.question
    data = {
        "question": question.title,
        "reference": question.answer[:LONGEST_REFERENCE],
        "highlights": list(question.marks),
        "points": [_plain(point) for point in matter.rubric.points],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace").decode()


def _plain(point: KeyPoint) -> dict[str, object]:
    return {
        "id": point.id,
        "text": point.text,
        "weight": point.weight,
        "keywords": [" | ".join(names) for names in point.keywords],
        "mistakes": list(point.mistakes),
    }


def _nonce(matter: Matter, draw: Nonces) -> str:
    """One that stands nowhere in what it fences."""
    return safe_nonce(Case("", "", (), _data(matter), "en"), draw)


def _likely(prompt: Prompt) -> tuple[Usage, Usage]:
    """The least and the most tokens that a call is likely to use."""
    text = prompt.system + prompt.user
    low, high = (
        Usage(estimate_tokens(text, factor), reply)
        for factor, reply in zip((0.8, 1.25), _REPLY_TOKENS, strict=True)
    )
    return low, high


@cache
def _template(part: str, lang: str) -> str:
    return files("grader.judges").joinpath(f"templates/refine-{part}.{lang}.txt").read_text("utf-8")
