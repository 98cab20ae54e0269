"""A line that says how far a long job is: rate, time left, cost, failures."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

from rubrics.runs import Row

_EVERY = 0.2
_EVERY_LINE = 30.0


@dataclass
class Progress:
    """Writes to standard error: one line that changes in a terminal, else a line every 30 s.

    `total` is None when nobody knows it.
    """

    total: int | None
    quiet: bool = False
    done: int = 0
    known: int = 0
    failures: int = 0
    cost: float = 0.0
    started: float = field(default_factory=time.monotonic)
    shown: float = 0.0

    def add(self, row: Row, known: bool) -> None:
        """Count a row and say so now and then."""
        self.done += 1
        self.known += known
        self.failures += row.sheet.failure is not None
        self.cost += row.usage.cost or 0.0
        now = time.monotonic()
        pause = _EVERY if sys.stderr.isatty() else _EVERY_LINE
        if not self.quiet and now - max(self.shown, self.started) >= pause:
            self.shown = now
            self._say(now)

    def finish(self) -> None:
        """Leave the last state standing in a terminal."""
        if self.shown and sys.stderr.isatty():
            self._say(time.monotonic())
            sys.stderr.write("\n")

    def _say(self, now: float) -> None:
        line = self.text(now - self.started)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[2K{line}")
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def text(self, seconds: float) -> str:
        """Such as `1,200/5,000 · 83/s · 0:45 left · 2 failures · $1.20`."""
        rate = (self.done - self.known) / seconds if seconds > 0 else 0.0
        parts = [f"{self.done:,}" + (f"/{self.total:,}" if self.total is not None else "")]
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
        if self.total is not None and rate > 0:
            parts.append(f"{_clock((self.total - self.done) / rate)} left")
        if self.failures:
            parts.append(f"{self.failures:,} failures")
        if self.cost:
            parts.append(f"${self.cost:,.2f}")
        return " · ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
