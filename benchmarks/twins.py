"""Manner against truth: the same way of writing, right here and wrong there.

    python benchmarks/twins.py [--tiers words meaning full]

The twins (`training/data/twins`) of the questions that the network's fitting kept aside: answers
rewritten by small edits so that what was wrong is right and what was right is wrong. A grader that
goes by the manner of writing is below 0.5 here, however well it does on ordinary answers.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "training"))

from authored import read_authored  # noqa: E402  # lies in training/
from twins import read_twins  # noqa: E402  # lies in training/

from examples import CONTRADICTED, COVERED, Example, is_held_out  # noqa: E402  # lies in training/
from grader.grading import Grader, make_grader  # noqa: E402  # after the path is set
from questions.model import Question, Source  # noqa: E402  # after the path is set
from rubrics.glossary import bundled_glossary  # noqa: E402  # after the path is set
from rubrics.keywords import derive_keywords  # noqa: E402  # after the path is set
from rubrics.model import KeyPoint, Rubric  # noqa: E402  # after the path is set


def rubric_of(example: Example) -> Rubric:
    points = tuple(
        KeyPoint(f"k{n}", text, weight, derive_keywords(text, bundled_glossary()))
        for n, (text, weight) in enumerate(zip(example.points, example.weights, strict=True), 1)
    )
    return Rubric(example.group, points)


def report(tier: str, grader: Grader, examples: list[Example]) -> None:
    rubrics = {e.group: rubric_of(e) for e in examples}
    margins, right, kinds = [], [], defaultdict(list)
    truth, said = [], []
    for example in examples:
        question = Question(example.group, example.question, Source("twins", 1))
        sheet = grader.grade(question, rubrics[example.group], example.answer)
        kinds[example.kind].append(sheet.score)
        truth.append(example.score)
        said.append(sheet.score)
        for mark, target in zip(sheet.marks, example.targets, strict=True):
            if target in (COVERED, CONTRADICTED):
                p = mark.probabilities
                margins.append(np.log(p["covered"] + 1e-6) - np.log(p["contradicted"] + 1e-6))
                right.append(target == COVERED)
    means = "  ".join(f"{kind} {np.mean(scores):.0f}" for kind, scores in sorted(kinds.items()))
    print(
        f"{tier}: {len(examples)} answers, covered-vs-contradicted AUC "
        f"{roc_auc_score(right, margins):.3f}, r {np.corrcoef(truth, said)[0, 1]:.3f}, means {means}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tiers", nargs="+", default=["words", "meaning", "full"])
    args = parser.parse_args()
    data = ROOT / "training" / "data"
    found = read_twins(data / "twins", read_authored(data / "texts"))
    kept = [e for e in found if is_held_out(e.group)]
    for tier in args.tiers:
        report(tier, make_grader(tier), kept)


if __name__ == "__main__":
    main()
