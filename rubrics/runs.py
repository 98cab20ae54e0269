"""A run on disk: what `results.jsonl` and `run.json` hold, for writers and readers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from questions.errors import InputError
from rubrics.marks import Scoresheet, from_json, to_json
from rubrics.shapes import fault, number, whole

RUN_FORMAT = "kaoguan-run/1"
"""History: /1 (0.1.0) first version."""
RESULTS = "results.jsonl"
MANIFEST = "run.json"
RUBRICS = "rubrics.yaml"
_COUNT = (None, whole(0, 10**12))
_AMOUNT = (None, number(0, 1e12))
_ROW = {
    "title?": str,
    "repeat?": whole(0, 10**9),
    "usage?": {
        "input_tokens?": _COUNT, "output_tokens?": _COUNT, "seconds?": _AMOUNT, "cost?": _AMOUNT,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer took to make: tokens read and written, seconds, money. None where unknown."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    seconds: float | None = None
    cost: float | None = None

    def to_json(self) -> dict[str, float]:
        """Only what is known."""
        pairs = (
            ("input_tokens", self.input_tokens),
            ("output_tokens", self.output_tokens),
            ("seconds", self.seconds),
            ("cost", self.cost),
        )
        return {name: value for name, value in pairs if value is not None}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the results: a sheet, and where the answer came from.

    `title` is the question's title, or what was asked for when the bank has no such question.
    `repeat` counts the answers that one author gave to one question, from 1.
    """

    sheet: Scoresheet
    title: str = ""
    repeat: int = 1
    usage: Usage = field(default_factory=Usage)


def row_to_json(row: Row) -> dict[str, Any]:
    """The line of the sheet, with `title`, `repeat` and `usage`."""
    extra = {"title": row.title, "repeat": row.repeat, "usage": row.usage.to_json()}
    return to_json(row.sheet) | extra


def row_from_json(data: Mapping[str, Any]) -> Row:
    """Read what `row_to_json` wrote. Raises ValueError on anything else."""
    sheet = from_json(data)
    if wrong := fault(data, _ROW, "the row"):
        raise ValueError(wrong)
    known = data.get("usage", {})
    usage = Usage(**{part.name: known.get(part.name) for part in fields(Usage)})
    return Row(sheet, data.get("title", ""), data.get("repeat", 1), usage)


def read_rows(folder: Path) -> Iterator[Row]:
    """The rows of a run in order; `folder` may also be a results file.

    Raises InputError with file and line for what is no result.
    """
    path = folder / RESULTS if folder.is_dir() else folder
    try:
        file = path.open("rb")
    except OSError as error:
        hint = "give the folder that `kaoguan eval --out` wrote"
        raise InputError(f"no run: {error.strerror}", place=str(path), hint=hint) from None
    with file:
        for number, line in enumerate(file, 1):
            try:
                yield row_from_json(json.loads(line.decode("utf-8")))
            except (ValueError, RecursionError) as error:
                reason = f"not a result: {str(error)[:200]}"
                hint = "an unfinished line is mended by running `kaoguan eval` again"
                raise InputError(reason, place=f"{path}:{number}", hint=hint) from None


def read_manifest(folder: Path) -> dict[str, Any]:
    """What `run.json` says. Raises InputError when it is missing, torn or of another format."""
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"no run: {error.strerror}", place=str(path)) from None
    except (ValueError, RecursionError):
        raise InputError("is not JSON", place=str(path)) from None
    if not isinstance(data, dict) or data.get("format") != RUN_FORMAT:
        raise InputError(f"is not of the format {RUN_FORMAT}", place=str(path))
    return data
