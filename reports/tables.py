"""Results as tables that spreadsheets open: CSV, XLSX, Parquet. No cell is ever a formula."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from questions.errors import InputError
from questions.spreadsheets import harmless_cell
from reports.clean import clip, visible
from rubrics.marks import Mark
from rubrics.runs import Row

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from reports.documents.parts import Table

Value = str | float | int | None

ANSWER_COLUMNS = (
    "question_id", "question", "answer_id", "author", "repeat", "score", "band", "low", "high",
    "covered", "partial", "missing", "contradicted", "unscored", "flags", "failure", "message",
    "characters", "output_tokens", "seconds", "cost", "answer", "signature",
)  # fmt: skip
POINT_COLUMNS = (
    "question_id", "answer_id", "author", "repeat", "point", "text", "weight", "state",
    "p_covered", "p_partial", "p_missing", "p_contradicted", "quote", "reason",
    "decided_by", "unsure",
)  # fmt: skip

_LONGEST = 32_000
"""A cell of Excel holds 32,767 characters."""
_STATES = ("covered", "partial", "missing", "contradicted", "unscored")


def answer_row(row: Row) -> list[Value]:
    """One answer in the order of ANSWER_COLUMNS."""
    sheet = row.sheet
    states = [mark.state.value for mark in sheet.marks]
    low, high = sheet.interval or (None, None)
    failure = sheet.failure
    return [
        sheet.question_id, row.title, sheet.answer_id, sheet.author, row.repeat, sheet.score,
        sheet.band, low, high, *(states.count(state) for state in _STATES), " ".join(sheet.flags),
        failure.kind if failure else "", failure.message if failure else "", len(sheet.answer),
        row.usage.output_tokens, row.usage.seconds, row.usage.cost, sheet.answer, sheet.signature,
    ]  # fmt: skip


def point_rows(row: Row) -> Iterator[list[Value]]:
    """The points of one answer in the order of POINT_COLUMNS."""
    sheet = row.sheet
    for mark in sheet.marks:
        yield [sheet.question_id, sheet.answer_id, sheet.author, row.repeat, *_mark(mark)]


def _mark(mark: Mark) -> list[Value]:
    return [
        mark.point, mark.text, mark.weight, mark.state.value,
        *(mark.probabilities.get(state) for state in _STATES[:4]),
        " … ".join(e.text for e in mark.evidence), mark.reason, mark.decided_by, int(mark.unsure),
    ]  # fmt: skip


def safe(value: Value) -> Value:
    """Text that no spreadsheet takes for a formula (OWASP, CSV injection); numbers stay."""
    if not isinstance(value, str):
        return value
    return harmless_cell(clip(visible(value), _LONGEST))


def write_csv(rows: Iterable[Row], path: Path, points: bool = False) -> None:
    """UTF-8 with a mark at its beginning, as Excel wants it; one line an answer, or a point."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(POINT_COLUMNS if points else ANSWER_COLUMNS)
        for row in rows:
            found = point_rows(row) if points else [answer_row(row)]
            writer.writerows([safe(value) for value in line] for line in found)


def write_xlsx(rows: Callable[[], Iterable[Row]], path: Path, views: Sequence[Table] = ()) -> None:
    """A workbook: the tables of the report, then all answers and all points, with filters.

    `rows` is called once a sheet. Texts are written as texts, never as formulas or links.
    """
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E9ECF0", "bottom": 1})
        for view in views:
            columns = [column.label for column in view.columns]
            lines = ([c.text if c.value is None else c.value for c in row] for row in view.rows)
            _sheet(book, view.name, columns, lines, head)
        _sheet(book, "answers", ANSWER_COLUMNS, (answer_row(row) for row in rows()), head)
        _sheet(
            book, "key points", POINT_COLUMNS, (p for row in rows() for p in point_rows(row)), head
        )


_ROWS_OF_EXCEL = 1_048_576


def _sheet(
    book: Workbook,
    name: str,
    columns: Sequence[str],
    lines: Iterable[Sequence[Value]],
    head: Format,
) -> None:
    """One sheet; lines beyond what Excel holds go on in another."""
    part = 1
    sheet = _new_sheet(book, name, columns, head)
    at = 0
    for line in lines:
        at += 1
        if at >= _ROWS_OF_EXCEL:
            sheet.autofilter(0, 0, at - 1, len(columns) - 1)
            part += 1
            sheet, at = _new_sheet(book, f"{name} {part}", columns, head), 1
        for place, value in enumerate(line):
            _write_cell(sheet, at, place, value)
    sheet.autofilter(0, 0, max(at, 1), len(columns) - 1)


def _new_sheet(book: Workbook, name: str, columns: Sequence[str], head: Format) -> Worksheet:
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        wide = 48 if column in {"text", "answer", "question", "quote", "reason", "message"} else 14
        sheet.set_column(place, place, wide)
        sheet.write_string(0, place, column, head)
    return sheet


def _write_cell(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, clip(visible(value), _LONGEST))
    elif not math.isnan(value):
        sheet.write_number(row, column, value)


def write_parquet(rows: Iterable[Row], path: Path) -> None:
    """One row an answer. Raises InputError where pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        hint = "pip install 'kaoguan[parquet]'"
        raise InputError("Parquet needs the package pyarrow", hint=hint) from None
    whole = {"repeat", "covered", "partial", "missing", "contradicted", "unscored", "characters"}
    real = {"score", "low", "high", "output_tokens", "seconds", "cost"}
    kinds = {
        n: pa.int64() if n in whole else pa.float64() if n in real else pa.string()
        for n in ANSWER_COLUMNS
    }
    schema = pa.schema(list(kinds.items()))
    with pq.ParquetWriter(path, schema) as writer:
        for batch in _batches(rows, 2_000):
            columns = zip(*(answer_row(row) for row in batch), strict=True)
            arrays = [
                pa.array(map(_encodable, c), f.type) for c, f in zip(columns, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _encodable(value: Value) -> Value:
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
