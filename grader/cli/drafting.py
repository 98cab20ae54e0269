"""Drafts by a model at the command line: what they would cost, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.consulting import describe_estimate, describe_spending

if TYPE_CHECKING:
    from grader.drafting import Drafter
    from questions.passages import ProposedAnswer


def foretell_drafts(drafter: Drafter, proposed: Sequence[ProposedAnswer]) -> str:
    """What asking about all questions would take. Sends nothing."""
    line = describe_estimate(drafter.estimate(proposed), len(proposed))
    return line.replace("answer", "question")


def let_write(drafter: Drafter, proposed: Sequence[ProposedAnswer]) -> tuple[ProposedAnswer, ...]:
    """The drafts of a model, and passages where it gave none; what happened goes to standard error.

    Raises InputError when no call can succeed.
    """
    from grader.judges.budget import Spending

    written = drafter.write_all(proposed)
    for each in written:
        title = each.proposed.question.title
        if each.why:
            click.echo(f"{title}: the passages as they are: {each.why}", err=True)
        elif each.proposed.note:
            click.echo(f"{title}: {each.proposed.note}", err=True)
    by_model = sum(not each.why for each in written)
    click.echo(
        f"{by_model} of {len(written)} drafts by {drafter.conversation.endpoint.name}", err=True
    )
    if written:
        spending = sum((each.spending for each in written), Spending())
        click.echo(f"judge: {describe_spending(spending)}", err=True)
    if drafter.conversation.note:
        click.echo(f"kaoguan: {drafter.conversation.note}", err=True)
    return tuple(each.proposed for each in written)
