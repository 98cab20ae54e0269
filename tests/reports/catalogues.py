"""The message catalogues: extracted from the code, written as .po, compiled to .mo."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

import reports

ROOM = Path(reports.__file__).parent
LANGUAGES = ("en", "zh")
KEYWORDS: dict[str, tuple[int, ...]] = {"say": (1,), "say_many": (1, 2), "_": (1,)}


def extracted() -> Catalog:
    """Every message in the code of the reports."""
    catalog = Catalog(domain="reports", project="kaoguan", charset="utf-8")
    for path, line, message, _comments, _context in extract_from_dir(
        ROOM, method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        catalog.add(message, locations=[(f"reports/{path}", line)])
    return catalog


def po_path(lang: str) -> Path:
    return ROOM / "locales" / lang / "LC_MESSAGES" / "reports.po"


def read(lang: str) -> Catalog:
    """The translations that people wrote."""
    with po_path(lang).open("rb") as file:
        return read_po(file, locale=lang)


def read_compiled(lang: str) -> Catalog:
    """The translations that the program reads."""
    with po_path(lang).with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def update(lang: str) -> None:
    """Bring the catalogue up to the code and compile it; English says what the code says."""
    path = po_path(lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog = _renewed(lang, read(lang) if path.exists() else Catalog(locale=lang))
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _renewed(lang: str, old: Catalog) -> Catalog:
    """A catalogue of the messages in use, without dates, so that it changes only when they do."""
    new = Catalog(
        locale=lang,
        domain="reports",
        project="kaoguan",
        version="1",
        msgid_bugs_address="-",
        last_translator="The Kaoguan developers",
        language_team="The Kaoguan developers",
        header_comment="# The words of the reports. Kept by tests/reports/test_locales.py.",
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        revision_date=datetime(2026, 1, 1, tzinfo=UTC),
        fuzzy=False,
    )
    for message in extracted():
        if message.id:
            known = old.get(message.id)
            string = message.id if lang == "en" else (known.string if known else "")
            added = new.add(message.id, string, locations=message.locations)
            added.flags.discard("python-format")
    return new
