"""kaoguan health: how well the questions and points of a bank measure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.choices import lang_option

if TYPE_CHECKING:
    from grader.cli.choices import Lang

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--review",
    type=click.IntRange(1, 10_000),
    default=50,
    show_default=True,
    help="Answers in the review queue.",
)
@click.option("--html", type=_FILE, help="Write the page with plots as one HTML file.")
@click.option("--md", type=_FILE, help="Write the page as Markdown.")
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
@lang_option
def health(
    run: Path, review: int, html: Path | None, md: Path | None, as_json: bool, lang: Lang
) -> None:
    """Difficulty and discrimination of questions and points in RUN, and what to review first."""
    from grader.cli.screen import print_document, write_documents
    from reports.health import build_health, health_to_json
    from reports.statistics.items import examine
    from reports.statistics.table import make_table
    from rubrics.runs import read_rows

    name = run.resolve().name
    found = examine(make_table(name, read_rows(run)), review)
    page = build_health(found, name, lang)
    write_documents(page, html, md)
    if as_json:
        click.echo(json.dumps(health_to_json(found), ensure_ascii=False, indent=2))
    else:
        print_document(page)
