"""kaoguan grade: one answer to one question."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.boundary import FINDINGS
from grader.cli.choices import (
    Lang,
    bank_option,
    encoder_option,
    judge_options,
    lang_option,
    read_bank,
    tier_option,
)
from grader.cli.screen import dump_json, print_page
from questions.errors import InputError

if TYPE_CHECKING:
    from grader.judging import JudgeOptions
    from reports.parts import Page
    from rubrics.marks import Scoresheet

_LARGEST_FILE = 4_000_000


@click.command()
@click.argument("question")
@click.argument("answer", required=False)
@bank_option
@click.option(
    "--rubric",
    "rubrics",
    type=click.Path(path_type=Path),
    help="Rubric file or folder (YAML) to grade against.",
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the report as one HTML file.",
)
@click.option(
    "--md", type=click.Path(path_type=Path, dir_okay=False), help="Write the report as Markdown."
)
@click.option(
    "--json",
    "json_path",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Write the result as JSON; - for standard output, instead of the report.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    help="Exit with 1 when the score is lower, or there is none.",
)
@click.option("--dry-run", is_flag=True, help="Say what the judges would cost, and ask nothing.")
@judge_options
@tier_option
@encoder_option
@lang_option
def grade(
    question: str, answer: str | None, banks: tuple[Path, ...], rubrics: Path | None, html: Path | None, md: Path | None,
    json_path: Path | None, fail_under: float | None, dry_run: bool, judges: JudgeOptions, tier: str, encoder: str, lang: Lang,
) -> None:  # fmt: skip
    """Grade ANSWER (a file, or - for standard input) to QUESTION (an id, number or title).

    Without ANSWER the editor opens; without an editor, lines are read until an empty one.
    """
    from grader.cli.consulting import consult, foretell
    from grader.desk import find_rubric, make_desk
    from grader.judging import Job, make_judging
    from reports.page import build_page

    bank, _ = read_bank(banks)
    desk = make_desk(bank, rubrics, tier=tier, encoder=encoder)
    asked = desk.find(question)
    rubric = find_rubric(desk, asked)
    text = _read_answer(answer, asked.title)
    desk.grader.judging = make_judging(replace(judges, keyless=dry_run))
    sheet = desk.grader.grade_offline(asked, rubric, text, answer_id=_answer_id(answer))
    if dry_run:
        click.echo(
            foretell(desk.grader.judging, [Job(asked, rubric, sheet)], str(json_path) == "-")
        )
        return
    if desk.grader.judging is not None:
        sheet = consult(desk.grader.judging, Job(asked, rubric, sheet))
    if sheet.failure is not None:
        raise InputError(sheet.failure.message, place=answer or "answer", hint=sheet.failure.hint)
    page = build_page(sheet, asked, rubric, lang, desk.grader.models.glossary)
    _deliver(sheet, page, html, md, json_path)
    if fail_under is not None and (sheet.score is None or sheet.score < fail_under):
        sys.exit(FINDINGS)


def _answer_id(name: str | None) -> str:
    """A file's name without its folder: paths of a machine do not belong in a report."""
    return "typed" if name in (None, "-") else Path(str(name)).name


def _read_answer(name: str | None, title: str) -> str:
    if name is None:
        return _ask(title)
    if name == "-":
        return _decode(sys.stdin.buffer.read(_LARGEST_FILE + 1), "standard input")
    path = Path(name)
    if path.is_dir():
        raise InputError("is a folder, not an answer", place=name)
    try:
        with path.open("rb") as file:
            return _decode(file.read(_LARGEST_FILE + 1), name)
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}",
            place=name,
            hint="give a text file, or - for standard input",
        ) from None


def _decode(data: bytes, place: str) -> str:
    from questions.decoding import decode

    if len(data) > _LARGEST_FILE:
        raise InputError("is larger than 4 MB", place=place)
    return decode(data, place)[0]


def _ask(title: str) -> str:
    """The editor when there is a terminal and one is set; else lines until an empty one."""
    import os

    if sys.stdin.isatty() and (os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        marker = "\n\n# ↑ " + title.replace("\n", " ") + "\n"
        text = click.edit(marker, extension=".txt")
        return "" if text is None else text.partition(marker.strip())[0].strip()
    if sys.stdin.isatty():
        click.echo(f"{title}\n(type your answer; an empty line ends it)", err=True)
    lines = []
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line)
    return "".join(lines).strip()


def _deliver(
    sheet: Scoresheet, page: Page, html: Path | None, md: Path | None, json_path: Path | None
) -> None:
    from rubrics.marks import to_json

    text = dump_json(to_json(sheet))
    if html:
        from reports.html import render_html

        html.write_text(render_html(page), "utf-8")
    if md:
        from reports.markdown import render_markdown

        md.write_text(render_markdown(page), "utf-8")
    if json_path and str(json_path) != "-":
        json_path.write_text(text + "\n", "utf-8")
    if str(json_path) == "-":
        click.echo(text)
        return
    print_page(page)
    for path in filter(None, (html, md)):
        click.echo(f"→ {path}", err=True)
