"""kaoguan eval: a file of answers, graded into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.choices import Lang, bank_option, encoder_option, lang_option, read_bank, tier_option


@click.command("eval")
@click.argument("answers", type=click.Path(path_type=Path))
@bank_option
@click.option("--rubrics", type=click.Path(path_type=Path), help="Rubric file or folder (YAML).")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the run.")
@tier_option
@encoder_option
@lang_option
def evaluate(
    answers: Path, banks: tuple[Path, ...], rubrics: Path | None, out: Path, tier: str, encoder: str, lang: Lang
) -> None:
    """Grade every answer of ANSWERS (JSONL, CSV or a folder) and write results, report and data."""
    from grader.answers import read_answers
    from grader.engines.bench import Bench, Recipe
    from grader.engines.serial import SerialEngine
    from grader.runs.batch import Batch
    from grader.runs.docket import Docket
    from grader.runs.folder import RunFolder, line_of
    from grader.runs.memory import Memory

    bank, _ = read_bank(banks)
    stream = read_answers(answers)
    recipe = Recipe(bank, rubrics, tier, encoder)
    bench = Bench(recipe.desk())
    folder = RunFolder(out)
    batch = Batch(Docket(bank), SerialEngine(recipe, bench=bench), Memory(bench))
    total = failures = 0
    with folder.results.open("wb", buffering=0) as file:
        for row in batch.rows(stream):
            file.write(line_of(row))
            total += 1
            failures += row.sheet.failure is not None
    folder.write_manifest({"answers": str(answers), "rows": total, "failures": failures, "tier": tier})
    folder.write("report.html", f"<!doctype html><meta charset=utf-8><title>run</title><p>{total} answers, {failures} failures</p>")
    click.echo(f"{total} answers, {failures} failures → {folder.results}")
