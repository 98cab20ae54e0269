"""Documents on the screen."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from reports.documents.parts import Document

_WIDEST = 120


def print_document(document: Document) -> None:
    """Print the page as wide as the terminal, coloured if it is one."""
    from reports.documents.terminal import render_terminal

    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    click.echo(render_terminal(document, width, color=sys.stdout.isatty()), nl=False)


def write_documents(document: Document, html: Path | None, md: Path | None) -> None:
    """Write the page to the files that were asked for, and say so."""
    from reports.documents.html import render_html
    from reports.documents.markdown import render_markdown

    for path, render in ((html, render_html), (md, render_markdown)):
        if path is not None:
            path.write_text(render(document), "utf-8")
            click.echo(f"→ {path}", err=True)
