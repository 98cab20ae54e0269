"""How fast a server may be asked: concurrency that shrinks on 429, and limits by the minute."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from dataclasses import dataclass, replace
from time import monotonic

MINUTE = 60.0
_LESS = 0.7
_MORE = 0.5
"""A refusal takes three tenths of the concurrency, a success gives half a call back: a server that
refuses one call in twenty is still asked by most, one at its limit by as many as it takes."""
_TROUBLE = 0.4
"""Of a running mean of refusals, of which each outcome makes a fifth: three in a row. Less is one
call's bad luck, and the others need not wait with it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Limits and times. `requests` and `tokens` are by the minute, None without a limit; times are
    in seconds; `attempts` bounds how often one call is sent. `total` spans one attempt.
    """

    concurrency: int = 8
    requests: int | None = None
    tokens: int | None = None
    connect: float = 10.0
    read: float = 120.0
    total: float = 240.0
    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 20.0
    patience: float = 60.0
    """The longest Retry-After that is waited for."""

    def within(self, seconds: float | None) -> Pace:
        """The same, with so many seconds for a reply and its first word; None: as it is."""
        return self if seconds is None else replace(self, read=seconds, total=seconds)

    def wait(self, attempt: int, asked: float | None) -> float:
        """Seconds before the attempt after `attempt` (from 1): what the server asked, or the
        exponential back-off; both with up to a quarter more, so that callers do not march in step.
        """
        base = min(self.longest_wait, self.first_wait * 2 ** (attempt - 1))
        return (base if asked is None else asked) * (1 + random.random() / 4)  # noqa: S311  # jitter


class Pacer:
    """Lets calls pass at the pace. On 429 it lowers the concurrency, on several it holds
    everyone back; each success raises it again. One event loop at a time.
    """

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.allowed = float(pace.concurrency)
        self._active = 0
        self._held_until = 0.0
        self._trouble = 0.0
        self._refused_last = False
        self._starts: deque[tuple[float, int]] = deque()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._has_quota = pace.requests is not None or pace.tokens is not None

    async def enter(self, tokens: int) -> None:
        """Wait for a place and its time. `tokens` is what the call is expected to use."""
        while self._active >= int(self.allowed):
            await self._queue()
        self._active += 1
        try:
            while (delay := self._delay(tokens)) > 0:
                await asyncio.sleep(delay)
        except BaseException:
            self.leave(succeeded=False)
            raise
        if self._has_quota:
            self._starts.append((monotonic(), tokens))

    def leave(self, *, succeeded: bool) -> None:
        """Give the place back."""
        self._active -= 1
        if succeeded:
            self.allowed = min(float(self.pace.concurrency), self.allowed + _MORE)
            self._note(refused=False)
        self._wake()

    def _note(self, *, refused: bool) -> None:
        self._refused_last = refused
        self._trouble += (float(refused) - self._trouble) / 5

    async def _queue(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._wake()  # the place goes to the next one
            raise

    def _wake(self) -> None:
        """Let as many go on as there are places."""
        free = int(self.allowed) - self._active
        while self._waiting and free > 0:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                free -= 1

    def slow_down(self, seconds: float) -> None:
        """The server said 429: fewer at once; after several, none before `seconds` have passed."""
        if not self._refused_last:  # one burst of refusals is one reason, not fifty
            self.allowed = max(1.0, self.allowed * _LESS)
        self._note(refused=True)
        if self._trouble > _TROUBLE:
            self._held_until = max(self._held_until, monotonic() + seconds)

    def _delay(self, tokens: int) -> float:
        """Seconds until the next call may start, 0 for now."""
        now = monotonic()
        held = max(0.0, self._held_until - now)
        if not self._has_quota:
            return held
        while self._starts and self._starts[0][0] <= now - MINUTE:
            self._starts.popleft()
        return max(held, self._quota_delay(now, tokens))

    def _quota_delay(self, now: float, tokens: int) -> float:
        """Until enough of the last minute's starts have left the window."""
        calls, used = len(self._starts), sum(count for _, count in self._starts)
        for started, count in self._starts:
            full = self.pace.requests is not None and calls + 1 > self.pace.requests
            heavy = self.pace.tokens is not None and used + tokens > self.pace.tokens
            if not full and not heavy:
                return 0.0
            calls, used = calls - 1, used - count
            if self._fits(calls, used, tokens):
                return started + MINUTE - now
        return 0.0

    def _fits(self, calls: int, used: int, tokens: int) -> bool:
        enough_calls = self.pace.requests is None or calls + 1 <= self.pace.requests
        return enough_calls and (self.pace.tokens is None or used + tokens <= self.pace.tokens)
