"""kaoguan interview: plans, sittings, review and scorecards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.choices import bank_option, encoder_option, lang_option, read_bank, tier_option
from grader.cli.screen import print_json
from grader.cli.stores import database_option, opened
from questions.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.cli.choices import Lang
    from grader.followups import Rephrase
    from grader.grading import Grader
    from grader.store import Store
    from grader.store.plans import Plan
    from grader.store.sittings import Sitting, Turn
    from reports.documents.parts import Document

_FILE = click.Path(path_type=Path, dir_okay=False)
_LEVELS = click.Choice(["easy", "medium", "hard"])
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_REPHRASE = click.option(
    "--rephrase", metavar="MODEL", help="Let this model word the follow-ups; named as for --judge."
)


@click.group()
def interview() -> None:
    """Plan, run, review and score mock interviews.

    A SITTING is an id, its beginning, or PLAN/CANDIDATE.
    """


@interview.command()
@click.argument("name")
@bank_option
@click.option("--rubric", "rubrics", type=click.Path(path_type=Path), help="Rubric file or folder.")
@click.option("--question", "named", multiple=True, help="Ask this one; repeat for a list.")
@click.option("--tag", "tags", multiple=True, help="Only questions with this tag.")
@click.option("--company", "companies", multiple=True, help="Only of this company.")
@click.option("--round", "rounds", multiple=True, help="Only of this round.")
@click.option("--difficulty", "difficulties", multiple=True, type=_LEVELS, help="May be repeated.")
@click.option("-n", "--number", type=click.IntRange(1, 100), help="Questions. Default: 5.")
@click.option("--minutes", type=click.FloatRange(1, 600), help="As many as fit into this time.")
@click.option("--seconds", type=click.FloatRange(5, 3600), help="Clock of every question.")
@click.option(
    "--followups",
    type=click.IntRange(0, 5),
    default=1,
    show_default=True,
    help="At most so many a question.",
)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Another seed, other questions."
)
@_JSON
@database_option
@tier_option
@encoder_option
def new(
    name: str, banks: tuple[Path, ...], rubrics: Path | None, named: tuple[str, ...],
    tags: tuple[str, ...], companies: tuple[str, ...], rounds: tuple[str, ...],
    difficulties: tuple[str, ...], number: int | None, minutes: float | None,
    seconds: float | None, followups: int, seed: int, as_json: bool, database: str | None,
    tier: str, encoder: str,
) -> None:  # fmt: skip
    """Make the plan NAME: the same questions and clocks for every candidate, from easy to hard."""
    from grader.desk import make_desk
    from grader.interview.planning import Outline, make_plan
    from questions.search import Filter

    wanted = Filter(tags, companies, rounds, difficulties=difficulties)
    outline = Outline(name, named, wanted, minutes, number, seconds, followups, seed)
    desk = make_desk(read_bank(banks)[0], rubrics, tier="words")
    with opened(database) as store:
        plan = make_plan(store, desk, outline, tier, encoder)
    if as_json:
        print_json(_plan_json(plan))
        return
    for line in _plan_lines(plan):
        click.echo(line)


@interview.command()
@click.argument("plan")
@click.option(
    "--candidate", required=True, help="Who is asked. The same name goes on where it stopped."
)
@_REPHRASE
@database_option
@lang_option
def run(plan: str, candidate: str, rephrase: str | None, database: str | None, lang: Lang) -> None:
    """Ask a candidate the questions of PLAN; started again, it goes on where it stopped."""
    from grader.cli.hosting import host
    from grader.interview.room import open_room
    from grader.store.plans import find_plan

    with opened(database) as store:
        found = find_plan(store, plan)
        host(open_room(store, found.id, candidate, _grader(found), _rephrase(rephrase)), lang)


@interview.command()
@click.argument("sitting", required=False)
@_REPHRASE
@database_option
@lang_option
def resume(sitting: str | None, rephrase: str | None, database: str | None, lang: Lang) -> None:
    """Go on with SITTING; without it, with the last one that is not finished."""
    from grader.cli.hosting import host
    from grader.interview.room import reopen_room
    from grader.store.plans import find_plan
    from grader.store.sittings import list_sittings

    with opened(database) as store:
        waiting = [s for s in list_sittings(store) if s.finished is None]
        if sitting is None and not waiting:
            raise InputError("no interview waits", hint="start one with `kaoguan interview run`")
        found = _sitting(store, sitting) if sitting else waiting[-1]
        grader = _grader(find_plan(store, found.plan))
        host(reopen_room(store, found.id, grader, _rephrase(rephrase)), lang)


@interview.command("list")
@_JSON
@database_option
def list_(as_json: bool, database: str | None) -> None:
    """Plans, and who sat them."""
    from grader.store.plans import list_plans
    from grader.store.sittings import list_sittings
    from reports.clean import one_line

    with opened(database) as store:
        plans, seats = list_plans(store), list_sittings(store)
    if as_json:
        rows = [
            _plan_json(p) | {"sittings": [_sitting_json(s) for s in seats if s.plan == p.id]}
            for p in plans
        ]
        print_json(rows)
        return
    for plan in plans:
        click.echo(
            f"{one_line(plan.name)}  {len(plan.items)} questions  {plan.seconds / 60:.0f} min  {plan.tier}"
        )
        for seat in (s for s in seats if s.plan == plan.id):
            state = f"finished {seat.finished:%Y-%m-%d %H:%M}" if seat.finished else "open"
            click.echo(f"  {seat.id[:16]}  {one_line(seat.candidate)}  {state}")


@interview.command()
@click.argument("which", metavar="PLAN|SITTING")
@click.option("--author", required=True, envvar="KAOGUAN_AUTHOR", help="Whose verdicts these are.")
@click.option(
    "--blind", is_flag=True, help="All candidates of a plan, question by question, without names."
)
@database_option
@lang_option
def review(which: str, author: str, blind: bool, database: str | None, lang: Lang) -> None:
    """Read answers with their evidence, and decide points and scores at the keyboard."""
    from grader.cli.reviewing import Reviewer
    from grader.interview.review import blind_queue

    with opened(database) as store:
        if blind:
            queue = [(alias, seat, turn) for alias, seat, turn in blind_queue(store, which)]
        else:
            seat = _sitting(store, which)
            queue = [(seat.candidate, seat, turn) for turn in _mains(store, seat)]
        Reviewer(store, author, lang).go_through(queue)


@interview.command()
@click.argument("sitting")
@click.argument("number", type=click.IntRange(1))
@click.option("--point", help="Decide this key point (its id) …")
@click.option(
    "--state", help="… as covered, partial, missing or contradicted; retracted takes it back."
)
@click.option("--score", help="Set the score of the question, 0 to 100; retracted takes it back.")
@click.option("--note", "text", help="Only write a note.")
@click.option("--author", required=True, envvar="KAOGUAN_AUTHOR", help="Who decides.")
@click.option("--reason", default="", help="Why. Needed for a verdict.")
@database_option
def rule(
    sitting: str, number: int, point: str | None, state: str | None, score: str | None,
    text: str | None, author: str, reason: str, database: str | None,
) -> None:  # fmt: skip
    """Decide question NUMBER of SITTING: a point, the score, or a note. Nothing is overwritten."""
    from grader.interview.review import Word, rule_point, rule_score, write_note

    with opened(database) as store:
        seat = _sitting(store, sitting)
        turn = _nth(_mains(store, seat), number)
        if text:
            write_note(store, seat, author, text, turn)
        elif point and state:
            rule_point(store, turn, point, state, Word(author, reason))
        elif score:
            rule_score(store, turn, _figure(score), Word(author, reason))
        else:
            raise InputError(
                "nothing to decide", hint="give --point and --state, --score, or --note"
            )


@interview.command()
@click.argument("which", metavar="SITTING|PLAN")
@click.option("--html", type=_FILE, help="Write the page as one HTML file.")
@click.option("--md", type=_FILE, help="Write the page as Markdown.")
@click.option("--xlsx", type=_FILE, help="Write the tables as a workbook.")
@click.option("--pdf", type=_FILE, help="Print the page as PDF (needs Chromium or Chrome).")
@_JSON
@database_option
@lang_option
def scorecard(
    which: str, html: Path | None, md: Path | None, xlsx: Path | None, pdf: Path | None,
    as_json: bool, database: str | None, lang: Lang,
) -> None:  # fmt: skip
    """The scorecard of one candidate (SITTING), or of all candidates of a PLAN side by side."""
    from grader.interview.scorecards import make_scorecard
    from reports.interviews import build_comparison, build_scorecard, scorecard_to_json

    with opened(database) as store:
        seats, is_plan = _seats(store, which)
        cards = [make_scorecard(store, seat) for seat in seats]
    page = build_comparison(cards, lang) if is_plan else build_scorecard(cards[0], lang)
    _write(page, html, md, xlsx, pdf)
    if as_json:
        data = [scorecard_to_json(card) for card in cards]
        print_json(data if is_plan else data[0])
    elif not (html or md or xlsx or pdf):
        from grader.cli.screen import print_document

        print_document(page)


@interview.command()
@click.argument("which", metavar="SITTING|PLAN")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write.",
)
@database_option
def labels(which: str, out: Path, database: str | None) -> None:
    """Write answers and verdicts for `eval` and `agree --calibrate`."""
    from grader.interview.labels import write_labels

    with opened(database) as store:
        count = write_labels(store, _seats(store, which)[0], out)
    click.echo(f"→ {out / 'answers.jsonl'}, {out / 'human.csv'} ({count} verdicts)", err=True)


def _grader(plan: Plan) -> Grader:
    """The grader that the plan settled, with the bundled glossary; its models are read meanwhile."""
    from grader.grading import make_grader

    name, _, model = plan.encoder.partition(":")
    return make_grader(plan.tier, name, model or None, late=True)


def _rephrase(model: str | None) -> Rephrase | None:
    from grader.interview.rephrasing import make_rephrase

    return make_rephrase(model) if model else None


def _sitting(store: Store, name: str) -> Sitting:
    """By id, beginning of an id, or PLAN/CANDIDATE."""
    from grader.store.sittings import find_sitting, list_sittings

    for seat in list_sittings(store):
        if f"{seat.plan_name}/{seat.candidate}" == name:
            return seat
    return find_sitting(store, name)


def _seats(store: Store, which: str) -> tuple[Sequence[Sitting], bool]:
    """The sittings meant, and whether a plan was named."""
    from grader.store.plans import list_plans
    from grader.store.sittings import list_sittings

    plan = next((p for p in list_plans(store) if which in (p.name, p.id)), None)
    if plan is None:
        return [_sitting(store, which)], False
    seats = list_sittings(store, plan.id)
    if not seats:
        raise InputError(f"nobody sat {plan.name!r} yet", hint="kaoguan interview run")
    return seats, True


def _mains(store: Store, seat: Sitting) -> list[Turn]:
    """The answered questions, without follow-ups."""
    from grader.store.sittings import list_turns

    return [t for t in list_turns(store, seat.id) if t.parent is None and t.sheet is not None]


def _nth(turns: Sequence[Turn], number: int) -> Turn:
    if number > len(turns):
        raise InputError(f"there is no answer number {number}", hint=f"there are {len(turns)}")
    return turns[number - 1]


def _figure(text: str) -> float | None:
    if text == "retracted":
        return None
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{text!r} is no score", hint="give 0 to 100, or retracted") from None


def _write(
    page: Document, html: Path | None, md: Path | None, xlsx: Path | None, pdf: Path | None
) -> None:
    from grader.cli.screen import write_documents
    from reports.documents.html import render_html
    from reports.workbook import write_workbook

    write_documents(page, html, md)
    if xlsx:
        write_workbook(page.tables(), xlsx)
    if pdf:
        from grader.cli.printing import print_pdf

        print_pdf(render_html(page), pdf)
    for path in filter(None, (xlsx, pdf)):
        click.echo(f"→ {path}", err=True)


def _plan_lines(plan: Plan) -> list[str]:
    from reports.clean import one_line

    name, rows = one_line(plan.name), enumerate(plan.items, 1)
    lines = [f"{name}: {len(plan.items)} questions, {plan.seconds / 60:.0f} min"]
    return lines + [
        f"{n:>3}  {item.seconds / 60:>4.1f} min  {one_line(item.title, 500)}" for n, item in rows
    ]


def _plan_json(plan: Plan) -> dict[str, object]:
    items = [{"title": item.title, "seconds": item.seconds} for item in plan.items]
    return {
        "id": plan.id,
        "name": plan.name,
        "tier": plan.tier,
        "followups": plan.followups,
        "questions": items,
    }


def _sitting_json(seat: Sitting) -> dict[str, object]:
    finished = seat.finished.isoformat() if seat.finished else None
    return {
        "id": seat.id,
        "candidate": seat.candidate,
        "started": seat.started.isoformat(),
        "finished": finished,
    }
