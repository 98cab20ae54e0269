"""Several judges, or one asked several times: their majority rules."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from types import TracebackType

from grader.judges.ballots import FAILED, MISLED, Ballot, Case, Ruling, Tally, Verdict
from grader.judges.budget import Estimate, Spending
from grader.judges.judge import Judge
from grader.judges.messages import prompt_hash
from rubrics.marks import State

SAMPLE_TEMPERATURE = 0.7
"""Repeated questions to one model need chance: at 0 the samples would be copies. The value is the
one of the self-consistency paper (Wang et al. 2022, arXiv:2203.11171)."""


class Panel:
    """Judges that are all asked `samples` times, repeats numbered from `first`. Enter it within
    the event loop that asks.
    """

    def __init__(self, judges: Sequence[Judge], samples: int = 1, first: int = 0) -> None:
        self.judges = tuple(judges)
        self.samples = samples
        self.repeats = range(first, first + samples)
        self.temperature = SAMPLE_TEMPERATURE if samples > 1 else 0.0
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Panel:
        """Open connections in the running loop."""
        for judge in self.judges:
            await self._open.enter_async_context(judge.conversation)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close them."""
        await self._open.__aexit__(kind, error, trace)

    @property
    def concurrency(self) -> int:
        """Calls that may be in flight at a time, over all judges."""
        return sum(judge.conversation.concurrency for judge in self.judges)

    @property
    def notes(self) -> tuple[str, ...]:
        """What went wrong with the cache."""
        return tuple(dict.fromkeys(j.conversation.note for j in self.judges if j.conversation.note))

    @property
    def sent(self) -> int:
        """Requests sent so far, retries included."""
        return sum(judge.conversation.sent for judge in self.judges)

    def signature(self) -> dict[str, str]:
        """The parts that a score's signature needs of the judges."""
        names = ", ".join(sorted(judge.conversation.endpoint.signed for judge in self.judges))
        samples = {"samples": str(self.samples)} if self.samples > 1 else {}
        return {"judge": names, "prompt": prompt_hash(), **samples}

    def estimate(self, case: Case) -> Estimate:
        """What asking about a case would take. Sends nothing."""
        asked = (
            judge.estimate(case, repeat, self.temperature)
            for judge in self.judges
            for repeat in self.repeats
        )
        return sum(asked, Estimate())

    async def rule(self, case: Case) -> tuple[Ruling, Spending]:
        """Ask all judges at once. Raises InputError when no call can succeed."""
        asked = [
            judge.ask(case, repeat, self.temperature)
            for judge in self.judges
            for repeat in self.repeats
        ]
        ballots = [await asked[0]] if len(asked) == 1 else await asyncio.gather(*asked)
        return count_votes(case, ballots), _spending(ballots)


def count_votes(case: Case, ballots: Sequence[Ballot]) -> Ruling:
    """The ruling of the ballots: a state needs more than half of all votes that were asked for."""
    tallies = {point.id: _count(point.id, ballots) for point in case.points}
    failure = next((ballot.failure for ballot in ballots if ballot.failure), None)
    open_points = any(tally.verdict.state is State.UNSCORED for tally in tallies.values())
    flags = [MISLED] if any(ballot.misled for ballot in ballots) else []
    if failure is not None and open_points:
        flags.append(FAILED)
    bonus = next((ballot.bonus for ballot in ballots if ballot.bonus), "")
    return Ruling(tallies, tuple(flags), bonus, failure)


def _count(point: str, ballots: Sequence[Ballot]) -> Tally:
    given = [ballot.verdicts[point] for ballot in ballots if point in ballot.verdicts]
    usable = [verdict for verdict in given if verdict.state is not State.UNSCORED]
    if not usable:
        return Tally(Verdict(point, State.UNSCORED, _why(given, ballots)), 0, len(ballots), 0.0)
    counts = Counter(verdict.state for verdict in usable)
    state, most = max(counts.items(), key=lambda item: (item[1], item[0]))
    agreement = most / len(usable)
    if 2 * most <= len(ballots):
        split = ", ".join(f"{count} {name.value}" for name, count in sorted(counts.items()))
        reason = f"no majority of the {len(ballots)} judges asked: {split}"
        return Tally(Verdict(point, State.UNSCORED, reason), len(usable), len(ballots), agreement)
    chosen = next(verdict for verdict in usable if verdict.state is state)
    return Tally(chosen, len(usable), len(ballots), agreement)


def _why(given: Sequence[Verdict], ballots: Sequence[Ballot]) -> str:
    """The first reason for there being no usable vote."""
    if given:
        return given[0].reason
    if any(ballot.misled for ballot in ballots):
        return "the judge called a control point met, so its verdicts do not count"
    return next((b.failure.message for b in ballots if b.failure), "nobody was asked")


def _spending(ballots: Sequence[Ballot]) -> Spending:
    total = Spending()
    for ballot in ballots:
        failed = ballot.failure is not None
        called = not failed and not ballot.cached
        total += Spending(int(called), int(ballot.cached), int(failed), ballot.usage, ballot.cost)
    return total
