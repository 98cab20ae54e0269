"""kaoguan verify: whether the score of a report follows from what is in it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.boundary import FINDINGS
from grader.cli.choices import Lang, lang_option
from questions.errors import InputError

if TYPE_CHECKING:
    from reports.verification import Verification

_LARGEST = 20_000_000


@click.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.option(
    "--encoder",
    default="",
    help="Embeddings to use, name or name:model. Default: those that the report names, if built in.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was compared as JSON.")
@lang_option
def verify(report: Path, encoder: str, as_json: bool, lang: Lang) -> None:
    """Grade the answer inside REPORT again, and say whether the report shows what comes out.

    REPORT is the HTML file of one answer. No judge is asked again: what judges said is taken
    from the report. Exit code 1 when anything differs.
    """
    from reports.verification import build_verification, verification_to_json

    found = _check(_read(report), str(report), encoder)
    if as_json:
        data = verification_to_json(found, report.name)
        text = json.dumps(data, ensure_ascii=False, indent=2)
        click.echo(text.encode("utf-8", "backslashreplace").decode("utf-8"))
    else:
        from grader.cli.screen import print_document

        print_document(build_verification(found, report.name, lang))
    if not found.matches:
        sys.exit(FINDINGS)


def _read(path: Path) -> str:
    if path.is_dir():
        raise InputError("is a folder, not a report", place=str(path))
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=str(path)) from None
    if len(data) > _LARGEST:
        raise InputError("is larger than 20 MB, and no report", place=str(path))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("is no report: not UTF-8", place=str(path)) from None


def _check(html: str, place: str, encoder: str) -> Verification:
    from grader.recounting import recount
    from reports.alteration import find_alteration
    from reports.record import read_record
    from reports.verification import Verification

    record = read_record(html, place)
    found = recount(record.sheet, record.question, record.rubric, record.glossary, encoder)
    is_ours = "version" not in found.parts
    changed = find_alteration(html, record, same_program=is_ours)
    return Verification(record, found, changed, is_ours)
