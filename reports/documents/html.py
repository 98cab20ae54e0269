"""A document as one HTML file that needs nothing else and runs nothing."""

from __future__ import annotations

from reports.documents.parts import Document
from reports.hypertext import render_file


def render_html(document: Document) -> str:
    """Write the whole page. Everything in it is escaped."""
    return render_file("document.html", document, ("report.css", "document.css"))
