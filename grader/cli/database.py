"""kaoguan database: where things are kept, backups, and the right to be forgotten."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.screen import print_json
from grader.cli.stores import database_option, opened

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def database() -> None:
    """Back up, restore, and erase what practice and interviews keep."""


@database.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@database_option
def info(as_json: bool, database: str | None) -> None:
    """Where the database is, its version, and how many rows each table has."""
    from grader.store.backup import count_rows
    from grader.store.migrations import version_of

    with opened(database) as store:
        counts = count_rows(store)
        with store.reading() as connection:
            version = version_of(connection)
        place = str(store.address)
    if as_json:
        print_json({"place": place, "version": version, "rows": dict(counts)})
        return
    click.echo(f"{place}  version {version}")
    for name, count in counts.items():
        click.echo(f"{count:>8}  {name}")


@database.command()
@click.argument("path", type=_FILE)
@database_option
def backup(path: Path, database: str | None) -> None:
    """Write everything to PATH, one SQLite file; others may go on working meanwhile."""
    from grader.store.backup import back_up

    with opened(database) as store:
        counts = back_up(store, path)
    click.echo(f"→ {path} ({sum(counts.values())} rows)", err=True)


@database.command()
@click.argument("path", type=_FILE)
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
def restore(path: Path, yes: bool, database: str | None) -> None:
    """Put the backup PATH in the place of everything that is in the database now."""
    from grader.store.backup import count_rows
    from grader.store.backup import restore as put_back

    with opened(database) as store:
        if not yes:
            rows = sum(count_rows(store).values())
            click.confirm(f"Replace the {rows} rows of {store.address}?", abort=True)
        counts = put_back(store, path)
    click.echo(f"{sum(counts.values())} rows from {path}", err=True)


@database.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@database_option
def people(as_json: bool, database: str | None) -> None:
    """Everybody about whom something is kept."""
    from grader.store.people import list_people
    from reports.clean import one_line

    with opened(database) as store:
        found = list_people(store)
    if as_json:
        rows = [{"name": p.name, "since": p.created.isoformat()} for p in found]
        print_json(rows)
        return
    for person in found:
        click.echo(f"{person.created:%Y-%m-%d}  {one_line(person.name)}")


@database.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
def erase(name: str, yes: bool, database: str | None) -> None:
    """Delete everything about the person NAME: answers, sheets, verdicts, notes. Backups stay."""
    from grader.store.people import erase_person

    with opened(database) as store:
        if not yes:
            click.confirm(f"Delete everything about {name} for good?", abort=True)
        count = erase_person(store, name)
    click.echo(
        f"{count} answers of {name} are deleted; backups that you made still hold them", err=True
    )
