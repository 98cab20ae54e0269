"""A run as JUnit XML, the format that every build server shows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import numpy as np

from reports.clean import one_line
from reports.figures import show_score
from reports.statistics.table import RunTable
from rubrics.marks import Failure, State
from rubrics.runs import Row


def write_junit(rows: Iterable[Row], table: RunTable, path: Path, pass_mark: float) -> None:
    """One test an answer: a failure below `pass_mark` (0 to 100), an error without a score."""
    scores = table.scores()
    counts = {
        "name": one_line(table.name),
        "tests": str(len(table)),
        "failures": str(int((scores < pass_mark).sum())),
        "errors": str(int(np.isnan(scores).sum())),
    }
    with path.open("w", encoding="utf-8") as file:
        xml = XMLGenerator(file, "utf-8", short_empty_elements=True)
        xml.startDocument()
        xml.startElement("testsuites", AttributesImpl(counts))
        xml.startElement("testsuite", AttributesImpl(counts))
        for row in rows:
            file.write("\n")
            _case(xml, row, pass_mark)
        xml.endElement("testsuite")
        xml.endElement("testsuites")
        xml.endDocument()


def _case(xml: XMLGenerator, row: Row, pass_mark: float) -> None:
    sheet = row.sheet
    name = " · ".join(part for part in (sheet.author, sheet.answer_id) if part)
    attributes = {"classname": one_line(row.title or sheet.question_id), "name": one_line(name)}
    if row.usage.seconds is not None:
        attributes["time"] = f"{row.usage.seconds:.3f}"
    xml.startElement("testcase", AttributesImpl(attributes))
    if sheet.score is None:
        failure = sheet.failure
        reason = _reason(failure) if failure else "no point could be scored"
        _outcome(xml, "error", failure.kind if failure else "unscored", reason, "")
    elif sheet.score < pass_mark:
        message = f"{show_score(sheet.score)} of 100, below {pass_mark:g}"
        _outcome(xml, "failure", sheet.band, message, _points(row))
    xml.endElement("testcase")


def _outcome(xml: XMLGenerator, element: str, kind: str, message: str, text: str) -> None:
    xml.startElement(
        element, AttributesImpl({"type": one_line(kind), "message": one_line(message)})
    )
    xml.characters(text)
    xml.endElement(element)


def _points(row: Row) -> str:
    worst = [
        m for m in row.sheet.marks if m.state in {State.MISSING, State.CONTRADICTED, State.PARTIAL}
    ]
    return "\n".join(f"{m.state.value}: {one_line(m.text)}" for m in worst)


def _reason(failure: Failure) -> str:
    return f"{failure.message} ({failure.hint})" if failure.hint else failure.message
