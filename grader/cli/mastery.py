"""kaoguan progress: how practice goes, and its history as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.choices import bank_option, lang_option, read_bank
from grader.cli.screen import page_options, print_document, print_json, write_documents
from grader.cli.stores import database_option, opened, person_option
from questions.errors import InputError

if TYPE_CHECKING:
    from grader.cli.choices import Lang
    from grader.store import Store
    from grader.store.people import Person

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@bank_option
@page_options
@click.option("--xlsx", type=_FILE, help="Write the tables as a workbook.")
@click.option("--anki", type=_FILE, help="Write missed key points as an Anki deck.")
@click.option("--export", "out", type=_FILE, help="Write the whole history as JSON.")
@click.option("--import", "history", type=_FILE, help="Join a history that --export wrote.")
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
@person_option
@database_option
@lang_option
def progress(
    banks: tuple[Path, ...], html: Path | None, md: Path | None, xlsx: Path | None,
    anki: Path | None, out: Path | None, history: Path | None, as_json: bool, person: str,
    database: str | None, lang: Lang,
) -> None:  # fmt: skip
    """Streak, scores by day, what is due when, mastery by tag, and the weakest points."""
    from grader.practice.progress import measure
    from grader.store.people import ensure_person
    from grader.store.values import now
    from reports.practice import build_progress, progress_to_json

    with opened(database) as store:
        somebody = ensure_person(store, person)
        if history is not None:
            _import(store, somebody, history)
        if out is not None:
            _export(store, somebody, out)
        if anki is not None:
            _write_anki(store, somebody, anki)
        found = measure(store, somebody, read_bank(banks)[0], now())
    page = build_progress(found, lang)
    write_documents(page, html, md)
    if xlsx is not None:
        from reports.workbook import write_workbook

        write_workbook(page.tables(), xlsx)
        click.echo(f"→ {xlsx}", err=True)
    if as_json:
        print_json(progress_to_json(found))
    elif not (out or history or anki):
        print_document(page)


def _export(store: Store, person: Person, path: Path) -> None:
    from grader.store.history import export_history

    data = export_history(store, person)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    click.echo(f"→ {path} ({len(data['attempts'])} answers)", err=True)


def _import(store: Store, person: Person, path: Path) -> None:
    from grader.practice.scheduling import review
    from grader.store.history import import_history

    try:
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"is no JSON: {error}", place=str(path)) from None
    if not isinstance(data, dict):
        raise InputError("is no history", place=str(path))
    new = import_history(store, person, data, review)
    click.echo(f"{new} new answers from {path}", err=True)


def _write_anki(store: Store, person: Person, path: Path) -> None:
    from grader.practice.anki import write_missed

    count = write_missed(store, person, path)
    click.echo(f"→ {path} ({count} cards)", err=True)
