"""kaoguan eval: a file of answers, graded into a folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.boundary import FINDINGS
from grader.cli.choices import (
    bank_option,
    encoder_option,
    judge_options,
    lang_option,
    read_bank,
    tier_option,
)
from questions.errors import InputError

if TYPE_CHECKING:
    from grader.answers.collection import Request
    from grader.cli.choices import Lang
    from grader.judging import JudgeOptions
    from grader.runs.session import Order, Tally
    from questions.model import Bank
    from reports.statistics.table import RunTable

_KINDS = ("auto", "jsonl", "csv", "folder", "inspect", "promptfoo", "lm-eval")
_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)

_MODEL_OPTIONS = (
    click.option("--model", help="Ask this model for the answers, instead of reading ANSWERS."),
    click.option("--base-url", default="", help="OpenAI-compatible endpoint of --model. Default: OPENAI_BASE_URL."),
    click.option("--repeats", type=click.IntRange(1, 1000), default=1, show_default=True, help="Answers of --model to each question."),
    click.option("--temperature", type=click.FloatRange(0, 2), help="Of --model. Default: the endpoint's."),
    click.option("--system", type=_FILE, help="File with the system prompt for --model."),
    click.option("--max-tokens", type=click.IntRange(1), help="Longest answer of --model."),
    click.option("--concurrency", type=click.IntRange(1, 256), default=4, show_default=True, help="Calls to --model at a time."),
    click.option("--input-price", type=click.FloatRange(0), help="Price of a million tokens that --model reads."),
    click.option("--output-price", type=click.FloatRange(0), help="Price of a million tokens that --model writes."),
)  # fmt: skip


def model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--model` and what belongs to it, given to the command as one `asked: Request | None`."""

    @wraps(command)
    def with_model(
        *, model: str | None, base_url: str, repeats: int, temperature: float | None, system: Path | None,
        max_tokens: int | None, concurrency: int, input_price: float | None, output_price: float | None,
        **others: Any,  # noqa: ANN401  # the command's own options, passed on
    ) -> Any:  # noqa: ANN401  # what the command returns  # fmt: skip
        from grader.answers.collection import Request

        asked = None
        if model:
            prompt = _read_prompt(system)
            prices = (input_price, output_price)
            asked = Request(
                model, base_url, repeats, temperature, prompt, max_tokens, concurrency, *prices
            )
        return command(asked=asked, **others)

    for option in reversed(_MODEL_OPTIONS):
        with_model = option(with_model)
    return with_model


@click.command("eval")
@click.argument("answers", required=False, type=click.Path(path_type=Path))
@bank_option
@click.option("--rubrics", type=click.Path(path_type=Path), help="Rubric file or folder (YAML).")
@click.option(
    "--out",
    required=True,
    type=_FOLDER,
    help="Folder of the run; given again, the run goes on where it stopped.",
)
@click.option(
    "--from",
    "kind",
    type=click.Choice(_KINDS),
    default="auto",
    show_default=True,
    help="What kind of file ANSWERS is.",
)
@model_options
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Who grades: this machine, or a Ray cluster (RAY_ADDRESS).",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 512),
    default=1,
    show_default=True,
    help="Processes that grade; the results do not depend on it.",
)
@click.option(
    "--calibration", type=_FILE, help="A calibration that `kaoguan agree --calibrate` wrote."
)
@click.option("--restart", is_flag=True, help="Set results of other settings aside and grade anew.")
@click.option("--retry-failures", is_flag=True, help="Grade again what failed, and only that.")
@click.option(
    "--no-cache", is_flag=True, help="Do not use sheets that other runs made of the same text."
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    help="Exit with 1 when the mean score is lower, or there is none.",
)
@click.option(
    "--fail-on-regression",
    "baseline",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="Exit with 1 when the mean score is lower than RUN's beyond chance.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.option(
    "--dry-run", is_flag=True, help="Say what the judges would cost, and ask and write nothing."
)
@judge_options
@tier_option
@encoder_option
@lang_option
def evaluate(
    answers: Path | None, banks: tuple[Path, ...], rubrics: Path | None, out: Path, kind: str, asked: Request | None,
    engine: str, workers: int, calibration: Path | None, restart: bool, retry_failures: bool, no_cache: bool,
    fail_under: float | None, baseline: Path | None, as_json: bool, quiet: bool, dry_run: bool, judges: JudgeOptions,
    tier: str, encoder: str, lang: Lang,
) -> None:  # fmt: skip
    """Grade every answer of ANSWERS and write OUT/results.jsonl, run.json and report.html.

    ANSWERS is JSONL or CSV with the columns question, answer, answer_id, author, repeat; a folder
    of <question>/<author>.txt; or a log of Inspect, promptfoo or lm-evaluation-harness. With
    --model the answers are collected first, into OUT/answers.jsonl. What cannot be graded has a
    line that says why.
    """
    from grader.engines.bench import Recipe
    from grader.runs.session import Order

    if (answers is None) == (asked is None):
        raise InputError("give either ANSWERS or --model", hint="see kaoguan eval --help")
    bank, _ = read_bank(banks)
    if asked is not None and not dry_run:
        answers, kind = _collect(bank, asked, out, retry_failures, quiet or as_json), "jsonl"
    recipe = Recipe(bank, rubrics, tier, encoder, calibration, judges if judges.models else None)
    order = Order(
        answers=answers or out, out=out, recipe=recipe, kind=kind, banks=banks, engine=engine,
        workers=workers, restart=restart, retry_failures=retry_failures,
        memory=None if no_cache else _memory_path(),
    )  # fmt: skip
    if dry_run:
        _foretell(order, as_json)
        return
    tally = _hold(order, quiet or as_json)
    table = _show(order, tally, lang, as_json)
    if _is_under(table, fail_under) or _is_regression(order.out, baseline):
        sys.exit(FINDINGS)


