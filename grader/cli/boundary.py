"""Where errors become one line and an exit code: nothing below here prints a traceback."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from questions.errors import InputError

USAGE = 2
FINDINGS = 1


def guarded(command: click.Command) -> NoReturn:
    """Run the program and leave it. InputError, a closed pipe and Ctrl-C end it quietly."""
    try:
        code = command.main(standalone_mode=False)
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.Abort:
        _say("stopped")
        code = 130
    except click.ClickException as error:
        error.show()
        code = USAGE
    except InputError as error:
        _say(str(error))
        code = USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        _say(f"{error.filename or 'input/output'}: {error.strerror or error}")
        code = USAGE
    sys.exit(code if isinstance(code, int) else 0)


def _say(line: str) -> None:
    shown = "".join(c if c.isprintable() else " " for c in line)  # a terminal obeys what is not
    click.echo(f"kaoguan: {' '.join(shown.split())}", err=True)
