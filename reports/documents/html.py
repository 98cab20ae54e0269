"""A document as one HTML file that needs nothing else and runs nothing."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.documents.charts import WIDTH, draw_scatter, draw_whiskers
from reports.documents.parts import Bars, Block, Document, Scatter, Table, Whiskers
from reports.html import content_policy

_TAGS = {"zh": "zh-CN", "en": "en"}


def render_html(document: Document) -> str:
    """Write the whole page. Everything in it is escaped."""
    style = _style()
    template = _environment().get_template("document.html")
    return template.render(
        page=document,
        lang=_TAGS[document.lang],
        policy=content_policy(style, ""),
        style=Markup(style),  # noqa: S704 - our own file
        width=WIDTH,
    )


def _kind(block: Block) -> str:
    """Which macro of the template writes the block."""
    names: dict[type, str] = {
        Table: "table",
        Bars: "bars",
        Whiskers: "whiskers",
        Scatter: "scatter",
    }
    return names[type(block)]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = _kind
    environment.filters["whiskers"] = draw_whiskers
    environment.filters["scatter"] = draw_scatter
    return environment


@cache
def _style() -> str:
    folder = resources.files("reports") / "static"
    names = ("report.css", "document.css")
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
