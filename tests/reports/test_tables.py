"""Tables that open in spreadsheets with every word in place and nothing that runs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reports.documents.parts import Cell, Column, Table
from reports.tables import ANSWER_COLUMNS, POINT_COLUMNS, safe, write_csv, write_parquet, write_xlsx
from rubrics.marks import Failure, Scoresheet
from rubrics.runs import Row
from tests.reports.statistics.tables import row

HOSTILE = '=HYPERLINK("http://x","点我")'
ROWS = [
    row("q1", "张三", 61.5, ["covered", "missing"], text="第一行\n第二行，\"引号\""),
    row("q1", HOSTILE, 12.0, ["contradicted"], text="@SUM(A1)\x00\u202e尾"),
    Row(Scoresheet("q2", "+1", "-2", "\ud800", None, "unscored", (), failure=Failure("crashed", "=1+1", "")), "|cmd"),
]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "＝1", "|calc", "\u3000=1", "%0A"]
)
def test_nothing_is_a_formula(text: str) -> None:
    assert str(safe(text)).startswith("'")


@pytest.mark.parametrize("value", ["a=1", "第一", "", 5.5, -3, None])
def test_what_is_harmless_stays(value: str | float | None) -> None:
    assert safe(value) == value


def test_csv_for_excel(tmp_path: Path) -> None:
    write_csv(ROWS, tmp_path / "a.csv")
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert tuple(found[0]) == ANSWER_COLUMNS
    assert found[0]["answer"] == '第一行\n第二行，"引号"'
    assert (found[0]["score"], found[0]["covered"], found[0]["missing"]) == ("61.5", "1", "1")
    assert found[1]["author"] == f"'{HOSTILE}"
    assert found[1]["answer"] == "'@SUM(A1)␀⟨U+202E⟩尾"
    assert (found[2]["score"], found[2]["message"], found[2]["answer_id"]) == ("", "'=1+1", "'+1")


def test_csv_of_points(tmp_path: Path) -> None:
    write_csv(ROWS, tmp_path / "a.csv", points=True)
    found = list(csv.reader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    assert tuple(found[0]) == POINT_COLUMNS
    assert [line[4] for line in found[1:]] == ["k1", "k2", "k1"]


def test_xlsx_has_a_sheet_for_each_view_with_filters(tmp_path: Path) -> None:
    view = Table(
        "questions", (Column("Question"), Column("Mean", True)), ((Cell("=q"), Cell("50.0", 50.0)),)
    )
    write_xlsx(lambda: ROWS, tmp_path / "a.xlsx", [view])
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["questions", "answers", "key points"]
    assert [cell.value for cell in book["questions"][2]] == ["=q", 50.0]
    answers = book["answers"]
    assert answers.freeze_panes == "A2"
    assert answers.auto_filter.ref == "A1:W4"
    kinds = {cell.data_type for line in answers.iter_rows() for cell in line}
    assert "f" not in kinds
    author = ANSWER_COLUMNS.index("author")
    assert answers[3][author].value == HOSTILE
    assert answers[3][author].data_type == "s"
    assert not list(answers._hyperlinks)
    assert answers[2][ANSWER_COLUMNS.index("score")].value == 61.5
    assert answers[4][ANSWER_COLUMNS.index("score")].value is None


def test_a_workbook_without_answers(tmp_path: Path) -> None:
    write_xlsx(list, tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx")["answers"].max_row == 1


def test_parquet_keeps_types_and_what_is_not_known(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet(ROWS, tmp_path / "a.parquet")
    found = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert [line["score"] for line in found] == [61.5, 12.0, None]
    assert found[1]["author"] == HOSTILE
    assert found[2]["answer"] == "\\ud800"
