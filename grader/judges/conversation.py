"""A conversation with one model, which is asked until there is a reply that can be read.

Who marks, refines and drafts differ in what they write and how they read what comes back. What they
share is here: the cache, the budget, the server's dialect, what follows a refusal or an unreadable
reply, and when to give up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, TypeVar
from weakref import WeakValueDictionary

from grader.judges.ballots import NO_USAGE, Usage
from grader.judges.budget import Budget, Estimate, Spending, likely_cost
from grader.judges.cache import Kept, ReplyCache, cache_key, cache_path
from grader.judges.dialects import Dialect, Shape, read_dialect
from grader.judges.endpoints import Endpoint, find_endpoint
from grader.judges.messages import PLACEHOLDER, Nonces, Prompt
from grader.judges.pacing import Pace, Pacer
from grader.judges.plugins import PluginTransport
from grader.judges.prices import Price, estimate_usage, load_prices, require_price
from grader.judges.responders import SCHEME
from grader.judges.transport import CallError, RefusedError, Reply, Transport
from questions.errors import InputError
from rubrics.blocks import UnreadableReplyError
from rubrics.marks import Failure

MOST_TOKENS = 4096
"""The bound of a reply: twenty points need about 3,000. A reply that is cut off is asked for once
more with four times as much."""
READINGS = 2
"""How often a reply that cannot be read is asked for."""
_GIVE_UP_AFTER = 20
"""Calls that fail one after the other before the server is taken to be down."""
_SIGNS_OF_DEATH = ("judge-unreachable", "judge-timeout", "judge-error", "judge-refused")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Inquiry(Generic[T]):
    """One thing to ask.

    `digest` stands for all that decides the reply but the nonce. `draw` gives nonces that stand
    nowhere in what they fence, `write` makes the messages with one, and `read` takes a reply to
    them, raising UnreadableReplyError. `likely` tells the least and the most tokens of a call.
    """

    digest: str
    likely: Callable[[Prompt], tuple[Usage, Usage]]
    draw: Nonces
    write: Callable[[str], Prompt]
    read: Callable[[str, Prompt], T]
    temperature: float = 0.0


def inquire(
    asked: str,
    write: Callable[[str], Prompt],
    draw: Nonces,
    read: Callable[[str], T],
    reply_tokens: tuple[int, int],
) -> Inquiry[T]:
    """An inquiry about what a bank says, with no answer of a candidate in it.

    `asked` parts its kept replies from those to other questions; `reply_tokens` are the least and
    the most of a reply.
    """
    prompt = write(PLACEHOLDER)
    return Inquiry(
        digest=cache_key(asked=asked, system=prompt.system, user=prompt.user),
        likely=lambda prompt: estimate_usage(prompt, reply_tokens),
        draw=draw,
        write=write,
        read=lambda text, _: read(text),
    )


@dataclass(frozen=True, slots=True)
class Heard(Generic[T]):
    """What was read, or why nothing was.

    `usage` and `cost` (US dollars, None when the price is unknown) are of the whole inquiry,
    re-asking included; `cached` means that nothing was sent.
    """

    reading: T | None = None
    failure: Failure | None = None
    usage: Usage = NO_USAGE
    cost: float | None = 0.0
    cached: bool = False

    @property
    def spending(self) -> Spending:
        """The same as an entry of a run's bill."""
        failed = self.failure is not None
        called = not failed and not self.cached
        return Spending(int(called), int(self.cached), int(failed), self.usage, self.cost)


