"""Tables with a column of questions and perhaps one of answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from questions.metadata import Metadata, field_name, metadata_of
from questions.page import Page
from questions.plain import one_line
from questions.titles import read_title
from questions.wording import STRONG

_ASKS = re.compile(
    r"(?:面试)?(?:问题|题目|问|题干|面试题|提问)(?:标题|内容|描述)?"
    r"|questions?(?:\s+(?:title|name|text))?|q|prompt|front",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"(?:参考|标准|简要|核心)?(?:答案|回答|要点|答|解答|解析)(?:要点)?|answers?|a|solution"
    r"|reply|response|back|key\s*points?",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"(?:一句话)?(?:总结|核心|要点总结)|summary|tl;?dr|key\s*takeaway", re.IGNORECASE
)
_DELIMITER = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a table: `line` is an index into the page."""

    line: int
    title: str
    answer: str
    meta: Metadata


def read_rows(page: Page, start: int, end: int, *, is_bank: bool) -> list[Row]:
    """Read the questions of the table on these lines; none if it is about something else."""
    if end - start < 3 or not _DELIMITER.match(page.lines[start + 1].text):
        return []
    header = [one_line(cell).strip(" :：") for cell in cells(page.raw[start])]
    columns = _columns(header)
    if "question" not in columns:
        return []
    found = (_row(page, i, columns) for i in range(start + 2, end))
    rows = [row for row in found if row is not None]
    links = sum("](#" in page.raw[i] for i in range(start + 2, end))
    if links * 2 >= len(rows):
        return []  # a table of contents
    has_answers = "answer" in columns or "mark" in columns
    return rows if _are_questions(rows, lenient=is_bank and has_answers) else []


def cells(line: str) -> list[str]:
    """Cut a table row at its bars; escaped ones and those in code and formulas stay."""
    text = line.strip()
    text = text.removeprefix("|")
    found: list[str] = []
    current: list[str] = []
    index = 0
    in_code = in_math = False
    while index < len(text):
        char = text[index]
        if char == "\\" and index + 1 < len(text) and text[index + 1] == "|":
            current.append("|")
            index += 2
            continue
        in_code ^= (char == "`" and text.find("`", index + 1) != -1) or (char == "`" and in_code)
        in_math ^= char == "$" and not in_code and (in_math or text.find("$", index + 1) != -1)
        if char == "|" and not in_code and not in_math:
            found.append("".join(current).strip())
            current = []
        else:
            current.append(char)
        index += 1
    rest = "".join(current).strip()
    return [*found, rest] if rest or not text.endswith("|") else found


def _columns(header: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, name in enumerate(header):
        if _ASKS.fullmatch(name):
            columns.setdefault("question", index)
        elif _ANSWERS.fullmatch(name):
            columns.setdefault("answer", index)
        elif _MARKS.fullmatch(name):
            columns.setdefault("mark", index)
        elif key := field_name(name):
            columns.setdefault(key, index)
    return columns


def _row(page: Page, line: int, columns: dict[str, int]) -> Row | None:
    values = cells(page.raw[line])
    got = {key: values[i] for key, i in columns.items() if i < len(values)}
    title = got.pop("question", "")
    if not one_line(title):
        return None
    answer = _BREAK.sub("\n", got.pop("answer", ""))
    mark = got.pop("mark", "")
    if mark:
        answer = "\n\n".join(
            part for part in (answer, f"<mark>{_BREAK.sub(' ', mark)}</mark>") if part
        )
    pairs = [(key, one_line(value)) for key, value in got.items() if one_line(value)]
    return Row(
        line,
        title,
        "" if answer in {"-", "—", "/", "无", "略", "TODO"} else answer,
        metadata_of(pairs),
    )


def _are_questions(rows: Sequence[Row], *, lenient: bool) -> bool:
    asking = sum(read_title(row.title).score >= STRONG for row in rows)
    return bool(rows) and asking * (4 if lenient else 2) >= len(rows)
