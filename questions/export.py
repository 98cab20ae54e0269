"""Banks written for other programs: JSON, JSON lines and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from questions.errors import Problem
from questions.model import Bank, Question, Topic

BANK_FORMAT = "kaoguan-bank/1"
CSV_COLUMNS = (
    "id",
    "title",
    "answer",
    "marks",
    "company",
    "round",
    "date",
    "tags",
    "difficulty",
    "section",
    "followups",
    "choices",
    "path",
    "line",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export_json(bank: Bank, problems: Sequence[Problem] = ()) -> dict[str, Any]:
    """Write the bank as the contract `kaoguan-bank/1` describes it."""
    return {
        "format": BANK_FORMAT,
        "questions": [question_json(question) for question in bank.questions],
        "topics": [topic_json(topic) for topic in bank.topics],
        "problems": [problem_json(problem) for problem in problems],
    }


def export_jsonl(bank: Bank) -> str:
    """Write one question a line."""
    rows = (json.dumps(question_json(q), ensure_ascii=False) for q in bank.questions)
    return "".join(row + "\n" for row in rows)


def export_csv(bank: Bank) -> str:
    """Write one question a row; a cell that a spreadsheet would run gets a quote before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for question in bank.questions:
        writer.writerow([_cell(value) for value in _csv_row(question)])
    return out.getvalue()


def question_json(question: Question) -> dict[str, Any]:
    """Write one question as the contract has it."""
    return {
        "id": question.id,
        "title": question.title,
        "answer": question.answer,
        "marks": list(question.marks),
        "company": question.company,
        "round": question.round,
        "date": question.date,
        "tags": list(question.tags),
        "difficulty": question.difficulty,
        "section": list(question.section),
        "source": {
            "path": question.source.path,
            "line": question.source.line,
            "end_line": question.end_line,
        },
        "followups": list(question.followups),
        "choices": list(question.choices),
        "derived": question.derived,
        "draft": question.draft,
    }


def topic_json(topic: Topic) -> dict[str, Any]:
    """Write one topic as the contract has it."""
    return {
        "title": topic.title,
        "section": list(topic.section),
        "source": {
            "path": topic.source.path,
            "line": topic.source.line,
            "end_line": topic.end_line,
        },
        "text": topic.text,
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """Write one problem as the contract has it."""
    return {
        "path": problem.path,
        "line": problem.line,
        "message": problem.message,
        "hint": problem.hint,
    }


def _csv_row(question: Question) -> list[str]:
    joined = {
        "marks": "\n".join(question.marks),
        "tags": ", ".join(question.tags),
        "section": " / ".join(question.section),
        "followups": "\n".join(question.followups),
        "choices": "\n".join(question.choices),
        "path": question.source.path,
        "line": str(question.source.line),
    }
    return [joined[c] if c in joined else str(getattr(question, c)) for c in CSV_COLUMNS]


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
