"""kaoguan health: how well the questions and points of a bank measure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.choices import lang_option
from grader.cli.screen import deliver, page_options

if TYPE_CHECKING:
    from grader.cli.choices import Lang


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--review",
    type=click.IntRange(1, 10_000),
    default=50,
    show_default=True,
    help="Answers in the review queue.",
)
@page_options
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
@lang_option
def health(
    run: Path, review: int, html: Path | None, md: Path | None, as_json: bool, lang: Lang
) -> None:
    """Difficulty and discrimination of questions and points in RUN, and what to review first."""
    from reports.health import build_health, health_to_json
    from reports.statistics.items import examine
    from reports.statistics.table import make_table
    from rubrics.runs import read_rows

    name = run.resolve().name
    found = examine(make_table(name, read_rows(run)), review)
    page = build_health(found, name, lang)
    deliver(page, html, md, health_to_json(found) if as_json else None)
