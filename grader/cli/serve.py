"""kaoguan serve: the same in a browser, for the person at this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.choices import (
    bank_option,
    encoder_option,
    judge_options,
    lang_option,
    read_bank,
    tier_option,
)
from grader.cli.stores import database_option, opened, person_option

if TYPE_CHECKING:
    from grader.cli.choices import Lang
    from grader.judging import JudgeOptions


@click.command()
@bank_option
@click.option("--rubric", "rubrics", type=click.Path(path_type=Path), help="Rubrics (YAML).")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True,
    help="Any free one is used when it is taken.",
)  # fmt: skip
@click.option(
    "--open/--no-open", "opening", default=True, show_default=True, help="Open the browser."
)
@click.option(
    "--runs", multiple=True, type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder to look for runs of eval in; may be repeated. Default: this one.",
)  # fmt: skip
@person_option
@database_option
@judge_options
@tier_option
@encoder_option
@lang_option
def serve(
    banks: tuple[Path, ...], rubrics: Path | None, port: int, opening: bool, runs: tuple[Path, ...],
    person: str, database: str | None, judges: JudgeOptions, tier: str, encoder: str, lang: Lang,
) -> None:  # fmt: skip
    """Open a page on this machine: practise, interview, read feedback, progress and runs.

    Only this machine can reach it (127.0.0.1), and only with the address that is printed.
    """
    import webbrowser

    from grader.desk import make_desk
    from grader.judging import make_judging
    from grader.store.people import ensure_person
    from grader.web.server import listen, run
    from grader.web.site import Site

    bank, problems = read_bank(banks)
    desk = make_desk(bank, rubrics, tier=tier, encoder=encoder, late=True)
    desk.grader.judging = make_judging(judges)
    if problems:
        hint = "`kaoguan bank check` lists them"
        click.echo(f"{len(problems)} problems in the bank; {hint}", err=True)
    with opened(database) as store:
        known = "" if tier == "words" else encoder
        site = Site(desk, store, ensure_person(store, person), lang, known, runs or (Path(),))
        listening = listen(port)
        place = f"http://127.0.0.1:{listening.getsockname()[1]}/?token="
        click.echo(f"Kaoguan 考官: {len(bank.questions)} questions. Ctrl+C stops it.")
        click.echo(place + site.keys.token)
        if opening:
            webbrowser.open(place + site.keys.ticket())  # quiet where there is no browser
        run(site, listening)