def _read_prompt(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise InputError(f"cannot read the system prompt: {reason}", place=str(path)) from None


def _memory_path() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("kaoguan") / "sheets.sqlite"


def _collect(bank: Bank, asked: Request, out: Path, again: bool, quiet: bool) -> Path:
    """Ask the model about every question that can be graded."""
    from grader.answers.collection import collect

    def watch(done: int, wanted: int) -> None:
        if not quiet and (done == wanted or done % 20 == 0):
            click.echo(f"collected {done:,}/{wanted:,}", err=True)

    return collect([q for q in bank.questions if q.is_gradable], asked, out, watch, again)


def _foretell(order: Order, as_json: bool) -> None:
    """What judging these answers would take."""
    from dataclasses import replace

    from grader.cli.consulting import foretell
    from grader.judging import make_judging
    from grader.runs.session import foresee

    if order.answers == order.out:
        raise InputError(
            "--dry-run needs ANSWERS", hint="collect them first: --model without --judge"
        )
    judges = order.recipe.judges
    judging = make_judging(replace(judges, keyless=True)) if judges else None
    click.echo(foretell(judging, foresee(order), as_json))


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


def _show(order: Order, tally: Tally, lang: Lang, as_json: bool) -> RunTable:
    """Write the report and print it, or the counts."""
    from grader.cli.consulting import describe_spending
    from grader.cli.screen import print_document
    from grader.runs.folder import RunFolder
    from reports.documents.html import render_html
    from reports.runs import build_run, run_mean
    from reports.statistics.table import make_table
    from rubrics.runs import read_manifest, read_rows

    table = make_table(order.out.resolve().name, read_rows(order.out))
    page = build_run(table, read_manifest(order.out), lang)
    RunFolder(order.out).write("report.html", render_html(page))
    if order.recipe.judges is not None:
        click.echo(f"judge: {describe_spending(tally.spending)}", err=True)
    if as_json:
        mean = run_mean(table)
        counts = tally.to_json() | {"mean": mean.value if mean else None}
        click.echo(json.dumps(counts, ensure_ascii=False))
    else:
        print_document(page)
        click.echo(f"→ {order.out / 'report.html'}", err=True)
    return table


def _is_under(table: RunTable, least: float | None) -> bool:
    from reports.runs import run_mean

    mean = run_mean(table)
    return least is not None and (mean is None or mean.value < least)


def _is_regression(run: Path, baseline: Path | None) -> bool:
    """Whether the mean is lower than the baseline's, all of the 95 % interval below 0."""
    if baseline is None:
        return False
    from grader.cli.compare import compare_runs

    found = compare_runs((run, baseline), by="run")
    if found.mixed:
        hint = "grade the baseline again with the same program and rubrics"
        raise InputError(
            "the baseline was graded with different rubrics or settings",
            place=str(baseline),
            hint=hint,
        )
    difference = found.pairs[0].difference
    low, high = difference.low, difference.high
    known = low is not None and high is not None
    shown = f"{difference.value:+.1f}" + (f" ({low:.1f} to {high:.1f})" if known else "")
    click.echo(f"against {baseline.name}: {shown} points over {difference.n} questions", err=True)
    return difference.is_negative
