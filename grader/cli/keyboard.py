"""Answers typed at a terminal, or piped in: several lines, saved while they are typed.

At a terminal Enter begins a new line, pasting is safe, and Alt+Enter or Ctrl+D submits; Ctrl+X
Ctrl+E opens $EDITOR. In a pipe a line with a single dot submits, and so does the end of the input.
A line that begins with a colon is a command in both.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

import click

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

Save = Callable[[str, float], None]
"""Keeps a text and the seconds spent on it."""
Status = Callable[[float], str]
"""The line to show under the editor after so many seconds."""
_EVERY = 1.0
_EVERY_CLOCK = 5.0
_STOP = (KeyboardInterrupt, EOFError)


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody entered: an answer, or a command without its colon ("quit" at the end of all
    input). `text` is what stands in the editor when a command is given.
    """

    text: str
    seconds: float
    command: str = ""


class Keyboard(Protocol):
    """Where answers come from. `patient`: an answer without text may be a slip and is asked again."""

    patient: ClassVar[bool]

    def answer(self, text: str, seconds: float, save: Save, status: Status) -> Entry:
        """Read an answer, beginning with a draft and the seconds it took."""

    def choose(self, prompt: str, keys: str, default: str) -> str:
        """One of the letters of `keys`; the default when nothing is entered."""


def find_keyboard() -> Keyboard:
    """The terminal if there is one, else standard input."""
    return Terminal() if sys.stdin.isatty() and sys.stdout.isatty() else Pipe()


@dataclass
class Pipe:
    """Standard input, line by line."""

    patient: ClassVar[bool] = False
    _ended: bool = False

    def answer(self, text: str, seconds: float, save: Save, status: Status) -> Entry:
        """Lines until a dot or the end; a draft is what they are added to."""
        del save, status  # nobody watches a pipe
        began = time.monotonic()
        lines = text.split("\n") if text else []
        while (line := self._line()) is not None and line != ".":
            if line.startswith(":") and not line.startswith("::"):
                return Entry("\n".join(lines), seconds + time.monotonic() - began, line[1:].strip())
            lines.append(line.removeprefix(":") if line.startswith("::") else line)
        whole = "\n".join(lines)
        command = "quit" if self._ended and not whole.strip() else ""
        return Entry(whole, seconds + time.monotonic() - began, command)

    def choose(self, prompt: str, keys: str, default: str) -> str:
        """The first letter of the next line."""
        click.echo(prompt)
        line = self._line()
        letter = (line or "").strip().lower()[:1]
        return letter if letter and letter in keys else default

    def _line(self) -> str | None:
        line = sys.stdin.readline()
        self._ended = self._ended or not line
        return line.rstrip("\r\n") if line else None


@dataclass
class Terminal:
    """A terminal with prompt_toolkit."""

    patient: ClassVar[bool] = True

    def answer(self, text: str, seconds: float, save: Save, status: Status) -> Entry:
        """An editor of several lines with a quiet clock; the text is saved every second."""
        began = time.monotonic()

        def spent() -> float:
            return seconds + time.monotonic() - began

        session = _session(lambda: status(spent()))
        try:
            entered = session.prompt(default=text, pre_run=lambda: _watch(session, save, spent))
        except _STOP as stop:
            kept = session.default_buffer.text
            save(kept, spent())
            return Entry(kept, spent(), "quit" if isinstance(stop, EOFError) else "stop")
        if entered.startswith(":") and not entered.startswith("::") and "\n" not in entered:
            return Entry(text, spent(), entered[1:].strip())
        return Entry(entered.removeprefix(":") if entered.startswith("::") else entered, spent())

    def choose(self, prompt: str, keys: str, default: str) -> str:
        """One key, without Enter."""
        click.echo(prompt, nl=False)
        while True:
            try:
                key = click.getchar().lower()
            except _STOP:
                key = "q" if "q" in keys else default
            if key in ("\r", "\n", " "):
                key = default
            if key and key in keys:
                click.echo(f" {key}")
                return key


def _session(status: Callable[[], str]) -> PromptSession[str]:
    from prompt_toolkit import PromptSession

    return PromptSession(
        "> ",
        multiline=True,
        prompt_continuation="  ",
        bottom_toolbar=status,
        refresh_interval=_EVERY,
        enable_open_in_editor=True,
        key_bindings=_keys(),
        wrap_lines=True,
    )


def _keys() -> KeyBindings:
    from prompt_toolkit.application.current import get_app
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    def is_command() -> bool:
        text = get_app().current_buffer.text
        return text.startswith(":") and "\n" not in text

    @keys.add("enter", filter=Condition(is_command))
    def _run(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("c-d")
    def _submit(event: KeyPressEvent) -> None:
        if event.current_buffer.text.strip():
            event.current_buffer.validate_and_handle()
        else:
            event.app.exit(exception=EOFError())

    return keys


def _watch(session: PromptSession[str], save: Save, spent: Callable[[], float]) -> None:
    """Save the text every second in which it changed, and the clock every five."""

    async def keep() -> None:
        saved, at = session.default_buffer.text, spent()
        while True:
            await asyncio.sleep(_EVERY)
            text = session.default_buffer.text
            is_command = text.startswith(":") and "\n" not in text
            if not is_command and (text != saved or spent() - at >= _EVERY_CLOCK):
                save(text, spent())
                saved, at = text, spent()

    session.app.create_background_task(keep())
