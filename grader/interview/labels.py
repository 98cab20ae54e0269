"""People's verdicts as labels: answers for `eval`, ratings for `agree --calibrate`."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from grader.interview.review import labels
from grader.store import Store
from grader.store.sittings import Sitting, list_turns
from grader.store.snapshots import load_snapshot
from questions.spreadsheets import harmless_cell

_COLUMNS = ("answer_id", "score", "rater", "point", "state")


def write_labels(store: Store, seats: Sequence[Sitting], folder: Path) -> int:
    """Write answers.jsonl and human.csv, without names of candidates; returns how many verdicts.

    Only verdicts that stand are written: the newest on each point and score.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "answers.jsonl").open("w", encoding="utf-8") as file:
        for seat in seats:
            for turn in list_turns(store, seat.id):
                if turn.sheet is None or turn.parent is not None:
                    continue
                question = load_snapshot(store, turn.snapshot).question.id
                row = {"question": question, "answer_id": turn.id, "answer": turn.sheet.answer}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    rows = labels(store, seats)
    with (folder / "human.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        writer.writerows({k: harmless_cell(v) for k, v in row.items()} for row in rows)
    return len(rows)
