"""kaoguan practice: questions that are due, answered and graded one by one."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.choices import bank_option, encoder_option, lang_option, read_bank, tier_option
from grader.cli.screen import print_json, print_page
from grader.cli.stores import database_option, opened, person_option
from questions.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.cli.choices import Lang
    from grader.cli.keyboard import Entry, Keyboard
    from grader.practice.drawing import Draw, Wish
    from grader.practice.trainer import Outcome, Trainer
    from grader.store import Store
    from grader.store.attempts import Attempt
    from questions.search import Filter
    from reports.dialogue import Dialogue

_ENDS = ("skip", "s", "quit", "q", "stop")
_LEVELS = click.Choice(["easy", "medium", "hard"])


@click.command()
@bank_option
@click.option("--rubric", "rubrics", type=click.Path(path_type=Path), help="Rubric file or folder.")
@click.option("--question", "named", multiple=True, help="Ask this one (id, number or title).")
@click.option("--tag", "tags", multiple=True, help="Only questions with this tag.")
@click.option("--company", "companies", multiple=True, help="Only of this company.")
@click.option("--round", "rounds", multiple=True, help="Only of this round.")
@click.option("--difficulty", "difficulties", multiple=True, type=_LEVELS, help="May be repeated.")
@click.option("-n", "--number", type=click.IntRange(1, 1000), help="Questions. Default: 5.")
@click.option("--minutes", type=click.FloatRange(1, 600), help="Stop drawing after so long.")
@click.option("--new", type=click.IntRange(0), help="At most so many new questions.")
@click.option("--ahead", is_flag=True, help="Fill up with questions that are due later.")
@click.option("--editor", is_flag=True, help="Answer in $EDITOR.")
@click.option("--list", "listing", is_flag=True, help="Only say what would be asked.")
@click.option("--json", "as_json", is_flag=True, help="With --list: print JSON.")
@person_option
@database_option
@tier_option
@encoder_option
@lang_option
def practice(
    banks: tuple[Path, ...], rubrics: Path | None, named: tuple[str, ...], tags: tuple[str, ...],
    companies: tuple[str, ...], rounds: tuple[str, ...], difficulties: tuple[str, ...],
    number: int | None, minutes: float | None, new: int | None, ahead: bool, editor: bool,
    listing: bool, as_json: bool, person: str, database: str | None, tier: str, encoder: str,
    lang: Lang,
) -> None:  # fmt: skip
    """Practise: due and weak questions first, then new ones, each graded at once."""
    from grader.practice.drawing import Wish
    from questions.search import Filter
    from reports.dialogue import Dialogue

    wanted = Filter(tags, companies, rounds, difficulties=difficulties)
    wish = Wish(number or (None if minutes else 5), minutes, new, ahead)
    with opened(database) as store:
        trainer = _trainer(store, banks, rubrics, person, "words" if listing else tier, encoder)
        drawn = _draw(trainer, named, wanted, wish)
        speaker = Dialogue(lang)
        if listing:
            _list(drawn, speaker, as_json)
            return
        if not drawn:
            click.echo(speaker.nothing())
            return
        from grader.cli.keyboard import find_keyboard

        _Session(trainer, speaker, find_keyboard(), editor).run(drawn)


def _trainer(
    store: Store, banks: tuple[Path, ...], rubrics: Path | None, person: str, tier: str,
    encoder: str,
) -> Trainer:  # fmt: skip
    from grader.desk import make_desk
    from grader.practice.trainer import Trainer
    from grader.store.people import ensure_person

    desk = make_desk(read_bank(banks)[0], rubrics, tier=tier, encoder=encoder, late=True)
    return Trainer(store, desk, ensure_person(store, person))


def _draw(trainer: Trainer, named: Sequence[str], wanted: Filter, wish: Wish) -> Sequence[Draw]:
    from grader.practice.drawing import SECONDS, Draw

    if not named:
        return trainer.draw(wanted, wish)
    found = [trainer.desk.find(name) for name in named]
    return [Draw(q, "chosen", SECONDS.get(q.difficulty, 180.0)) for q in found]


def _list(drawn: Sequence[Draw], speaker: Dialogue, as_json: bool) -> None:
    if as_json:
        rows = [
            {"id": d.question.id, "title": d.question.title, "why": d.why, "seconds": d.seconds}
            for d in drawn
        ]
        print_json(rows)
        return
    for line in speaker.list_due([(d.why, d.question.title) for d in drawn]):
        click.echo(line)


@dataclass
class _Session:
    """A round at the keyboard."""

    trainer: Trainer
    speaker: Dialogue
    keyboard: Keyboard
    editor: bool
    scores: list[float | None] = field(default_factory=list)
    seconds: float = 0.0

    def run(self, drawn: Sequence[Draw]) -> None:
        """Ask one after the other; whatever is stopped in the middle goes on next time."""
        from reports.dialogue import Round

        click.echo(self.speaker.help(piped=not sys.stdin.isatty()), err=True)
        for number, one in enumerate(drawn, 1):
            click.echo()
            head = (one.question, number, len(drawn), one.why, one.seconds)
            click.secho(self.speaker.question(*head), bold=True)
            if not self.ask(one):
                break
        known = [score for score in self.scores if score is not None]
        mean = sum(known) / len(known) if known else None
        click.echo(f"\n{self.speaker.end(Round(len(self.scores), mean, self.seconds))}")

    def ask(self, one: Draw) -> bool:
        """One question with its feedback and a second try; False to stop."""
        entry, hints = self.read(one)
        if entry.command:
            return entry.command in ("skip", "s")
        outcome = self.grade(one, entry, hints, None)
        second = False
        while True:
            key = self.keyboard.choose(self.speaker.menu(second), "nrq" if second else "ntrq", "n")
            if key == "r":
                self.show_reference(one)
            elif key == "t":
                again, hints = self.read(one, entry.text)
                if again.command:
                    return again.command in ("skip", "s")
                self.grade(one, again, hints, outcome.attempt)
                second = True
            else:
                return key == "n"

    def read(self, one: Draw, before: str = "") -> tuple[Entry, int]:
        """An answer, or the command that ends it; hints are shown on the way. `before` is the first
        try, which a second one begins with.
        """
        from grader.grading import LONGEST_ANSWER
        from grader.practice.hints import make_hints

        rubric = self.trainer.desk.rubric(one.question)
        hints = make_hints(one.question, rubric) if rubric else ()
        draft = self.trainer.draft(one.question)
        text, seconds, shown = (draft.text, draft.seconds, 0) if draft else (before, 0.0, 0)
        if draft and text:
            click.echo(self.speaker.draft(), err=True)
        while True:
            entry = self.type(one, text, seconds)
            text, seconds = entry.text, entry.seconds
            if entry.command in ("hint", "h", "?"):
                fresh = shown < len(hints)
                shown += fresh
                click.echo(
                    self.speaker.hint(hints[shown - 1], shown, len(hints))
                    if fresh
                    else self.speaker.no_more_hints()
                )
            elif len(text) > LONGEST_ANSWER and not entry.command:
                click.echo(self.speaker.too_long(len(text), LONGEST_ANSWER), err=True)
            elif not entry.command and not text.strip() and self.keyboard.patient:
                click.echo(self.speaker.empty(), err=True)
            elif entry.command in _ENDS or not entry.command:
                return self.closed(one, entry), shown
            else:
                click.echo(self.speaker.help(piped=not sys.stdin.isatty()), err=True)

    def type(self, one: Draw, text: str, seconds: float) -> Entry:
        """The editor of the terminal, or the one that the user chose."""
        from grader.cli.keyboard import Entry

        def save(now: str, spent: float) -> None:
            self.trainer.save_draft(one.question, now, spent)

        if not self.editor:
            return self.keyboard.answer(text, seconds, save, self.speaker.status)
        written = click.edit(text or "\n", extension=".md")
        return (
            Entry(written.strip(), seconds)
            if written and written.strip()
            else Entry(text, seconds, "skip")
        )

    def closed(self, one: Draw, entry: Entry) -> Entry:
        """Keep the text of whoever leaves."""
        if entry.command and entry.text.strip():
            self.trainer.save_draft(one.question, entry.text, entry.seconds)
        if entry.command in ("quit", "q", "stop"):
            click.echo(self.speaker.kept(), err=True)
        return entry

    def grade(self, one: Draw, entry: Entry, hints: int, earlier: Attempt | None) -> Outcome:
        """Grade, show, and settle when the question comes back."""
        from grader.practice.scheduling import EASY
        from grader.practice.trainer import Effort

        effort = Effort(entry.seconds, hints)
        try:
            outcome = self.trainer.submit(one.question, entry.text, effort, earlier)
        except InputError:
            click.echo(self.speaker.kept(), err=True)
            raise
        self.show(outcome)
        if outcome.change is not None:
            change = outcome.change
            counts = (len(change.added), len(change.fixed), len(change.lost), change.gain)
            click.secho(self.speaker.change(*counts), bold=True)
            return outcome
        self.scores.append(outcome.sheet.score)
        self.seconds += entry.seconds
        if outcome.suggestion.unsure and outcome.suggestion.rating is not None:
            keys = "".join(str(n) for n in range(1, EASY + 1))
            suggested = str(outcome.suggestion.rating)
            self.trainer.rate(
                outcome,
                int(self.keyboard.choose(self.speaker.ask_rating(suggested), keys, suggested)),
            )
        self.show_due(one)
        return outcome

    def show(self, outcome: Outcome) -> None:
        """The report of the answer, as wide as the terminal."""
        from reports.page import build_page

        found = outcome.snapshot
        sheet = replace(outcome.sheet, answer_id="")
        click.echo()
        print_page(build_page(sheet, found.question, found.rubric, self.speaker.lang))

    def show_reference(self, one: Draw) -> None:
        """The reference answer as the bank has it, with a star before what is highlighted."""
        from reports.clean import visible

        text = one.question.answer
        for mark in one.question.marks:
            star = f"★ {mark}"
            text = text.replace(mark, star, 1) if mark in text else f"{text}\n{star}"
        click.echo(f"\n{visible(text)}\n")

    def show_due(self, one: Draw) -> None:
        """When it comes back."""
        due = self.trainer.due(one.question)
        if due is not None:
            click.echo(self.speaker.due(due))
