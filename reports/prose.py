"""Reference text as HTML: Markdown without raw HTML, links or pictures."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup


def to_html(markdown: str) -> Markup:
    """Turn Markdown into HTML without headings and attributes, to stand anywhere in a page."""
    parser = _parser()
    tokens = parser.parse(markdown)
    for token in tokens:
        _tame(token)
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - html is off


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    return parser.disable(["html_block", "html_inline", "link", "image", "autolink", "reference"])


def _tame(token: Token) -> None:
    token.attrs = {}
    token.info = ""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = "p"
    if token.type == "heading_open":
        token.attrs = {"class": "heading"}