class Conversation:
    """One model behind one endpoint; entered once an event loop.

    What it learns and keeps outlives the loop. `purpose` sets apart what is learnt about a server
    for one kind of request; `shape` is the reply that is asked for first.
    """

    def __init__(  # noqa: PLR0913  # each settles one thing about calls
        self,
        endpoint: Endpoint,
        cache: ReplyCache,
        *,
        budget: Budget,
        pace: Pace,
        price: Price | None,
        purpose: str = "",
        shape: Shape = "schema",
    ) -> None:
        self.endpoint = endpoint
        self.price = price
        self._sent = 0
        self._cache = cache
        self._budget = budget
        self._pace = pace
        self._transport: Transport | PluginTransport | None = None
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._place = f"{endpoint.url} {endpoint.model} {purpose}".strip()
        known = cache.dialect(self._place)
        self._dialect = read_dialect(known) if known else Dialect(shape)
        self._confirmed = bool(known)
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

    async def __aenter__(self) -> Conversation:
        """Get ready within the running event loop."""
        self._transport = _connect(self.endpoint, Pacer(self._pace))
        self._locks = WeakValueDictionary()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        if self._transport is not None:
            self._sent += self._transport.sent
            await self._transport.close()
            self._transport = None

    def estimate(self, inquiry: Inquiry[T]) -> Estimate:
        """What asking would take. Sends nothing."""
        if self._recall(inquiry) is not None:
            return Estimate(cached=1)
        return likely_cost(self.price, inquiry.likely(inquiry.write(PLACEHOLDER)))

    async def ask(self, inquiry: Inquiry[T]) -> Heard[T]:
        """What the model says, from the cache if it is there.

        Raises InputError when no call can succeed (a wrong key, an unknown model).
        """
        lock = self._locks.setdefault(inquiry.digest, asyncio.Lock())
        async with lock:  # the same twice at a time is asked once
            reading = self._recall(inquiry)
            if reading is not None:
                return Heard(reading, cached=True)
            return await self._call(inquiry)

    def ask_all(self, inquiries: Sequence[Inquiry[T]]) -> list[Heard[T]]:
        """What the model says to each, in order, in an event loop of its own. Raises as `ask`."""

        async def run() -> list[Heard[T]]:
            async with self:
                tasks = [asyncio.ensure_future(self.ask(inquiry)) for inquiry in inquiries]
                try:
                    return await asyncio.gather(*tasks)
                finally:
                    for task in tasks:
                        task.cancel()
                    await asyncio.gather(*tasks, return_exceptions=True)

        return asyncio.run(run())

    async def _call(self, inquiry: Inquiry[T]) -> Heard[T]:
        if self._fatal is not None:
            raise self._fatal
        if self._failed_in_a_row >= _GIVE_UP_AFTER:
            message = f"{_GIVE_UP_AFTER} calls to {self.endpoint.name} failed one after the other"
            return self._failed(Failure("judge-down", message, "is the server running?"), NO_USAGE)
        try:
            return await self._converse(inquiry)
        except InputError as error:
            self._fatal = error
            raise

    async def _converse(self, inquiry: Inquiry[T]) -> Heard[T]:
        """Ask until there is a readable reply: the request put more simply after each refusal, and
        asked once more after a reply that cannot be read.
        """
        dialect, usage, most, unread = self._dialect, NO_USAGE, MOST_TOKENS, 0
        nonce = inquiry.draw()
        prompt = inquiry.write(nonce)
        while True:
            body = dialect.request(self.endpoint.model, prompt, inquiry.temperature, most)
            try:
                reply = await self._send(inquiry.likely(prompt)[1], body)
                usage += reply.usage
                reading = inquiry.read(reply.text, prompt)
            except RefusedError as refusal:
                simpler = self._simplify(dialect, str(refusal))
                if simpler is None:
                    said = f"the request is refused: {refusal}"
                    return self._failed(Failure("judge-refused", said), usage)
                dialect = simpler
            except UnreadableReplyError as error:
                unread += 1
                if unread >= READINGS:
                    return self._failed(Failure("judge-malformed", str(error)), usage)
                most *= 4
                nonce = inquiry.draw()  # the same words would get the same reply
                prompt = inquiry.write(nonce)
            except CallError as error:
                return self._failed(error.failure, usage)
            else:
                self._confirm(dialect)
                kept = Kept(nonce, reply.text, reply.finish, reply.usage)
                self._cache.put(self._key(inquiry), self.endpoint.name, kept)
                return Heard(reading, None, usage, self._cost(usage))

    async def _send(self, likely: Usage, body: dict[str, Any]) -> Reply:
        """One request within the budget. Raises CallError when there is none left."""
        if self._transport is None:
            raise RuntimeError("a conversation is entered before anything is asked")
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

    def _failed(self, failure: Failure, usage: Usage) -> Heard[T]:
        if failure.kind in _SIGNS_OF_DEATH:
            self._failed_in_a_row += 1
        return Heard(None, failure, usage, self._cost(usage))

    def _cost(self, usage: Usage) -> float | None:
        """None when the price is unknown, or the server has not counted what is not free."""
        if self.price is None or (usage == NO_USAGE and self.price != Price(0.0, 0.0)):
            return None
        return self.price.cost(usage)

    def _recall(self, inquiry: Inquiry[T]) -> T | None:
        kept = self._cache.get(self._key(inquiry))
        if kept is None:
            return None
        try:
            return inquiry.read(kept.text, inquiry.write(kept.nonce))
        except UnreadableReplyError:  # kept by a version that could read it
            return None

    def _key(self, inquiry: Inquiry[T]) -> str:
        """Over everything that decides a reply; the nonce, drawn by chance, is stored beside it."""
        return cache_key(
            url=self.endpoint.url,
            model=self.endpoint.model,
            dialect=self._dialect.to_json(),
            most=MOST_TOKENS,
            matter=inquiry.digest,
        )


def _connect(endpoint: Endpoint, pacer: Pacer) -> Transport | PluginTransport:
    is_plugin = endpoint.url.startswith(SCHEME)
    return PluginTransport(endpoint, pacer) if is_plugin else Transport(endpoint, pacer)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a model is asked: limits of calls, of US dollars and of seconds for a reply,
    None for none of one's own; `keyless` needs no key and can send nothing.
    """

    most_calls: int | None = None
    most_cost: float | None = None
    timeout: float | None = None
    keyless: bool = False


def start_conversation(model: str, purpose: str, shape: Shape, terms: Terms) -> Conversation:
    """Talk to one model, named as for `--judge`.

    Raises InputError for an unknown preset, a missing key, a bad price table, or a limit in dollars
    with a model whose price is unknown.
    """
    endpoint = find_endpoint(model, keyless=terms.keyless)
    price = require_price(load_prices(), endpoint, terms.most_cost)
    return Conversation(
        endpoint,
        ReplyCache(cache_path()),
        budget=Budget(terms.most_calls, terms.most_cost),
        pace=Pace().within(terms.timeout),
        price=price,
        purpose=purpose,
        shape=shape,
    )
