"""kaoguan bank: check, list, show, draft and export question banks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.boundary import FINDINGS
from grader.cli.choices import asking_options, encoder_option, read_bank
from grader.cli.screen import dump_json, print_json
from questions.errors import InputError

if TYPE_CHECKING:
    from grader.judges.conversation import Terms
    from questions.errors import Problem
    from questions.model import Bank, Question

_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_DERIVED = click.option(
    "--derive", is_flag=True, help="Also make questions out of topics (flagged as derived)."
)


@click.group()
def bank() -> None:
    """Check, list, show, draft and export question banks.

    PATHS are files or folders (.md .markdown .txt); without any, the bundled bank is used.
    """


def _read(paths: tuple[Path, ...], derive: bool = False) -> tuple[Bank, tuple[Problem, ...]]:
    found, problems = read_bank(paths)
    if derive:
        from questions.derive import with_derived

        found = with_derived(found)
    return found, problems


@bank.command()
@_PATHS
@_JSON
@click.option(
    "--lock",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of ids that must all still be there.",
)
@click.option(
    "--write-lock", is_flag=True, help="Write the ids to the --lock file instead of comparing."
)
def check(paths: tuple[Path, ...], as_json: bool, lock: Path | None, write_lock: bool) -> None:
    """Print every problem as `file:line: message (hint)`; exit with 1 when there are any."""
    from questions.check import check_bank

    found, problems = _read(paths)
    everything = [*check_bank(found, problems), *_locked(found, lock, write_lock)]
    if as_json:
        from questions.export import problem_json

        print_json([problem_json(problem) for problem in everything])
    else:
        for problem in everything:
            click.echo(_line(str(problem)))
        click.echo(
            f"{len(found.questions)} questions, {len(found.topics)} topics, {len(everything)} problems",
            err=True,
        )
    if everything:
        sys.exit(FINDINGS)


def _locked(found: Bank, lock: Path | None, write: bool) -> tuple[Problem, ...]:
    from questions.lock import compare_lock, read_lock, write_lock

    if lock is None:
        if write:
            raise InputError("--write-lock needs --lock FILE")
        return ()
    if write:
        lock.write_text(write_lock(found) + "\n", "utf-8")
        return ()
    return compare_lock(found, read_lock(lock.read_text("utf-8"), str(lock)), str(lock))


@bank.command("list")
@_PATHS
@click.option("--tag", "tags", multiple=True, help="Only questions with this tag; may be repeated.")
@click.option(
    "--company", "companies", multiple=True, help="Only questions of this company; may be repeated."
)
@click.option(
    "--round", "rounds", multiple=True, help="Only questions of this round; may be repeated."
)
@click.option(
    "--since", default="", help="Only questions of this date or later: 2025, 2025-09 or 2025-09-30."
)
@click.option("--until", default="", help="Only questions of this date or earlier.")
@click.option(
    "--difficulty",
    "difficulties",
    multiple=True,
    type=click.Choice(["easy", "medium", "hard"]),
    help="May be repeated.",
)
@click.option(
    "--answered/--unanswered", default=None, help="Only questions with, or without, an answer."
)
@click.option("--text", default="", help="Only questions that hold these words.")
@click.option(
    "--like", default="", help="The questions nearest in meaning to this text, best first."
)
@_DERIVED
@_JSON
@encoder_option
def list_(
    paths: tuple[Path, ...], tags: tuple[str, ...], companies: tuple[str, ...], rounds: tuple[str, ...], since: str,
    until: str, difficulties: tuple[str, ...], answered: bool | None, text: str, like: str, derive: bool, as_json: bool, encoder: str,
) -> None:  # fmt: skip
    """List questions: number, title, tags, and whether they have an answer."""
    from questions.search import Filter, search

    found, _ = _read(paths, derive)
    wanted = Filter(tags, companies, rounds, since, until, difficulties, answered, text)
    chosen = search(found, wanted)
    if like:
        from grader.library import nearest_questions

        chosen = nearest_questions(chosen, like, encoder)
    numbers = {question.id: number for number, question in enumerate(found.questions, 1)}
    if as_json:
        from questions.export import question_json

        print_json([{"number": numbers[q.id], **question_json(q)} for q in chosen])
        return
    for question in chosen:
        click.echo(_line(_row(numbers[question.id], question), keep=True))
    click.echo(f"{len(chosen)} of {len(found.questions)} questions", err=True)


def _row(number: int, question: Question) -> str:
    sign = "·" if question.is_gradable else "∅"
    about = "  ".join(
        filter(
            None,
            (
                "、".join(question.tags),
                question.company,
                question.round,
                question.date,
                question.difficulty,
            ),
        )
    )
    return f"{number:>4} {sign} {question.title}" + (f"   [{about}]" if about else "")


@bank.command()
@click.argument("question")
@_PATHS
@_JSON
def show(question: str, paths: tuple[Path, ...], as_json: bool) -> None:
    """Show one QUESTION (an id, number or title) with its answer."""
    from questions.find import find_question

    found, _ = _read(paths)
    asked = find_question(found, question)
    if as_json:
        from questions.export import question_json

        print_json(question_json(asked))
        return
    click.echo(_line(f"{asked.title}\n{asked.source}  id {asked.id}", keep=True))
    facts = (
        asked.company,
        asked.round,
        asked.date,
        asked.difficulty,
        "、".join(asked.tags),
        " › ".join(asked.section),
    )
    click.echo(_line("  ".join(filter(None, facts))))
    click.echo(_line(f"\n{asked.answer or '(no answer)'}", keep=True))
    for mark in asked.marks:
        click.echo(_line(f"\n★ {mark}", keep=True))


@bank.command()
@_PATHS
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "jsonl", "csv", "anki"]),
    default="json",
    show_default=True,
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write here instead of standard output (needed for anki).",
)
@_DERIVED
def export(paths: tuple[Path, ...], form: str, out: Path | None, derive: bool) -> None:
    """Export a bank: JSON (kaoguan-bank/1), JSON lines, CSV, or an Anki deck."""
    found, problems = _read(paths, derive)
    if form == "anki":
        from questions.anki import write_anki

        if out is None:
            raise InputError("an Anki deck is a file", hint="name it: --out bank.apkg")
        click.echo(f"{write_anki(found, out)} cards → {out}", err=True)
        return
    text = _exported(found, problems, form)
    if out is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        out.write_text(text, "utf-8-sig" if form == "csv" else "utf-8")


def _exported(found: Bank, problems: tuple[Problem, ...], form: str) -> str:
    from questions.export import export_csv, export_json, export_jsonl

    if form == "csv":
        return export_csv(found)
    if form == "jsonl":
        return export_jsonl(found)
    return dump_json(export_json(found, problems)) + "\n"


@bank.command()
@_PATHS
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the drafts here instead of standard output.",
)
@click.option(
    "--from",
    "sources",
    multiple=True,
    type=click.Path(path_type=Path),
    help="More banks to take passages from; may be repeated.",
)
@click.option(
    "--most", type=click.IntRange(1, 10), default=3, show_default=True, help="Passages a question."
)
@click.option(
    "--judge", metavar="MODEL",
    help="Let this model write each draft from its passages: MODEL, PRESET:MODEL or MODEL@URL.",
)  # fmt: skip
@asking_options
@encoder_option
def draft(
    paths: tuple[Path, ...], out: Path | None, sources: tuple[Path, ...], most: int, judge: str | None,
    terms: Terms, encoder: str,
) -> None:  # fmt: skip
    """Propose answers for unanswered questions from passages of other answers and of topics.

    The result is Markdown to review: every passage names its file and line, and every question is
    marked as a draft, which is never graded against until you remove that mark. With --judge a model
    writes the text from those passages only. Every paragraph must cite some of them by number; a
    draft that does not is refused, and the passages stand in its place.
    """
    from grader.library import propose_answers
    from questions.passages import write_drafts

    if terms.keyless and not judge:
        raise InputError("--dry-run is about what a model would cost", hint="add --judge MODEL")
    found, _ = _read(paths)
    more, _ = _read(sources) if sources else (found, ())
    proposed = propose_answers(found, more if more is found else found + more, encoder, most)
    if judge:
        from grader.cli.drafting import foretell_drafts, let_write
        from grader.drafting import make_drafter

        drafter = make_drafter(judge, terms)
        if terms.keyless:
            click.echo(foretell_drafts(drafter, proposed))
            return
        proposed = let_write(drafter, proposed)
    text = write_drafts(proposed)
    if out is None:
        click.echo(_line(text, keep=True), nl=False)
    else:
        out.write_text(text, "utf-8")


def _line(text: str, keep: bool = False) -> str:
    """Without control characters that a terminal would obey."""
    from reports.clean import one_line, visible

    return visible(text) if keep else one_line(text, 400)
