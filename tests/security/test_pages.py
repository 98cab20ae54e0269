"""Pages of interviews and practice with hostile words in every field; the others have their own
tests (`tests/reports`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from reports.documents.html import render_html
from reports.documents.markdown import render_markdown
from reports.documents.parts import Document
from reports.documents.terminal import render_terminal
from reports.interviews import build_comparison, build_scorecard
from reports.practice import build_progress
from reports.words import Language
from rubrics.progress import Day, Mastery, Progress, WeakPoint
from rubrics.scorecards import Asked, Change, PointLine, Scorecard
from tests.reports.hostile import ATTACKS
from tests.reports.parsing import parse
from tests.security.words import worded

MOMENT = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = date(2026, 11, 1)
ASKED = Asked(
    "t", "answer", 60.0, 120.0, 40.0, 55.0, "fair",
    (PointLine("p", 3, "missing", "covered", "q", "someone", "why"), PointLine("p", 1, "covered", "covered", "q", "", "")),
    (("asked", "said"),), 1, "override", ("note",), ("blank",), "failed",
)  # fmt: skip
CARD = Scorecard(
    "ann", "plan", MOMENT, MOMENT, (ASKED, ASKED), 3,
    (Change(MOMENT, "me", "q", "what", "a", "b", "why"),), ("note",), ("tier:words",),
)  # fmt: skip
PROGRESS = Progress(
    "ann", DAY, 3, 5, 20, 600.0, 40, 12, 0.5, 2, 61.0, (Mastery("tag", 3, 9, 0.4, 70.0),),
    (Day(DAY, 3, 50.0), Day(DAY, 1, 70.0)), (Day(DAY, 2),), (WeakPoint("q", "text", "missing", 3, 2, DAY),),
)  # fmt: skip


def scorecard(word: str, lang: Language) -> Document:
    return build_scorecard(worded(CARD, word), lang)


def comparison(word: str, lang: Language) -> Document:
    return build_comparison([worded(CARD, word), worded(CARD, f"{word}2")], lang)


def progress(word: str, lang: Language) -> Document:
    return build_progress(worded(PROGRESS, word), lang)


@pytest.mark.parametrize("page", [scorecard, comparison, progress])
@pytest.mark.parametrize("name", [name for name in ATTACKS if not name.startswith("long")])
def test_hostile_words_stay_words(page: Callable[[str, Language], Document], name: str) -> None:
    document = page(ATTACKS[name], "en")
    html = render_html(document)
    html.encode("utf-8")
    calm = parse(render_html(page("calm", "en"))).skeleton()
    assert parse(html).skeleton() <= calm | {("td", ()), ("p", ("class",)), ("p", ())}
    for text in (render_terminal(document, 100, color=False), render_markdown(document)):
        text.encode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "<script" not in render_markdown(document)


@pytest.mark.parametrize("page", [scorecard, comparison, progress])
def test_template_text_is_not_evaluated(page: Callable[[str, Language], Document]) -> None:
    text = parse(render_html(page("{{ 7*7 }}{n}%s", "en"))).text
    assert "{{ 7*7 }}{n}%s" in text
    assert "49" not in text
