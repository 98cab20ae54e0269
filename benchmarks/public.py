"""Agreement with people on the public short-answer sets, rubrics built from the reference answers.

    python benchmarks/public.py --data FOLDER [--tier full] [--most 400]

ads_zh, le_zh and khan were never fitted on; of ScientsBank and Beetle only the questions that the
network's fitting kept aside are used (`training/examples.py:is_held_out`).
"""

from __future__ import annotations

import argparse
import json
import random
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score

from grader.grading import Grader, make_grader
from questions.model import Question, Source
from rubrics.build import build_rubric
from rubrics.model import KeyPoint, Rubric

FILES = {
    "ads_zh": "ads_zh.dev.jsonl",
    "le_zh": "le_zh.dev.jsonl",
    "khan": "khan_saq_en.dev.jsonl",
    "scientsbank": "scientsbank_en.train.jsonl",
    "beetle": "beetle_en.train.jsonl",
}
FITTED = {"scientsbank", "beetle"}


def read(path: Path, kept_aside: bool) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    if kept_aside:
        rows = [r for r in rows if zlib.crc32(r["question_id"].encode()) % 100 < 15]
    return rows


def grade(grader: Grader, rows: list[dict[str, Any]]) -> np.ndarray:
    rubrics: dict[str, tuple[Question, Rubric]] = {}
    scores = []
    for row in rows:
        key = row["question_id"]
        if key not in rubrics:
            question = Question(key, row["question"], Source("public", 1), answer=row["reference"])
            rubric = build_rubric(question)
            if row.get("rubric"):
                rubric = Rubric(
                    key,
                    tuple(KeyPoint(f"k{n}", text, 2) for n, text in enumerate(row["rubric"], 1)),
                )
            rubrics[key] = question, rubric
        score = grader.grade(*rubrics[key], row["answer"]).score
        scores.append(np.nan if score is None else score)
    return np.array(scores)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tier", default="full")
    parser.add_argument("--most", type=int, default=400, help="answers a set, drawn with seed 1")
    parser.add_argument("--sets", nargs="+", default=list(FILES))
    args = parser.parse_args()
    grader = make_grader(args.tier)
    for name in args.sets:
        rows = read(args.data / FILES[name], name in FITTED)
        rows = random.Random(1).sample(rows, min(args.most, len(rows)))  # a sample, no secret
        scores = grade(grader, rows)
        truth = np.array([r["score"] for r in rows])
        ok = np.isfinite(scores)
        line = f"{name}: {len(rows)} answers, {len({r['question_id'] for r in rows})} questions, r {np.corrcoef(truth[ok], scores[ok])[0, 1]:.3f}"
        said = scores >= 50
        line += f", right/wrong kappa {cohen_kappa_score(truth[ok] >= 0.5, said[ok]):.3f}, macro-F1 {f1_score(truth[ok] >= 0.5, said[ok], average='macro'):.3f}"
        groups = defaultdict(list)
        for i, r in enumerate(rows):
            groups[r["question_id"]].append(i)
        print(line, flush=True)


if __name__ == "__main__":
    main()
