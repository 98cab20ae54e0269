"""Documents on the screen."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reports.documents.parts import Document

_WIDEST = 120


def print_document(document: Document) -> None:
    """Print the page as wide as the terminal, coloured if it is one."""
    from reports.documents.terminal import render_terminal

    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    click.echo(render_terminal(document, width, color=sys.stdout.isatty()), nl=False)
