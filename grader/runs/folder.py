"""The folder of a run: results that only grow, and a manifest that says what they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from questions.errors import InputError
from rubrics.runs import MANIFEST, RESULTS, RUN_FORMAT, Row, row_to_json


@dataclass
class RunFolder:
    """`path` is made when it is missing."""

    path: Path

    def __post_init__(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"cannot be made: {error.strerror}"
            raise InputError(reason, place=str(self.path), hint="give a folder with --out") from None

    @property
    def results(self) -> Path:
        """Where the lines are."""
        return self.path / RESULTS

    def write_manifest(self, data: Mapping[str, Any]) -> None:
        """Replace run.json as a whole: it is never half written."""
        self.write(MANIFEST, json.dumps({"format": RUN_FORMAT, **data}, ensure_ascii=False, indent=2) + "\n")

    def write(self, name: str, text: str) -> None:
        """Replace a file of the folder as a whole."""
        target = self.path / name
        draft = target.with_name(f".{name}.draft")
        draft.write_text(text, "utf-8", errors="backslashreplace")
        draft.replace(target)


def line_of(row: Row) -> bytes:
    """The row as one line of JSON with its line feed."""
    data = row_to_json(row)
    try:
        return json.dumps(data, ensure_ascii=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # a lone surrogate can only be written escaped
        return json.dumps(data).encode("ascii") + b"\n"
