"""What a run may spend, and what it has spent."""

from __future__ import annotations

from dataclasses import dataclass

from grader.judges.ballots import NO_USAGE, Usage
from grader.judges.prices import Price
from rubrics.marks import Failure


@dataclass(frozen=True, slots=True)
class Spending:
    """`calls` were answered by a server, `cached` by the cache, `failed` not at all. `cost` is in
    US dollars, None when a price is unknown.
    """

    calls: int = 0
    cached: int = 0
    failed: int = 0
    usage: Usage = NO_USAGE
    cost: float | None = 0.0

    def __add__(self, other: Spending) -> Spending:
        """Sum everything."""
        known = self.cost is not None and other.cost is not None
        return Spending(
            self.calls + other.calls,
            self.cached + other.cached,
            self.failed + other.failed,
            self.usage + other.usage,
            (self.cost or 0.0) + (other.cost or 0.0) if known else None,
        )


class Budget:
    """Counts calls and dollars against `most_calls` and `most_cost`, None without a limit.

    A call is paid for in advance with the most it is likely to cost, and settled afterwards: calls
    at the same time do not overdraw.
    """

    def __init__(self, most_calls: int | None = None, most_cost: float | None = None) -> None:
        self._most_calls = most_calls
        self._most_cost = most_cost
        self._calls = 0
        self._cost = 0.0

    def reserve(self, price: Price | None, most: Usage) -> Failure | None:
        """Take the cost of one call; a failure when it is not there."""
        cost = price.cost(most) if price else 0.0
        if self._most_calls is not None and self._calls + 1 > self._most_calls:
            return _spent(f"the limit of {self._most_calls} calls is reached")
        if self._most_cost is not None and self._cost + cost > self._most_cost:
            return _spent(f"the limit of ${self._most_cost:g} is reached")
        self._calls += 1
        self._cost += cost
        return None

    def refund(self, price: Price | None, most: Usage) -> None:
        """Give back what `reserve` took for a call that came to nothing."""
        self._calls -= 1
        self.settle(price, most, Usage())

    def settle(self, price: Price | None, most: Usage, used: Usage) -> None:
        """Replace what `reserve` took by what was used."""
        if price:
            self._cost += price.cost(used) - price.cost(most)


NOTHING = Spending()


def _spent(message: str) -> Failure:
    return Failure(
        "judge-budget", message, "run it again with a higher limit; nothing is asked twice"
    )
