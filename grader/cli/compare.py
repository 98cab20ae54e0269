"""kaoguan compare: runs, or the authors of a run, held against each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.choices import lang_option
from grader.cli.screen import deliver, page_options
from questions.errors import InputError

if TYPE_CHECKING:
    from grader.cli.choices import Lang
    from reports.statistics.comparison import Comparison

_MOST = 40


@click.command()
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--by",
    type=click.Choice(["auto", "author", "run"]),
    default="auto",
    show_default=True,
    help="What is compared; auto: authors where a run has several, else runs.",
)
@click.option("--allow-mixed", is_flag=True, help="Compare although rubrics or settings differ.")
@page_options
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
@click.option(
    "--seed", type=int, default=None, help="Seed of the intervals and tests; printed with them."
)
@lang_option
def compare(
    runs: tuple[Path, ...], by: str, allow_mixed: bool, html: Path | None, md: Path | None, as_json: bool,
    seed: int | None, lang: Lang,
) -> None:  # fmt: skip
    """Compare RUNS, folders written by eval, question by question."""
    from reports.comparison import build_comparison, comparison_to_json

    found = compare_runs(runs, by, seed)
    if found.mixed and not allow_mixed:
        raise InputError(
            f"{len(found.mixed)} questions were graded with different rubrics or settings",
            hint="grade both runs with the same program and rubrics, or give --allow-mixed",
        )
    page = build_comparison(found, lang)
    deliver(page, html, md, comparison_to_json(found) if as_json else None)


def compare_runs(runs: tuple[Path, ...], by: str = "auto", seed: int | None = None) -> Comparison:
    """Read and compare. Raises InputError where there are not two systems with shared questions."""
    from reports.statistics.bootstrap import SEED
    from reports.statistics.comparison import compare as compare_sides
    from reports.statistics.comparison import sides_of
    from reports.statistics.table import make_table
    from rubrics.runs import read_rows

    tables = [make_table(run.resolve().name, read_rows(run)) for run in runs]
    sides = sides_of(tables, by)
    if len(sides) > _MOST:
        raise InputError(
            f"{len(sides)} systems are too many to compare", hint="choose with --by run"
        )
    found = compare_sides(sides, SEED if seed is None else seed)
    if len(sides) < 2:
        raise InputError("one system alone cannot be compared", hint="give a second run")
    if not found.pairs:
        raise InputError(
            "no question is scored in two of the systems",
            hint="were they graded against the same bank?",
        )
    return found
