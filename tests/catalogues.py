"""The Chinese messages: extracted from code and templates, written as .po, compiled to .mo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

KEYWORDS: dict[str, tuple[int, ...]] = {"say": (1,), "say_many": (1, 2), "_": (1,)}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


@dataclass(frozen=True)
class Messages:
    """The messages of one package."""

    package: str

    @property
    def room(self) -> Path:
        return Path(str(resources.files(self.package)))

    @property
    def domain(self) -> str:
        return self.package.rpartition(".")[2]

    @property
    def po(self) -> Path:
        return self.room / "locales" / "zh" / "LC_MESSAGES" / f"{self.domain}.po"

    def extracted(self) -> Catalog:
        """Every message of the package's code and templates."""
        catalog = Catalog(domain=self.domain, project="kaoguan", charset="utf-8")
        folder = self.package.replace(".", "/")
        for path, line, message, _comments, _context in extract_from_dir(
            self.room, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
        ):
            catalog.add(message, locations=[(f"{folder}/{path}", line)])
        return catalog

    def read(self) -> Catalog:
        """The translations that people wrote."""
        with self.po.open("rb") as file:
            return read_po(file, locale="zh")

    def read_compiled(self) -> Catalog:
        """The translations that the program reads."""
        with self.po.with_suffix(".mo").open("rb") as file:
            return read_mo(file)

    def update(self) -> None:
        """Bring the catalogue up to the code and compile it."""
        catalog = self._renewed(self.read() if self.po.exists() else Catalog(locale="zh"))
        with self.po.open("wb") as file:
            write_po(file, catalog, width=100, sort_output=True, include_lineno=False)
        with self.po.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)

    def _renewed(self, old: Catalog) -> Catalog:
        """A catalogue of the messages in use, without dates, so that it changes only with them."""
        new = Catalog(
            locale="zh",
            domain=self.domain,
            project="kaoguan",
            version="1",
            msgid_bugs_address="-",
            last_translator="The Kaoguan developers",
            language_team="The Kaoguan developers",
            header_comment=f"# The words of {self.package}. Kept by tests/test_catalogues.py.",
            creation_date=datetime(2026, 1, 1, tzinfo=UTC),
            revision_date=datetime(2026, 1, 1, tzinfo=UTC),
            fuzzy=False,
        )
        for message in self.extracted():
            if message.id:
                known = old.get(message.id)
                text = known.string if known else ""
                added = new.add(message.id, text, locations=message.locations)
                added.flags.discard("python-format")
        return new
