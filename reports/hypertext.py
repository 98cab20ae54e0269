"""What all our HTML has in common: templates that escape everything, their filters, one policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.documents.charts import WIDTH, draw_scatter, draw_whiskers
from reports.documents.parts import Block, Document
from reports.parts import Page
from reports.prose import to_html

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
"""What HTML calls our languages."""


def make_environment(*packages: str) -> Environment:
    """The templates of these packages, the first that has one first; what is undefined raises."""
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["width"] = WIDTH
    environment.filters |= {
        "prose": to_html,
        "kind": _kind,
        "whiskers": draw_whiskers,
        "scatter": draw_scatter,
    }
    return environment


def render_file(
    template: str, page: Page | Document, styles: Sequence[str], script: str = "", **values: Markup
) -> str:
    """A page as one file that needs nothing else and runs nothing but our script, if any.

    `styles` and `script` name files of the folder `static`; `values` are for the template. The file
    can be written as UTF-8 whatever the answer held.
    """
    style = "\n".join(map(_asset, styles))
    code = _asset(script) if script else ""
    return (
        _environment()
        .get_template(template)
        .render(
            page=page,
            lang=LANGUAGE_TAGS[page.lang],
            policy=_policy(style, code),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(code),  # noqa: S704 - our own file
            **values,
        )
    )


def _policy(style: str, script: str) -> str:
    """The policy under which only this style and this script count, and nothing is fetched."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _kind(block: Block) -> str:
    """Which macro of the templates writes the block."""
    return type(block).__name__.lower()


@cache
def _environment() -> Environment:
    return make_environment("reports")


@cache
def _asset(name: str) -> str:
    return (resources.files("reports") / "static" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
