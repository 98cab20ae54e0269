"""Text that a spreadsheet must not take for a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"^[\s\x00-\x20\u00a0\u3000\ufeff]*[=+\-@\t\r|%＝＋－＠]")


def harmless_cell(text: str) -> str:
    """The text, with an apostrophe in front where it could begin a formula (OWASP)."""
    return f"'{text}" if _FORMULA.match(text) else text
