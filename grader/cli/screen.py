"""What commands print and write: pages, documents, JSON."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from reports.documents.parts import Document
    from reports.parts import Page

_WIDEST_DOCUMENT = 120
_WIDEST_PAGE = 100
_FILE = click.Path(path_type=Path, dir_okay=False)


def page_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--html` and `--md`: files that a document is written to."""
    html = click.option("--html", type=_FILE, help="Write the page with plots as one HTML file.")
    return html(click.option("--md", type=_FILE, help="Write the page as Markdown.")(command))


def deliver(document: Document, html: Path | None, md: Path | None, data: object = None) -> None:
    """Write the files that were asked for; print `data` as JSON, or the page without any."""
    write_documents(document, html, md)
    if data is None:
        print_document(document)
    else:
        print_json(data)


def print_json(data: object) -> None:
    """Print what a program may read."""
    click.echo(dump_json(data))


def dump_json(data: object) -> str:
    """JSON of several lines; half a surrogate pair, which no file can hold, stays as its escape."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def print_page(page: Page) -> None:
    """Print the report of an answer as wide as the terminal, coloured if it is one."""
    from reports.terminal import render_terminal

    width = min(shutil.get_terminal_size((88, 24)).columns, _WIDEST_PAGE)
    click.echo(render_terminal(page, width, color=sys.stdout.isatty()), nl=False)


def print_document(document: Document) -> None:
    """Print the page as wide as the terminal, coloured if it is one."""
    from reports.documents.terminal import render_terminal

    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST_DOCUMENT)
    click.echo(render_terminal(document, width, color=sys.stdout.isatty()), nl=False)


def write_documents(document: Document, html: Path | None, md: Path | None) -> None:
    """Write the page to the files that were asked for, and say so."""
    from reports.documents.html import render_html
    from reports.documents.markdown import render_markdown

    for path, render in ((html, render_html), (md, render_markdown)):
        if path is not None:
            path.write_text(render(document), "utf-8")
            click.echo(f"→ {path}", err=True)
