"""An interview at the keyboard: question, clock, answer, follow-up; no score is shown."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from questions.errors import InputError

if TYPE_CHECKING:
    from grader.cli.choices import Lang
    from grader.cli.keyboard import Entry, Keyboard
    from grader.interview.room import Room
    from grader.store.sittings import Turn
    from reports.dialogue import Dialogue

_LEAVE = ("quit", "q", "stop")


def host(room: Room, lang: Lang) -> None:
    """Ask until all is answered or somebody leaves; every answer is kept when it is given."""
    from grader.cli.keyboard import find_keyboard
    from reports.dialogue import Dialogue

    speaker, keyboard = Dialogue(lang), find_keyboard()
    click.echo(speaker.help(piped=not sys.stdin.isatty(), hints=False), err=True)
    while (turn := room.current()) is not None:
        click.echo()
        click.secho(_head(room, turn, speaker), bold=True)
        entry = _read(room, turn, speaker, keyboard)
        if entry.command in _LEAVE:
            room.save_draft(turn, entry.text, entry.seconds)
            click.echo(speaker.kept(), err=True)
            return
        _submit(room, turn, entry, speaker)
    click.echo(f"\n{speaker.thanks()}")


def _submit(room: Room, turn: Turn, entry: Entry, speaker: Dialogue) -> None:
    """Grade and keep the answer; where that fails, say that it is kept, then what failed."""
    try:
        room.submit(turn, entry.text, entry.seconds)
    except InputError:
        click.echo(speaker.kept(), err=True)
        raise


def _head(room: Room, turn: Turn, speaker: Dialogue) -> str:
    if turn.parent is not None:
        return speaker.followup(turn.prompt)
    return speaker.sat(turn.item + 1, len(room.plan.items), turn.prompt, turn.allowed)


def _read(room: Room, turn: Turn, speaker: Dialogue, keyboard: Keyboard) -> Entry:
    """An answer that can be graded, a skip (an empty answer), or the wish to leave."""
    from grader.cli.keyboard import Entry
    from grader.grading import LONGEST_ANSWER

    draft = room.draft(turn)
    text, seconds = draft.text, draft.seconds
    if text:
        click.echo(speaker.draft(), err=True)
    while True:
        entry = keyboard.answer(
            text,
            seconds,
            lambda now, spent: room.save_draft(turn, now, spent),
            lambda spent: speaker.status(spent, turn.allowed),
        )
        text, seconds = entry.text, entry.seconds
        if entry.command in ("skip", "s"):
            return Entry("", seconds)
        if entry.command in _LEAVE:
            return entry
        if entry.command:
            click.echo(speaker.help(piped=not sys.stdin.isatty(), hints=False), err=True)
        elif len(text) > LONGEST_ANSWER:
            click.echo(speaker.too_long(len(text), LONGEST_ANSWER), err=True)
        else:
            return entry
