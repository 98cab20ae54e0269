"""kaoguan selftest: whether a configuration grades a bank as it should."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.boundary import FINDINGS
from grader.cli.choices import (
    bank_option,
    encoder_option,
    judge_options,
    read_bank,
    tier_option,
)
from grader.cli.screen import print_json
from questions.errors import InputError

if TYPE_CHECKING:
    from grader.judging import JudgeOptions
    from grader.trials import Finding, Trial


@click.command()
@bank_option
@click.option(
    "--rubric", "rubrics", type=click.Path(path_type=Path), help="Rubric file or folder (YAML)."
)
@click.option(
    "--questions",
    "count",
    type=click.IntRange(1, 1000),
    default=8,
    show_default=True,
    help="How many questions of the bank to probe.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@judge_options
@tier_option
@encoder_option
def selftest(
    *, banks: tuple[Path, ...], rubrics: Path | None, count: int, as_json: bool,
    judges: JudgeOptions, tier: str, encoder: str,
) -> None:  # fmt: skip
    """Grade answers made from the bank whose worth is known, and say what is graded wrongly.

    Perfect, paraphrased, halved, padded, negated, with wrong numbers and swapped roles, stuffed,
    off topic, blank, the question pasted, and ten injections. With judges also whether the order
    of the points or asking again changes anything. Exits with 1 when a check fails.
    """
    from grader.desk import make_desk
    from grader.judging import make_judging
    from grader.trials import choose_questions, probe_judges, run_trial

    bank, _ = read_bank(banks)
    desk = make_desk(bank, rubrics, tier=tier, encoder=encoder)
    desk.grader.judging = make_judging(judges)
    if not choose_questions(desk, count):
        raise InputError(
            "no question with three key points or more",
            place=", ".join(map(str, banks)) or "bank",
            hint="write reference answers, or give --rubric",
        )
    trial = run_trial(desk, count)
    judging = desk.grader.judging
    more = probe_judges(desk, judging, count) if judging else []
    _print(trial, more, as_json)
    if not trial.passed or not all(finding.passed for finding in more):
        sys.exit(FINDINGS)


def _print(trial: Trial, more: list[Finding], as_json: bool) -> None:
    findings = [*trial.findings, *more]
    if as_json:
        print_json(_facts(trial, findings))
        return
    click.echo(f"{trial.questions} questions probed")
    for finding in findings:
        sign = "ok  " if finding.passed else "FAIL"
        score = trial.means.get(finding.name)
        shown = f"mean {score:5.1f}" if score is not None else " " * 10
        share = f"{finding.held}/{finding.tried}"
        click.echo(f"{sign} {finding.name:10} {share:>7}  {shown}  {finding.meaning}")
    failed = sum(not finding.passed for finding in findings)
    click.echo("all checks pass" if not failed else f"{failed} of {len(findings)} checks fail")


def _facts(trial: Trial, findings: list[Finding]) -> dict[str, object]:
    return {
        "questions": trial.questions,
        "passed": all(finding.passed for finding in findings),
        "checks": [
            {
                "name": f.name,
                "meaning": f.meaning,
                "held": f.held,
                "tried": f.tried,
                "needed": f.needed,
                "passed": f.passed,
            }
            for f in findings
        ],
        "means": dict(trial.means),
    }
