"""The Chinese of the pages: extracted from code and templates, written as .po, compiled to .mo."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

import grader.web

ROOM = Path(grader.web.__file__).parent
PO = ROOM / "locales" / "zh" / "LC_MESSAGES" / "web.po"
KEYWORDS: dict[str, tuple[int, ...]] = {"say": (1,), "say_many": (1, 2), "_": (1,)}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]


def extracted() -> Catalog:
    """Every message of the pages."""
    catalog = Catalog(domain="web", project="kaoguan", charset="utf-8")
    options = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
    for path, line, message, _comments, _context in extract_from_dir(
        ROOM, method_map=METHODS, options_map=options, keywords=KEYWORDS
    ):
        catalog.add(message, locations=[(f"grader/web/{path}", line)])
    return catalog


def read() -> Catalog:
    """The translations that people wrote."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def read_compiled() -> Catalog:
    """The translations that the program reads."""
    with PO.with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def update() -> None:
    """Bring the catalogue up to the code and compile it."""
    catalog = _renewed(read() if PO.exists() else Catalog(locale="zh"))
    with PO.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, include_lineno=False)
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _renewed(old: Catalog) -> Catalog:
    """A catalogue of the messages in use, without dates, so that it changes only when they do."""
    new = Catalog(
        locale="zh",
        domain="web",
        project="kaoguan",
        version="1",
        msgid_bugs_address="-",
        last_translator="The Kaoguan developers",
        language_team="The Kaoguan developers",
        header_comment="# The words of the pages. Kept by tests/grader/web/test_words.py.",
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        revision_date=datetime(2026, 1, 1, tzinfo=UTC),
        fuzzy=False,
    )
    for message in extracted():
        if message.id:
            known = old.get(message.id)
            added = new.add(message.id, known.string if known else "", locations=message.locations)
            added.flags.discard("python-format")
    return new
