"""Judges at the command line: what they would cost, what they did cost, and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.judges.budget import Estimate, Spending
    from grader.judging import Job, Judging
    from rubrics.marks import Scoresheet


def consult(judging: Judging, job: Job) -> Scoresheet:
    """The sheet after the judges; what it took goes to standard error."""
    review = judging.review(job)
    if review.failure is not None:
        hint = f" ({review.failure.hint})" if review.failure.hint else ""
        said = f"{review.failure.message}{hint}; the marks of the offline tier stand"
        click.echo(f"kaoguan: judge: {said}", err=True)
    click.echo(f"judge: {describe_spending(review.spending)}", err=True)
    for note in judging.panel.notes:
        click.echo(f"kaoguan: {note}", err=True)
    return review.sheet


def foretell(judging: Judging | None, jobs: Iterable[Job], as_json: bool = False) -> str:
    """What asking about these answers would take, for people or as JSON. Sends nothing."""
    from grader.judges.budget import Estimate

    total, answers = Estimate(), 0
    for job in jobs:
        answers += 1
        total += judging.estimate(job) if judging else Estimate()
    return _as_json(total, answers) if as_json else describe_estimate(total, answers)


def describe_estimate(estimate: Estimate, answers: int) -> str:
    """One line: calls, tokens and dollars as ranges."""
    known = f", {estimate.cached:,} more from the cache" if estimate.cached else ""
    calls = f"{_many(estimate.calls, 'call')} for {_many(answers, 'answer')}{known}"
    if not estimate.calls:
        return f"{calls}: nothing to send"
    sent = _range(estimate.prompt_tokens)
    back = _range(estimate.completion_tokens)
    return f"{calls}: {sent} tokens there, {back} back, {_dollar_range(estimate.cost)}"


def describe_spending(spending: Spending) -> str:
    """One line: calls, tokens and dollars."""
    parts = [_many(spending.calls, "call")]
    parts += [f"{spending.cached:,} from the cache"] if spending.cached else []
    parts += [f"{spending.failed:,} failed"] if spending.failed else []
    usage = spending.usage
    if usage.prompt or usage.completion:
        parts.append(f"{usage.prompt:,} + {usage.completion:,} tokens")
    parts.append("price unknown" if spending.cost is None else _dollars(spending.cost))
    return ", ".join(parts)


def _as_json(estimate: Estimate, answers: int) -> str:
    facts = {
        "answers": answers,
        "calls": estimate.calls,
        "cached": estimate.cached,
        "prompt_tokens": estimate.prompt_tokens,
        "completion_tokens": estimate.completion_tokens,
        "cost_usd": estimate.cost,
    }
    return json.dumps(facts)


def _many(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _range(pair: tuple[int, int]) -> str:
    return f"{pair[0]:,}-{pair[1]:,}"


def _dollar_range(pair: tuple[float, float] | None) -> str:
    if pair is None:
        return "price unknown (add it to prices.toml)"
    return "free" if pair[1] == 0 else f"{_dollars(pair[0])}-{_dollars(pair[1])[1:]}"


def _dollars(cost: float) -> str:
    """Two digits that count, never 0 for something."""
    return (
        f"${cost:.2f}" if cost >= 1 or cost == 0 else f"${cost:.2g}" if cost >= 1e-4 else "$<0.0001"
    )
