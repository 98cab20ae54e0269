"""What a run would spend, may spend, and has spent."""

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


@dataclass(frozen=True, slots=True)
class Estimate:
    """What asking would take: `calls` to send, `cached` known already, tokens and US dollars as
    (least, most); `cost` is None when a price is unknown.
    """

    calls: int = 0
    cached: int = 0
    prompt_tokens: tuple[int, int] = (0, 0)
    completion_tokens: tuple[int, int] = (0, 0)
    cost: tuple[float, float] | None = (0.0, 0.0)

    def __add__(self, other: Estimate) -> Estimate:
        """Sum everything."""
        cost = None
        if self.cost is not None and other.cost is not None:
            cost = (self.cost[0] + other.cost[0], self.cost[1] + other.cost[1])
        return Estimate(
            self.calls + other.calls,
            self.cached + other.cached,
            _sum(self.prompt_tokens, other.prompt_tokens),
            _sum(self.completion_tokens, other.completion_tokens),
            cost,
        )


def likely_cost(price: Price | None, likely: tuple[Usage, Usage]) -> Estimate:
    """One call that uses between the least and the most of `likely`."""
    low, high = likely
    return Estimate(
        1,
        0,
        (low.prompt, high.prompt),
        (low.completion, high.completion),
        (price.cost(low), price.cost(high)) if price else None,
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


def _sum(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    return left[0] + right[0], left[1] + right[1]
