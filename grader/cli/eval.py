"""kaoguan eval: a file of answers, graded into a folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.boundary import FINDINGS
from grader.cli.choices import bank_option, encoder_option, lang_option, read_bank, tier_option

if TYPE_CHECKING:
    from grader.cli.choices import Lang
    from grader.runs.session import Order, Tally

_KINDS = ("auto", "jsonl", "csv", "folder", "inspect", "promptfoo", "lm-eval")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("eval")
@click.argument("answers", type=click.Path(path_type=Path))
@bank_option
@click.option("--rubrics", type=click.Path(path_type=Path), help="Rubric file or folder (YAML).")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the run; given again, the run goes on where it stopped.")
@click.option("--from", "kind", type=click.Choice(_KINDS), default="auto", show_default=True, help="What kind of file ANSWERS is.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Who grades: this machine, or a Ray cluster (RAY_ADDRESS).")
@click.option("--workers", type=click.IntRange(1, 512), default=1, show_default=True, help="Processes that grade; the results do not depend on it.")
@click.option("--calibration", type=_FILE, help="A calibration that `kaoguan agree --calibrate` wrote.")
@click.option("--restart", is_flag=True, help="Set results of other settings aside and grade anew.")
@click.option("--retry-failures", is_flag=True, help="Grade again what failed, and only that.")
@click.option("--no-cache", is_flag=True, help="Do not use sheets that other runs made of the same text.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit with 1 when the mean score is lower, or there is none.")
@click.option("--fail-on-regression", type=click.Path(path_type=Path), metavar="RUN", help="Exit with 1 when the mean score is lower than RUN's beyond chance.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@tier_option
@encoder_option
@lang_option
def evaluate(
    answers: Path, banks: tuple[Path, ...], rubrics: Path | None, out: Path, kind: str, engine: str, workers: int,
    calibration: Path | None,    restart: bool, retry_failures: bool, no_cache: bool, fail_under: float | None, fail_on_regression: Path | None,
    as_json: bool, quiet: bool, tier: str, encoder: str, lang: Lang,
) -> None:  # fmt: skip
    """Grade every answer of ANSWERS and write OUT/results.jsonl, run.json and report.html.

    ANSWERS is JSONL or CSV with the columns question, answer, answer_id, author, repeat, or a
    folder of <question>/<author>.txt. What cannot be graded has a line that says why.
    """
    from grader.engines.bench import Recipe
    from grader.runs.session import Order

    bank, _ = read_bank(banks)
    order = Order(
        answers=answers, out=out, recipe=Recipe(bank, rubrics, tier, encoder, calibration), kind=kind, banks=banks,
        engine=engine, workers=workers, restart=restart, retry_failures=retry_failures,
        memory=None if no_cache else _memory_path(),
    )  # fmt: skip
    tally = _hold(order, quiet or as_json)
    _show(order, tally, lang, as_json)
    if fail_under is not None and (tally.mean is None or tally.mean < fail_under):
        sys.exit(FINDINGS)


def _memory_path() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("kaoguan") / "sheets.sqlite"


def _hold(order: Order, quiet: bool) -> Tally:
    from grader.answers import count_answers
    from grader.cli.progress import Progress
    from grader.runs.session import hold

    progress = Progress(count_answers(order.answers, order.kind), quiet)
    try:
        return hold(order, progress.add)
    except KeyboardInterrupt:
        kept = f"{progress.done:,} answers are kept; the same command goes on from there"
        click.echo(f"\nkaoguan: stopped: {kept}", err=True)
        sys.exit(130)
    finally:
        progress.finish()


def _show(order: Order, tally: Tally, lang: Lang, as_json: bool) -> None:
    from grader.cli.screen import print_document
    from grader.runs.folder import RunFolder
    from reports.documents.html import render_html
    from reports.runs import build_run
    from reports.statistics.table import make_table
    from rubrics.runs import read_manifest, read_rows

    page = build_run(make_table(order.out.name, read_rows(order.out)), read_manifest(order.out), lang)
    RunFolder(order.out).write("report.html", render_html(page))
    if as_json:
        click.echo(json.dumps(tally.to_json(), ensure_ascii=False))
        return
    print_document(page)
    click.echo(f"→ {order.out / 'report.html'}", err=True)
