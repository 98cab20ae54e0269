"""An offline mark and a judge's verdict made one mark: probabilities multiplied, not replaced."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from grader.judges.ballots import Tally
from rubrics.marks import SCORED_STATES, Mark, State


@dataclass(frozen=True, slots=True)
class Likelihood:
    """P(verdict | true state), by truth and verdict, and the name that goes into signatures."""

    name: str
    table: Mapping[State, Mapping[State, float]]


@cache
def bundled_likelihood() -> Likelihood:
    """What `training/judge_likelihood.py` fitted; its provenance stands in the same file."""
    text = files("grader.judges").joinpath("data/likelihood.json").read_text("utf-8")
    data = json.loads(text)
    return Likelihood(
        data["name"],
        {
            State(truth): {State(said): float(share) for said, share in row.items()}
            for truth, row in data["likelihood"].items()
        },
    )


_NAMES = tuple((state, state.value) for state in SCORED_STATES)
SURE = 0.5
"""A mark of which no state holds more than half stays unsure."""


def fuse(mark: Mark, tally: Tally) -> Mark:
    """The mark after the judge's word. Without a usable verdict it stays, with a note why.

    The state is the likeliest one of both. Where that is not the judge's, the offline tier has
    decided; where it is, the judge has, and its quotes are the evidence.
    """
    verdict = tally.verdict
    counts = {"judge.votes": float(tally.votes), "judge.agreement": round(tally.agreement, 4)}
    signals = {**mark.signals, **counts}
    if verdict.state is State.UNSCORED or not mark.probabilities:
        return replace(mark, signals=signals, reason=_joined(mark.reason, verdict.reason))
    odds = _posterior(mark.probabilities, tally)
    state = max(SCORED_STATES, key=lambda s: odds[s])
    said = state is verdict.state
    note = f"the judge said {verdict.state.value}, which did not outweigh this"
    evidence = verdict.evidence if said else mark.evidence or verdict.evidence
    if state is State.MISSING:
        evidence = ()
    return replace(
        mark,
        state=state if evidence else State.MISSING,
        probabilities={name: round(odds[state], 4) for state, name in _NAMES},
        evidence=evidence,
        reason=verdict.reason if said else _joined(mark.reason, note),
        signals={**signals, f"judge.{verdict.state.value}": 1.0},
        decided_by="judge" if said else mark.decided_by,
        unsure=not said or odds[state] < SURE,
    )


def _posterior(prior: Mapping[str, float], tally: Tally) -> dict[State, float]:
    """Bayes' rule. n votes of which a share a agree weigh as √n × a votes: they share their errors,
    being of one model or of models raised on the same texts.
    """
    weight = math.sqrt(tally.votes) * tally.agreement
    said = tally.verdict.state
    table = bundled_likelihood().table
    raw = {
        state: max(prior.get(name, 0.0), 1e-4) * table[state][said] ** weight
        for state, name in _NAMES
    }
    total = sum(raw.values())
    return {state: value / total for state, value in raw.items()}


def _joined(first: str, second: str) -> str:
    return f"{first}; {second}" if first and second else first or second
