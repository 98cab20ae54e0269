"""kaoguan rubric: key points built from a bank, checked, shown, refined."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.boundary import FINDINGS
from grader.cli.choices import asking_options, bank_option, read_bank
from grader.cli.screen import print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.judges.conversation import Terms
    from questions.model import Bank, Question
    from rubrics.check import Finding
    from rubrics.folder import Written
    from rubrics.glossary import Glossary
    from rubrics.model import KeyPoint, Rubric

_MARKS = {"added": "+", "updated": "~", "removed": "-", "kept": "!", "orphaned": "?"}
_SAYS = {
    "added": "new in the bank",
    "updated": "changed in the bank",
    "removed": "gone from the bank",
    "kept": "your edit was kept; the bank now says",
    "orphaned": "your edit was kept; the bank no longer says it",
}


@click.group()
def rubric() -> None:
    """Build, check, show and refine rubrics."""


def _rubrics_option(command: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--rubrics",
        type=click.Path(path_type=Path),
        help="Rubric file or folder (YAML). Default: the bundled rubrics, then the built ones.",
    )(command)


@rubric.command()
@click.argument("question", required=False)
@bank_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for one YAML file per bank file; edits are never overwritten. Default: print.",
)
def build(question: str | None, banks: tuple[Path, ...], out: Path | None) -> None:
    """Build rubrics from reference answers: of the whole bank, or of QUESTION.

    QUESTION is an id, a number or a title; a file or folder there is taken as the bank.
    """
    from rubrics.build import build_rubric
    from rubrics.files import write_kept
    from rubrics.folder import build_folder
    from rubrics.merge import stamped

    if question is not None and not banks and Path(question).exists():
        banks, question = (Path(question),), None
    bank, _ = read_bank(banks)
    chosen = _chosen(bank, question)
    glossary = _glossary(bank)
    if out is None:
        click.echo(
            write_kept(stamped(build_rubric(q, glossary), q.title) for q in chosen), nl=False
        )
        return
    for written in build_folder(chosen, out, glossary):
        _print_written(written)


def _chosen(bank: Bank, query: str | None) -> list[Question]:
    from questions.errors import InputError
    from questions.find import find_question

    if query is None:
        return [q for q in bank.questions if q.is_gradable]
    question = find_question(bank, query)
    if not question.is_gradable:
        raise InputError(
            f"the question {question.title!r} has no reference answer",
            place=str(question.source),
            hint="write an answer below it",
        )
    return [question]


def _glossary(bank: Bank) -> Glossary:
    from rubrics.glossary import bundled_glossary, join_glossaries, mine_glossary

    return join_glossaries(bundled_glossary(), mine_glossary(q.answer for q in bank.questions))


def _print_written(written: Written) -> None:
    state = "new" if written.is_new else "updated" if written.is_changed else "unchanged"
    _say(f"{written.path}: {written.rubrics} rubrics, {state}")
    for change in written.changes:
        line = change.after or change.before
        place = f"{_MARKS[change.kind]} {change.question} {change.point}"
        _say(f"  {place}: {_SAYS[change.kind]}: {line}")
    for question in written.unknown:
        _say(f"  ? {question}: no longer in the bank; its rubric stays")


@rubric.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@bank_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(paths: tuple[Path, ...], banks: tuple[Path, ...], *, as_json: bool) -> None:
    """Lint rubric files: compound, double, unsupported, unreachable points and more.

    PATHS are files or folders; without any, the bundled rubrics. Exits with 1 when there is
    something to object to.
    """
    from rubrics.check import check_rubric, worst_first
    from rubrics.files import bundled_rubrics, load_rubrics

    bank, _ = read_bank(banks)
    rubrics = (
        [r for path in paths for r in load_rubrics(path)] if paths else list(bundled_rubrics())
    )
    glossary = _glossary(bank)
    findings = [
        f for r in rubrics for f in worst_first(check_rubric(r, _question_of(bank, r), glossary))
    ]
    if as_json:
        print_json([asdict(f) for f in findings])
    else:
        _print_findings(findings, len(rubrics))
    if findings:
        sys.exit(FINDINGS)


def _question_of(bank: Bank, found: Rubric) -> Question | None:
    from rubrics.files import find_rubric

    return next((q for q in bank.questions if find_rubric([found], q) is not None), None)


def _print_findings(findings: Sequence[Finding], count: int) -> None:
    for finding in findings:
        place = f"{finding.question} {finding.point}".strip()
        _say(
            f"{place}: {finding.kind}: {finding.message}"
            + (f" ({finding.hint})" if finding.hint else "")
        )
    click.echo(f"{count} rubrics, {len(findings)} findings")


@rubric.command()
@click.argument("question")
@bank_option
@_rubrics_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(question: str, banks: tuple[Path, ...], rubrics: Path | None, *, as_json: bool) -> None:
    """Show the key points of QUESTION: weight and why, keywords, mistakes, lines and doubts.

    QUESTION is an id, a number or a title.
    """
    from questions.find import find_question

    bank, _ = read_bank(banks)
    asked = find_question(bank, question)
    found, origin = _rubric_of(asked, bank, rubrics)
    if as_json:
        facts = {"question": asked.id, "title": asked.title, "origin": origin, "hash": found.hash}
        points = [asdict(point) for point in found.points]
        print_json(facts | {"doubts": found.doubts, "points": points})
        return
    _say(f"{asked.title}\n{origin} · {len(found.points)} points · {found.hash}")
    for doubt in found.doubts:
        _say(f"? {doubt}")
    for point in found.points:
        _print_point(point)


def _rubric_of(question: Question, bank: Bank, path: Path | None) -> tuple[Rubric, str]:
    """A written rubric, else a built one, and where it comes from."""
    from questions.errors import InputError
    from rubrics.build import build_rubric
    from rubrics.files import bundled_rubrics, find_rubric, load_rubrics

    written = [*bundled_rubrics(), *(load_rubrics(path) if path else ())]
    if found := find_rubric(written, question):
        return found, "written"
    if not question.is_gradable:
        raise InputError(
            f"the question {question.title!r} has no reference answer",
            place=str(question.source),
            hint="write an answer below it, or give --rubrics",
        )
    return build_rubric(question, _glossary(bank)), "built"


@rubric.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--judge", required=True, metavar="MODEL", envvar="KAOGUAN_JUDGE",
    help="The model to ask: MODEL, PRESET:MODEL or MODEL@URL, as for kaoguan grade.",
)  # fmt: skip
@click.option(
    "--rubrics",
    type=click.Path(path_type=Path, exists=True),
    help="Rubric file or folder to refine in place. Default: build them anew and print the YAML.",
)
@click.option("--question", help="Only this question: an id, a number or a title.")
@click.option(
    "--yes", "is_sure", is_flag=True, help="Accept every proposal that passes the checks."
)
@asking_options
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print proposals as JSON; without --yes nothing is changed.",
)
def refine(
    paths: tuple[Path, ...], judge: str, rubrics: Path | None, question: str | None,
    *, terms: Terms, is_sure: bool, as_json: bool,
) -> None:  # fmt: skip
    """Let a model propose splits, merges, aliases and typical mistakes; you accept each or not.

    PATHS are files or folders of questions; without any, the bundled bank. Every proposal is
    checked against the reference answer and shown as a diff before you are asked. Accepted points
    count as edited: rubric build keeps them.
    """
    from grader.cli.refining import foretell_refining, refine_as_json, refine_shelf, require_places
    from grader.refining import make_refiner
    from rubrics.shelf import built_shelf, shelf_of

    bank, _ = read_bank(paths)
    chosen = _chosen(bank, question) if question or rubrics is None else list(bank.questions)
    shelf = shelf_of(rubrics, chosen) if rubrics else built_shelf(chosen, _glossary(bank))
    require_places(shelf)
    refiner = make_refiner(judge, terms)
    if terms.keyless:
        click.echo(foretell_refining(refiner, shelf))
    elif as_json:
        refine_as_json(refiner, shelf, is_sure=is_sure)
    else:
        refine_shelf(refiner, shelf, is_sure=is_sure)


def _print_point(point: KeyPoint) -> None:
    _say(f"\n{point.id}  {'★' * point.weight}{'☆' * (3 - point.weight)}  {point.text}")
    if point.why:
        _say(f"    why      {point.why}")
    if point.keywords:
        _say(f"    keywords {', '.join(' | '.join(names) for names in point.keywords)}")
    for mistake in point.mistakes:
        _say(f"    mistake  {mistake}")
    if point.lines:
        first, last = point.lines
        _say(f"    lines    {first}" + (f"–{last}" if last > first else ""))
    if point.doubt:
        _say(f"    doubt    {point.doubt}")


def _say(text: str) -> None:
    """Words of banks and rubrics without what a terminal would obey."""
    from reports.clean import visible

    click.echo(visible(text))
