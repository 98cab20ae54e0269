"""Banks as Anki decks; needs the extra `kaoguan[anki]`."""

from __future__ import annotations

import html
import re
from hashlib import sha256
from pathlib import Path

from markdown_it import MarkdownIt

from questions.errors import InputError
from questions.model import Bank, Question

_MODEL_ID = 1_607_392_319  # Anki tells note types apart by number; this one is ours for good
_FORMULA = re.compile(r"\$\$(?P<block>.{1,2000}?)\$\$|\$(?P<inline>[^$\n]{1,400})\$", re.DOTALL)
_CSS = (
    ".card{font-family:sans-serif;font-size:18px;text-align:left;line-height:1.6}"
    ".summary{background:#fff3bf;color:#222;padding:.5em}.from{color:#888;font-size:12px}"
)
_FRONT = '{{Question}}<div class="from">{{From}}</div>'
_BACK = (
    '{{FrontSide}}<hr id="answer">'
    '{{#Summary}}<div class="summary">{{Summary}}</div>{{/Summary}}{{Answer}}'
)


def write_anki(bank: Bank, path: Path, *, deck_name: str = "Kaoguan") -> int:
    """Write an .apkg with a card for each answered question; returns how many.

    A question keeps its card when the bank is exported again. Raises InputError without genanki.
    """
    try:
        import genanki
    except ImportError as error:
        hint = "pip install 'kaoguan[anki]'"
        raise InputError("Anki export needs the package genanki", hint=hint) from error
    fields = [{"name": name} for name in ("Question", "Answer", "Summary", "From")]
    template = [{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}]
    model = genanki.Model(_MODEL_ID, "Kaoguan", fields=fields, templates=template, css=_CSS)
    deck = genanki.Deck(_number(deck_name), deck_name)
    chosen = [question for question in bank.questions if question.is_gradable]
    for question in chosen:
        guid = genanki.guid_for("kaoguan", question.id)
        note = genanki.Note(model, _fields(question), guid=guid, tags=_tags(question))
        deck.add_note(note)
    genanki.Package(deck).write_to_file(str(path))
    return len(chosen)


def _fields(question: Question) -> list[str]:
    origin = " · ".join(x for x in (question.company, question.round, question.date) if x)
    choices = "".join(f"<li>{to_html(choice)}</li>" for choice in question.choices)
    options = f'<ol type="A">{choices}</ol>' if choices else ""
    summary = "<br>".join(to_html(mark) for mark in question.marks)
    front = to_html(question.title) + options
    return [front, to_html(question.answer), summary, html.escape(origin)]


def to_html(text: str) -> str:
    """Render Markdown with raw HTML shown as text, and formulas as Anki's MathJax reads them.

    Pictures are left as links: Anki would fetch them from wherever the bank says.
    """
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        block = match["block"]
        inner = html.escape((block or match["inline"]).strip())
        held.append(f"\\[{inner}\\]" if block else f"\\({inner}\\)")
        return f"\ue000{len(held) - 1}\ue001"

    clean = text.replace("\ue000", "").replace("\ue001", "")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    rendered = parser.render(_FORMULA.sub(hold, clean)).strip()
    rendered = re.sub("\ue000(\\d+)\ue001", lambda m: held[int(m[1])], rendered)
    one_paragraph = rendered.startswith("<p>") and rendered.count("<p>") == 1
    return rendered[3:-4] if one_paragraph and rendered.endswith("</p>") else rendered


def _tags(question: Question) -> list[str]:
    words = (*question.tags, question.company, question.difficulty)
    return [re.sub(r"\s+", "_", word.strip()) for word in words if word.strip()]


def _number(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:4], "big") % (1 << 30) + (1 << 30)
