"""kaoguan report: a run in the format that somebody asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.choices import lang_option
from grader.cli.screen import dump_json
from questions.errors import InputError

if TYPE_CHECKING:
    from grader.cli.choices import Lang
    from reports.documents.parts import Document
    from reports.statistics.table import RunTable

FORMATS = ("html", "md", "csv", "points-csv", "xlsx", "junit", "json", "parquet")
_SUFFIXES = {"points-csv": "points.csv", "junit": "junit.xml"}


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="html",
    show_default=True,
    help="csv: one line an answer; points-csv: one line a key point.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write. Default: report.* in the run's folder.",
)
@click.option(
    "--pass-mark",
    type=click.FloatRange(0, 100),
    default=60.0,
    show_default=True,
    help="junit: scores below fail.",
)
@lang_option
def report(run: Path, form: str, out: Path | None, pass_mark: float, lang: Lang) -> None:
    """Write RUN, a folder that eval wrote, as one file."""
    from reports.runs import build_run
    from reports.statistics.table import make_table
    from rubrics.runs import read_manifest, read_rows

    table = make_table(run.resolve().name, read_rows(run))
    page = build_run(table, read_manifest(run), lang)
    path = out or run / f"report.{_SUFFIXES.get(form, form)}"
    if out is None and path.is_symlink():
        raise InputError(
            "is a link, which is not written through", place=str(path), hint="give --out"
        )
    _write(run, table, page, form, path, pass_mark)
    click.echo(f"→ {path}", err=True)


def _write(
    run: Path, table: RunTable, page: Document, form: str, path: Path, pass_mark: float
) -> None:
    from reports import tables
    from reports.documents.html import render_html
    from reports.documents.markdown import render_markdown
    from reports.junit import write_junit
    from rubrics.runs import read_rows

    if form == "html":
        path.write_text(render_html(page), "utf-8")
    elif form == "md":
        path.write_text(render_markdown(page), "utf-8")
    elif form in ("csv", "points-csv"):
        tables.write_csv(read_rows(run), path, points=form == "points-csv")
    elif form == "xlsx":
        tables.write_xlsx(lambda: read_rows(run), path, page.tables())
    elif form == "junit":
        write_junit(read_rows(run), table, path, pass_mark)
    elif form == "parquet":
        tables.write_parquet(read_rows(run), path)
    else:
        path.write_text(_json(run, table), "utf-8")


def _json(run: Path, table: RunTable) -> str:
    """The run's manifest with its means."""
    from dataclasses import asdict

    from reports.runs import compare_quietly, run_mean
    from rubrics.runs import read_manifest

    mean = run_mean(table)
    data = {
        "format": "kaoguan-summary/1",
        "run": read_manifest(run),
        "mean": asdict(mean) if mean else None,
        "bands": dict(table.bands),
        "failures": dict(table.failures),
        "flags": dict(table.flags),
        "authors": [
            {
                "name": s.name,
                "answers": s.answers,
                "unscored": s.unscored,
                "mean": asdict(s.mean) if s.mean else None,
            }
            for s in compare_quietly(table)
        ],
        "questions": {q: round(m, 2) for q, m in table.question_means().items()},
    }
    return dump_json(data) + "\n"
