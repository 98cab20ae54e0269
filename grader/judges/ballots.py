"""What a judge is asked and what it says: frozen values between the rooms of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rubrics.marks import Evidence, Failure, State
from rubrics.model import KeyPoint

MISLED = "judge-misled"
"""The flag of an answer whose judge called a statement met that no honest answer contains."""
FAILED = "judge-failed"
"""The flag of an answer that a judge should have seen and did not."""


@dataclass(frozen=True, slots=True)
class Case:
    """One answer and the points to decide. `answer` has ignored parts blanked out; `reference` may
    be "". `lang` is "zh" or "en", the language of the prompt.
    """

    question: str
    reference: str
    points: tuple[KeyPoint, ...]
    answer: str
    lang: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of a point. `state` is UNSCORED when what it said cannot be used; `reason`
    then says why.
    """

    point: str
    state: State
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counts them (0 when it does not say)."""

    prompt: int = 0
    completion: int = 0

    def __add__(self, other: Usage) -> Usage:
        """Sum both counts."""
        return Usage(self.prompt + other.prompt, self.completion + other.completion)


NO_USAGE = Usage()


@dataclass(frozen=True, slots=True)
class Ballot:
    """One call's result: a verdict for every point asked, or a failure and none.

    `misled` means that the canary was called met: the verdicts are void. `bonus` names what is true
    in the answer beyond the reference. `cached` means that nothing was sent. `usage` and `cost` (US
    dollars, None when the price is unknown) are of this call, re-asking included.
    """

    judge: str
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    bonus: str = ""
    misled: bool = False
    failure: Failure | None = None
    usage: Usage = NO_USAGE
    cost: float | None = 0.0
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The panel's word on a point. `votes` were usable, out of `asked`; `agreement` is the share of
    the usable votes for the leading state, in [0, 1]; `verdict` is UNSCORED without a majority.
    """

    verdict: Verdict
    votes: int
    asked: int
    agreement: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the panel says of an answer: a tally for every point, flags, a bonus note, and the
    failure of the first call that failed.
    """

    tallies: Mapping[str, Tally]
    flags: tuple[str, ...] = ()
    bonus: str = ""
    failure: Failure | None = None
