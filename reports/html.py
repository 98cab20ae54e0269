"""A page as one HTML file that needs nothing else and runs nothing but its own script."""

from __future__ import annotations

from markupsafe import Markup

from reports.hypertext import render_file
from reports.parts import Page


def render_html(page: Page) -> str:
    """Write the whole document. It can be written as UTF-8 whatever the answer held."""
    record = Markup(page.record)  # noqa: S704 - see record_text: it holds no "<"
    return render_file("answer.html", page, ("report.css",), "report.js", record=record)
