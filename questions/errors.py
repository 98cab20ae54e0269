"""What can be wrong with an input, and how a user is told about it."""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST = 1500
"""Characters of a message: an input that is quoted in one may be of any length."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something doubtful in an input; it never stops the reading of the rest.

    `line` counts from 1; 0 means the whole file. `hint` says what to do about it.
    """

    path: str
    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Write place, message and hint on one line."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class InputError(Exception):
    """The base of every error that a user can mend: one line with a place and a hint.

    The command line turns it into `place: message (hint)` on stderr and exit code 2.
    """

    def __init__(self, message: str, *, place: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        """Write place, message and hint on one line, whatever was put into them."""
        head = f"{self.place}: " if self.place else ""
        text = f"{head}{self.message}" + (f" ({self.hint})" if self.hint else "")
        line = " ".join(text.splitlines())
        return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
