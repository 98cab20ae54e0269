"""Run tables made of a few numbers."""

from __future__ import annotations

from collections.abc import Sequence

from reports.statistics.table import RunTable, make_table
from rubrics.marks import Evidence, Mark, Scoresheet, State
from rubrics.runs import Row, Usage


def row(
    question: str,
    author: str,
    score: float | None,
    states: Sequence[str] = (),
    text: str = "answer",
    **usage: float,
) -> Row:
    marks = tuple(
        Mark(
            f"k{i}",
            f"point {i} of {question}",
            2,
            State(state),
            {},
            (Evidence(0, 1, text[0]),) if text else (),
        )
        for i, state in enumerate(states, 1)
    )
    sheet = Scoresheet(
        question,
        f"{question}/{author}",
        author,
        text,
        score,
        "fair",
        marks,
        signature=f"sig-{question}",
    )
    return Row(sheet, f"Title of {question}", 1, Usage(**usage))  # type: ignore[arg-type]  # floats do


def table(rows: Sequence[Row], name: str = "run") -> RunTable:
    return make_table(name, rows)
