"""The data of a report as JSON inside the report, so that anybody can check the score later."""

from __future__ import annotations

import json
import re
from typing import Any

from questions.model import Question
from rubrics.marks import Scoresheet, to_json
from rubrics.model import KeyPoint, Rubric

FORMAT = "kaoguan-report/1"
"""History: /1 (0.1.0) first version."""

_UNSAFE = re.compile(
    "[<>&\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufdd0-\ufdef"
    "\ufff0-\uffff\ud800-\udfff]"
)


def record_text(sheet: Scoresheet, question: Question, rubric: Rubric) -> str:
    """Everything the score was made from, as JSON that is safe inside a script element.

    No "<", ">" or "&" stands in it, nor anything that UTF-8 cannot carry: all are escaped, so that
    `json.loads` gives back every character. Paths stay out.
    """
    record = {
        "format": FORMAT,
        "result": to_json(sheet),
        "question": _question(question),
        "rubric": {
            "question": rubric.question,
            "hash": rubric.hash,
            "points": [_point(point) for point in rubric.points],
        },
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "title": question.title,
        "answer": question.answer,
        "marks": list(question.marks),
    }


def _point(point: KeyPoint) -> dict[str, Any]:
    return {
        "id": point.id,
        "text": point.text,
        "weight": point.weight,
        "keywords": [list(names) for names in point.keywords],
        "mistakes": list(point.mistakes),
        "passage": point.passage,
    }
