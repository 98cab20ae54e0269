"""How fast a server may be asked: concurrency that shrinks on 429, and limits by the minute."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from dataclasses import dataclass
from time import monotonic

MINUTE = 60.0


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

    def wait(self, attempt: int, asked: float | None) -> float:
        """Seconds before the attempt after `attempt` (from 1): what the server asked, or the
        exponential back-off; both with up to a quarter more, so that callers do not march in step.
        """
        base = min(self.longest_wait, self.first_wait * 2 ** (attempt - 1))
        return (base if asked is None else asked) * (1 + random.random() / 4)  # noqa: S311  # jitter


class Pacer:
    """Lets calls pass at the pace. On 429 it halves the concurrency and holds everyone back; each
    success raises it again by a fraction. One event loop at a time.
    """

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.allowed = float(pace.concurrency)
        self._active = 0
        self._held_until = 0.0
        self._starts: deque[tuple[float, int]] = deque()
        self._freed = asyncio.Condition()
        self._has_quota = pace.requests is not None or pace.tokens is not None

    async def enter(self, tokens: int) -> None:
        """Wait for a place. `tokens` is what the call is expected to use."""
        async with self._freed:
            while True:
                delay = self._delay(tokens)
                if delay is None:
                    await self._freed.wait()
                elif delay > 0:
                    await self._pause(delay)
                else:
                    break
            self._active += 1
            if self._has_quota:
                self._starts.append((monotonic(), tokens))

    async def leave(self, *, succeeded: bool) -> None:
        """Give the place back."""
        async with self._freed:
            self._active -= 1
            if succeeded:
                most = float(self.pace.concurrency)
                self.allowed = min(most, self.allowed + 1 / max(1.0, self.allowed))
            self._freed.notify(2)

    def slow_down(self, seconds: float) -> None:
        """The server said 429: fewer at once, and none before `seconds` have passed."""
        now = monotonic()
        if now >= self._held_until:  # one burst of refusals is one reason, not fifty
            self.allowed = max(1.0, self.allowed / 2)
        self._held_until = max(self._held_until, now + seconds)

    def _delay(self, tokens: int) -> float | None:
        """Seconds to wait, 0 to go at once, None to wait for somebody to leave."""
        if self._active >= max(1, int(self.allowed)):
            return None
        now = monotonic()
        while self._starts and self._starts[0][0] <= now - MINUTE:
            self._starts.popleft()
        return max(self._held_until - now, self._quota_delay(now, tokens), 0.0)

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

    async def _pause(self, delay: float) -> None:
        """Sleep without holding the lock."""
        self._freed.release()
        try:
            await asyncio.sleep(delay)
        finally:
            await self._freed.acquire()
