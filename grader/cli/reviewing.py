"""A review at the keyboard: the report of each answer, then verdicts until the next."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from grader.cli.screen import print_page
from questions.errors import InputError

if TYPE_CHECKING:
    from grader.cli.choices import Lang
    from grader.interview.review import Ruling
    from grader.store import Store
    from grader.store.sittings import Sitting, Turn

_STATES = {"c": "covered", "p": "partial", "m": "missing", "x": "contradicted", "r": "retracted"}
_HELP = (
    "Enter: next · 3 c REASON: point 3 is covered (c), partial (p), missing (m), contradicted (x), "
    "or the program's word again (r) · score 70 REASON · note TEXT · q: stop"
)


@dataclass
class Reviewer:
    """Somebody who decides."""

    store: Store
    author: str
    lang: Lang

    def go_through(self, queue: Sequence[tuple[str, Sitting, Turn]]) -> None:
        """One answer after the other; what is decided is kept at once."""
        click.echo(_HELP, err=True)
        for number, (name, seat, turn) in enumerate(queue, 1):
            click.secho(f"\n{number}/{len(queue)} · {name}", bold=True)
            self.show(seat, turn, name)
            if not self.decide(seat, turn, name):
                return

    def show(self, seat: Sitting, turn: Turn, name: str) -> None:
        """The answer, then what counts now, with evidence and with people's words."""
        from dataclasses import replace

        from reports.clean import visible
        from reports.page import build_page

        found = self.ruling(seat, turn)
        sheet = replace(found.sheet, author=name, answer_id="")
        click.echo(visible(found.original.answer) + "\n")
        print_page(build_page(sheet, found.snapshot.question, found.snapshot.rubric, self.lang))
        for followup in found.followups:
            said = followup.sheet.answer if followup.sheet else ""
            click.echo(f"\n+ {followup.prompt}\n  {visible(said)}")

    def ruling(self, seat: Sitting, turn: Turn) -> Ruling:
        """What counts now."""
        from grader.interview.review import rulings

        return next(r for r in rulings(self.store, seat) if r.turn.id == turn.id)

    def decide(self, seat: Sitting, turn: Turn, name: str) -> bool:
        """Lines until an empty one; False to stop."""
        while True:
            line = _line()
            if line is None or line in ("q", ":quit"):
                return False
            if not line:
                return True
            try:
                self.obey(seat, turn, line)
            except InputError as error:
                click.echo(str(error), err=True)
                continue
            self.show(seat, turn, name)

    def obey(self, seat: Sitting, turn: Turn, line: str) -> None:
        """One verdict or note. Raises InputError for what makes no sense."""
        from grader.interview.review import Word, rule_point, rule_score, write_note

        head, _, rest = line.partition(" ")
        first, _, reason = rest.partition(" ")
        if head == "note":
            write_note(self.store, seat, self.author, rest, turn)
        elif head == "score":
            try:
                score = None if first == "r" else float(first)
            except ValueError:
                raise InputError(f"{first!r} is no score", hint=_HELP) from None
            rule_score(self.store, turn, score, Word(self.author, reason))
        elif head.isdigit() and first in _STATES:
            marks = turn.sheet.marks if turn.sheet else ()
            if not 1 <= int(head) <= len(marks):
                raise InputError(f"there is no point {head}", hint=f"there are {len(marks)}")
            point = marks[int(head) - 1].point
            rule_point(self.store, turn, point, _STATES[first], Word(self.author, reason))
        else:
            raise InputError("not understood", hint=_HELP)


def _line() -> str | None:
    """A line that somebody typed, None at the end."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        from prompt_toolkit import prompt

        try:
            return prompt("verdict> ").strip()
        except (EOFError, KeyboardInterrupt):
            return None
    line = sys.stdin.readline()
    return line.strip() if line else None
