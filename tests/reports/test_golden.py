from __future__ import annotations

import pytest

from reports.html import render_html
from reports.markdown import render_markdown
from reports.page import build_page
from reports.terminal import render_terminal
from reports.words import Language
from rubrics.marks import Scoresheet
from tests.reports import golden, samples

SHEETS = {"full": samples.sheet(), "failed": samples.failed_sheet(), "blank": samples.blank_sheet()}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SHEETS)
def test_reports_look_as_they_did(name: str, lang: Language) -> None:
    """A page as HTML, Markdown and terminal text."""
    page = build_page(SHEETS[name], samples.question(), samples.rubric(), lang)
    golden.check(f"{name}.{lang}.html", render_html(page))
    golden.check(f"{name}.{lang}.md", render_markdown(page))
    golden.check(f"{name}.{lang}.txt", render_terminal(page, 80, color=False))


def test_coloured_terminal_looks_as_it_did() -> None:
    golden.check("full.en.ansi", _terminal(samples.sheet(), 60, color=True))


def test_colour_changes_no_word() -> None:
    coloured = _terminal(samples.sheet(), 60, color=True)
    for code in (
        "0",
        "1",
        "2",
        "32",
        "33",
        "31",
        "35",
        "37",
        "32;1",
        "33;1",
        "31;1",
        "35;1",
        "37;1",
    ):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == _terminal(samples.sheet(), 60, color=False)


def _terminal(sheet: Scoresheet, width: int, *, color: bool) -> str:
    page = build_page(sheet, samples.question(), samples.rubric(), "en")
    return render_terminal(page, width, color)
