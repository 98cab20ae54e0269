from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reports.markdown import escape, fence, render_markdown
from reports.page import build_page
from tests.reports import samples
from tests.reports.hostile import ATTACKS, hostile


def tokens(markdown: str) -> list[Token]:
    """Every block and inline token, as a reader with raw HTML and tables sees them."""
    blocks = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parsed = blocks.parse(markdown)
    return [t for block in parsed for t in (block, *(block.children or ()))]


def structure(text: str) -> list[str]:
    """The kinds of tokens of a report with the text in every field."""
    found = tokens(render_markdown(build_page(*hostile(text), "en")))
    raw = [token.content for token in found if token.type.startswith("html")]
    assert set(raw) <= {"<br>"}
    return [t.type for t in found if t.type not in {"text", "text_special", "softbreak"}]


@pytest.mark.parametrize("name", sorted(set(ATTACKS) - {"blank", "empty", "markdown", "newlines"}))
def test_hostile_text_changes_no_structure(name: str) -> None:
    assert structure(ATTACKS[name]) == structure("words")


@pytest.mark.parametrize("name", ["markdown", "newlines", "blank", "empty"])
def test_lines_make_only_quotations(name: str) -> None:
    """Text of several lines, or of none, may add or lack paragraphs, but nothing else."""
    assert set(structure(ATTACKS[name])) <= {*structure("words"), "blockquote_open"}


@pytest.mark.parametrize(
    "text",
    [
        "# not a head", "- not a list", "+ x", "1. not a list", "12) x", "=== x", "> not quoted",
        "*a* _b_ `c` ~~d~~", "[a](b) ![c](d) [e]: f", "<b>x</b> &lt;", "a | b", "---", "```",
        "https://evil.example www.evil.example a@b.example", "\\* \\", "&amp; &#42;", "$x$", "***",
    ],
)  # fmt: skip
def test_escaped_text_reads_as_written(text: str) -> None:
    found = tokens(escape(text))
    plain = {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    assert {token.type for token in found} <= plain
    assert "".join(t.content for t in found if t.type in {"text", "text_special"}) == text


def test_ordinary_text_is_left_alone() -> None:
    text = "GQA-8 比 MHA 快 2.5x（约 90%）：先 (a) 后 (b)."
    assert escape(text) == text


@pytest.mark.parametrize("text", ["```", "a\n````\nb", "~~~", "`````` x", ""])
def test_code_block_cannot_be_closed_from_inside(text: str) -> None:
    (token,) = tokens(fence(text))
    assert token.type == "fence"
    assert token.content.removesuffix("\n") == text


def test_answer_is_there_in_full() -> None:
    page = build_page(samples.sheet(), samples.question(), samples.rubric(), "en")
    assert samples.ANSWER in render_markdown(page)
