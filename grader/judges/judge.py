"""One judge: a model behind an endpoint, asked about one answer at a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from grader.judges.ballots import NO_USAGE, Ballot, Case, Usage
from grader.judges.budget import Budget
from grader.judges.cache import Kept, ReplyCache, cache_key
from grader.judges.dialects import Dialect, read_dialect
from grader.judges.endpoints import Endpoint
from grader.judges.messages import (
    PLACEHOLDER,
    Nonces,
    Prompt,
    draw_nonce,
    safe_nonce,
    write_prompt,
)
from grader.judges.pacing import Pace, Pacer
from grader.judges.prices import Price, estimate_usage
from grader.judges.replies import Reading, UnreadableReplyError, read_reply
from grader.judges.transport import CallError, RefusedError, Reply, Transport
from questions.errors import InputError
from rubrics.marks import Failure

MOST_TOKENS = 4096
"""The bound of a reply: twenty points need about 3,000. A reply that is cut off is asked for once
more with four times as much."""
READINGS = 2
"""How often a reply that cannot be read is asked for."""
_GIVE_UP_AFTER = 20
"""Calls that fail one after the other before the judge is taken to be down."""


_SIGNS_OF_DEATH = ("judge-unreachable", "judge-timeout", "judge-error", "judge-refused")


@dataclass(frozen=True, slots=True)
class _Matter:
    """What is asked, and the digest of its whole prompt."""

    case: Case
    repeat: int
    temperature: float
    digest: str


class Judge:
    """Opened once an event loop; what it learns and keeps outlives the loop."""

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
        self.price = price
        self._sent = 0
        self._cache = cache
        self._budget = budget
        self._pace = pace
        self._draw = draw
        self._transport: Transport | None = None
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._dialect = read_dialect(cache.dialect(self._place))
        self._confirmed = bool(cache.dialect(self._place))
        self._failed_in_a_row = 0
        self._fatal: InputError | None = None

    @property
    def sent(self) -> int:
        """Requests sent so far, retries included."""
        return self._sent + (self._transport.sent if self._transport else 0)

    @property
    def concurrency(self) -> int:
        """Calls that may be in flight at a time."""
        return self._pace.concurrency

    @property
    def note(self) -> str:
        """What went wrong with the cache, "" if nothing."""
        return self._cache.note

    @property
    def _place(self) -> str:
        return f"{self.endpoint.url} {self.endpoint.model}"

    def open(self) -> None:
        """Get ready within the running event loop."""
        self._transport = Transport(self.endpoint, Pacer(self._pace))
        self._locks = WeakValueDictionary()

    async def close(self) -> None:
        """Close the connections."""
        if self._transport is not None:
            self._sent += self._transport.sent
            await self._transport.close()
            self._transport = None

    def knows(self, case: Case, repeat: int = 0, temperature: float = 0.0) -> bool:
        """Whether the answer to this is in the cache."""
        return self._recall(_write(case, repeat, temperature)) is not None

    async def ask(self, case: Case, repeat: int = 0, temperature: float = 0.0) -> Ballot:
        """The verdicts on a case, from the cache if they are there.

        Raises InputError when no call can succeed (a wrong key, an unknown model).
        """
        matter = _write(case, repeat, temperature)
        lock = self._locks.setdefault(matter.digest, asyncio.Lock())
        async with lock:  # the same case twice at a time is asked once
            reading = self._recall(matter)
            if reading is not None:
                return self._ballot(reading, NO_USAGE, cached=True)
            return await self._call(matter)

    async def _call(self, matter: _Matter) -> Ballot:
        if self._fatal is not None:
            raise self._fatal
        if self._failed_in_a_row >= _GIVE_UP_AFTER:
            message = f"{_GIVE_UP_AFTER} calls to {self.endpoint.name} failed one after the other"
            return self._failed(Failure("judge-down", message, "is the server running?"), NO_USAGE)
        try:
            return await self._converse(matter)
        except InputError as error:
            self._fatal = error
            raise

    async def _converse(self, matter: _Matter) -> Ballot:
        """Ask until there is a readable reply: the request put more simply after each refusal, and
        asked once more after a reply that cannot be read.
        """
        case, dialect = matter.case, self._dialect
        nonce = safe_nonce(case, self._draw)
        prompt = write_prompt(case, nonce)
        usage, most, unread = NO_USAGE, MOST_TOKENS, 0
        while True:
            body = dialect.request(self.endpoint.model, prompt, matter.temperature, most)
            try:
                reply = await self._send(case, prompt, body)
                usage += reply.usage
                reading = read_reply(reply.text, prompt, case.answer)
            except RefusedError as refusal:
                simpler = self._simplify(dialect, str(refusal))
                if simpler is None:
                    return self._failed(
                        _failure("refused", f"the request is refused: {refusal}"), usage
                    )
                dialect = simpler
            except UnreadableReplyError as error:
                unread += 1
                if unread >= READINGS:
                    return self._failed(_failure("malformed", str(error)), usage)
                most *= 4
                nonce = safe_nonce(case, self._draw)  # the same words would get the same reply
                prompt = write_prompt(case, nonce)
            except CallError as error:
                return self._failed(error.failure, usage)
            else:
                self._confirm(dialect)
                kept = Kept(nonce, reply.text, reply.finish, reply.usage)
                self._cache.put(self._key(matter), self.endpoint.name, kept)
                return self._ballot(reading, usage)

    async def _send(self, case: Case, prompt: Prompt, body: dict[str, Any]) -> Reply:
        """One request within the budget. Raises CallError when there is none left."""
        if self._transport is None:
            raise RuntimeError("a judge is opened before it is asked")
        _, likely = estimate_usage(case, prompt)
        spent = self._budget.reserve(self.price, likely)
        if spent is not None:
            raise CallError(spent)
        try:
            reply = await self._transport.send(body, likely.prompt + likely.completion)
        except UnreadableReplyError:
            raise
        except BaseException:
            self._budget.refund(self.price, likely)
            raise
        self._budget.settle(self.price, likely, reply.usage)
        return reply

    def _simplify(self, dialect: Dialect, refusal: str) -> Dialect | None:
        """What another call has learnt meanwhile, else the next step down.

        A dialect that has worked is left only for a reason that names what is refused.
        """
        if self._confirmed and dialect != self._dialect:
            return self._dialect
        return dialect.simpler(refusal, only_named=self._confirmed)

    def _confirm(self, dialect: Dialect) -> None:
        self._failed_in_a_row = 0
        if dialect != self._dialect or not self._confirmed:
            self._dialect, self._confirmed = dialect, True
            self._cache.learn(self._place, dialect.to_json())

    def _failed(self, failure: Failure, usage: Usage) -> Ballot:
        if failure.kind in _SIGNS_OF_DEATH:
            self._failed_in_a_row += 1
        return Ballot(self.endpoint.name, failure=failure, usage=usage, cost=self._cost(usage))

    def _ballot(self, reading: Reading, usage: Usage, *, cached: bool = False) -> Ballot:
        return Ballot(
            self.endpoint.name,
            reading.verdicts,
            reading.bonus,
            reading.misled,
            usage=usage,
            cost=0.0 if cached else self._cost(usage),
            cached=cached,
        )

    def _cost(self, usage: Usage) -> float | None:
        """None when the price is unknown, or the server has not counted what is not free."""
        if self.price is None or (usage == NO_USAGE and self.price != Price(0.0, 0.0)):
            return None
        return self.price.cost(usage)

    def _recall(self, matter: _Matter) -> Reading | None:
        kept = self._cache.get(self._key(matter))
        if kept is None:
            return None
        try:
            return read_reply(kept.text, write_prompt(matter.case, kept.nonce), matter.case.answer)
        except UnreadableReplyError:  # kept by a version that could read it
            return None

    def _key(self, matter: _Matter) -> str:
        """Over everything that decides a reply; the nonce, drawn by chance, is stored beside it."""
        return cache_key(
            url=self.endpoint.url,
            model=self.endpoint.model,
            dialect=self._dialect.to_json(),
            most=MOST_TOKENS,
            matter=matter.digest,
        )


def _write(case: Case, repeat: int, temperature: float) -> _Matter:
    prompt = write_prompt(case, PLACEHOLDER)
    digest = cache_key(
        system=prompt.system,
        user=prompt.user,
        points=[point.id for point in case.points],
        temperature=temperature,
        repeat=repeat,
    )
    return _Matter(case, repeat, temperature, digest)


def _failure(kind: str, message: str) -> Failure:
    return Failure(f"judge-{kind}", message)
