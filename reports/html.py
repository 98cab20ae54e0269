"""A page as one HTML file that needs nothing else and runs nothing but its own script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.parts import Page
from reports.prose import to_html

_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


def render_html(page: Page) -> str:
    """Write the whole document. It can be written as UTF-8 whatever the answer held."""
    style, script = _asset("report.css"), _asset("report.js")
    return (
        _environment()
        .get_template("answer.html")
        .render(
            page=page,
            lang=_LANGUAGE_TAGS[page.lang],
            policy=content_policy(style, script),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            record=Markup(page.record),  # noqa: S704 - see record_text: it holds no "<"
        )
    )


def content_policy(style: str, script: str) -> str:
    """Write the policy under which only this style and this script count, nothing is fetched."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = to_html
    return environment


@cache
def _asset(name: str) -> str:
    return (resources.files("reports") / "static" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
