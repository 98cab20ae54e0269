"""The data of a report as JSON inside the report, so that anybody can check the score later."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, cast

from questions.errors import InputError
from questions.model import Question, Source
from reports.words import Language
from rubrics.glossary import Glossary, bundled_glossary, join_glossaries, make_glossary
from rubrics.marks import Scoresheet, from_json, to_json
from rubrics.model import KeyPoint, Rubric
from rubrics.shapes import fault, one_of, whole

FORMAT = "kaoguan-report/1"
"""History: /1 (0.1.0) first version."""
OPENING = '<script type="application/json" id="kaoguan-record">'
CLOSING = "</script>"

_UNSAFE = re.compile(
    "[<>&\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufdd0-\ufdef"
    "\ufff0-\uffff\ud800-\udfff]"
)
_MOST_POINTS = 1000
_TEXTS = ("id", "title", "answer", "company", "round", "date", "difficulty")
_SHAPE = {
    "format": one_of(FORMAT),
    "lang": one_of("zh", "en"),
    "result": dict,
    "question": {
        **dict.fromkeys(_TEXTS, str),
        "marks": [str],
        "tags": [str],
        "draft": bool,
        "bank": str,
        "line": whole(0, 10**9),
    },
    "rubric": {
        "question": str,
        "points": [
            {
                "id": str, "text": str, "weight": whole(1, 100), "keywords": [[str]],
                "mistakes": [str], "passage": str, "doubt": str,
            }
        ],
    },
    "glossary": [[str]],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """What a report was made of. `glossary` has the names that the grader knew as the same."""

    sheet: Scoresheet
    question: Question
    rubric: Rubric
    glossary: Glossary
    lang: Language


def record_text(record: Record) -> str:
    """Everything the score was made from, as JSON that is safe inside a script element.

    No "<", ">" or "&" stands in it, nor anything that UTF-8 cannot carry: all are escaped, so that
    `json.loads` gives back every character. Of paths only the bank's file name is in it.
    """
    rubric = record.rubric
    known = set(bundled_glossary().groups)
    data = {
        "format": FORMAT,
        "lang": record.lang,
        "result": to_json(record.sheet),
        "question": _question(record.question),
        "rubric": {
            "question": rubric.question,
            "hash": rubric.hash,
            "points": [_point(point) for point in rubric.points],
        },
        "glossary": [list(names) for names in record.glossary.groups if names not in known],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def read_record(html: str, place: str) -> Record:
    """The record of a report. Raises InputError for what is no report, or holds a damaged one."""
    pieces = html.split(OPENING)
    if len(pieces) != 2:
        what = "holds no record" if len(pieces) == 1 else "holds more than one record"
        hint = "give the HTML file that `kaoguan grade --html` wrote"
        raise InputError(f"is no report of an answer: it {what}", place=place, hint=hint)
    text, closed, _ = pieces[1].partition(CLOSING)
    try:
        return _read(json.loads(text if closed else ""))
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(
            f"its record is damaged: {reason}", place=place, hint="take the report as it was made"
        ) from None


def _read(data: Any) -> Record:  # noqa: ANN401  # whatever JSON gave
    if wrong := fault(data, _SHAPE, "the record"):
        raise ValueError(wrong)
    asked, rubric = data["question"], data["rubric"]
    points = rubric["points"]
    if len(points) > _MOST_POINTS or len(data["result"].get("points", ())) > _MOST_POINTS:
        raise ValueError(f"more than {_MOST_POINTS} points")
    question = Question(
        source=Source(asked["bank"], asked["line"]),
        marks=tuple(asked["marks"]),
        tags=tuple(asked["tags"]),
        draft=asked["draft"],
        **{name: asked[name] for name in _TEXTS},
    )
    return Record(
        sheet=from_json(data["result"]),
        question=question,
        rubric=Rubric(rubric["question"], tuple(_read_point(point) for point in points)),
        glossary=join_glossaries(bundled_glossary(), make_glossary(data["glossary"])),
        lang=cast("Language", data["lang"]),
    )


def _question(question: Question) -> dict[str, Any]:
    """A path is kept as its file name; "./" before it says that it was not the name alone."""
    path = question.source.path
    name = PurePath(path).name
    return {
        **{name: getattr(question, name) for name in _TEXTS},
        "marks": list(question.marks),
        "tags": list(question.tags),
        "draft": question.draft,
        "bank": name if name == path else f"./{name}",
        "line": question.source.line,
    }


def _point(point: KeyPoint) -> dict[str, Any]:
    return {
        "id": point.id,
        "text": point.text,
        "weight": point.weight,
        "keywords": [list(names) for names in point.keywords],
        "mistakes": list(point.mistakes),
        "passage": point.passage,
        "doubt": point.doubt,
    }


def _read_point(data: Mapping[str, Any]) -> KeyPoint:
    return KeyPoint(
        id=data["id"],
        text=data["text"],
        weight=data["weight"],
        keywords=tuple(tuple(names) for names in data["keywords"]),
        mistakes=tuple(data["mistakes"]),
        passage=data["passage"],
        doubt=data["doubt"],
    )
