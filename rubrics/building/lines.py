"""What one line of an answer is: a heading, an item, a table row, a fence, plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rubrics.words import either

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s*(.+?)\s*#*$")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|(?:- ){2,}-|(?:\* ){2,}\*)\s*$")
_BULLET = re.compile(r"^([ \t]*)(?:[-*+•·●▪◦–○]\s+(?=\S)|[-•●○](?=[A-Z\u4e00-\u9fff]))(.*)$")
_ORDERED = re.compile(
    r"^([ \t]*)(?:\d{1,2}(?:[.、)）]|\.\d{1,2}\.?(?=\s))(?!\d)|[（(]\d{1,2}[)）]|[①-⑳]"
    r"|[（(]?[一二三四五六七八九十]{1,3}[、)）.]|[A-Ha-h][.)、](?=\s))\s*(?=\S)(.*)$"
)
_QUOTE = re.compile(r"^\s{0,3}>\s?")
_TABLE = re.compile(r"^\s*\|.*\|\s*$|^\s*\S[^|\n]*(?:\|[^|\n]*){2,}$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_STRONG_TAG = re.compile(r"</?(?:strong|b)\s*>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?"
    + either(
        """div p center br font span ul ol li details summary mark u em i sub sup section
        blockquote"""
    )
    + r"\b[^>\n]{0,200}>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its marker. `kind` is heading, bullet, ordered, text, blank or rule.

    `indent` counts columns, a tab as four; of a heading it is its level.
    """

    kind: str
    indent: int
    text: str


def clean_line(line: str) -> str:
    """Bold tags as stars, other tags and quote signs gone."""
    if "<" in line:
        line = _BLOCK_TAG.sub("", _STRONG_TAG.sub("**", line))
    return _QUOTE.sub("", line).rstrip()


def read_line(line: str) -> Line:
    """What the (cleaned) line is."""
    if not line.strip():
        return Line("blank", 0, "")
    if _RULE.match(line):
        return Line("rule", 0, "")
    if match := _HEADING.match(line):
        return Line("heading", len(match[1]), match[2])
    if match := _BULLET.match(line):
        return Line("bullet", columns(match[1]), match[2])
    if (match := _ORDERED.match(line)) and match[2].strip():
        return Line("ordered", columns(match[1]), match[2])
    return Line("text", columns(line), line.strip())


def columns(line: str) -> int:
    """How far the line is indented."""
    return sum(4 if c == "\t" else 1 for c in line[: len(line) - len(line.lstrip(" \t"))])


def is_table_rule(line: str) -> bool:
    """Whether it is the line of dashes below a table's head."""
    return "-" in line and "|" in line and _TABLE_RULE.match(line) is not None


def is_table_row(line: str) -> bool:
    """Whether it has the bars of a table row."""
    return line.count("|") >= 2 and _TABLE.match(line) is not None


def fence(line: str) -> str:
    """The marker of a code fence that starts or ends here; "" if none does."""
    match = _FENCE.match(line)
    return match[1] if match else ""


def cells(row: str) -> list[str]:
    """The cells of a table row; bars inside code and formulas stay."""
    body = row.strip().removeprefix("|").removesuffix("|")
    body = re.sub(r"`[^`]*`|\$[^$]*\$", lambda m: m[0].replace("|", "\ue020"), body).replace(
        "\\|", "\ue020"
    )
    return [cell.strip().replace("\ue020", "|") for cell in body.split("|")]
