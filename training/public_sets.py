"""Readers of the public sets; the data themselves are not part of this repository."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from examples import CONTRADICTED, COVERED, MISSING, PARTIAL, Example, Target

SRA = {
    "correct": COVERED,
    "contradictory": CONTRADICTED,
    "incorrect": (0.0, 0.1, 0.75, 0.15),
    "partially_correct_incomplete": PARTIAL,
    "irrelevant": MISSING,
    "non_domain": MISSING,
}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read_sra(path: Path, source: str) -> Iterator[Example]:
    """SemEval-2013 task 7 (ScientsBank, Beetle): the reference answer is the one point."""
    for row in _lines(path):
        labels = row["labels"]
        target = SRA[labels.get("5way") or labels["3way"]]
        yield Example(
            row["question_id"],
            source,
            row["question"],
            row["answer"],
            (row["reference"],),
            (target,),
        )


def read_saf(path: Path) -> Iterator[Example]:
    """Short-answer feedback: the score says how much of the reference is there."""
    for row in _lines(path):
        score = row["score"]
        target: Target = (
            COVERED
            if score >= 0.99
            else (0.0, 0.0, 0.7, 0.3)
            if score <= 0.01
            else (max(0.0, score - 0.6), min(1.0, 1.6 - score), 0.0, 0.0)
        )
        total = sum(target)
        target = tuple(t / total for t in target)  # type: ignore[assignment]  # four in, four out
        yield Example(
            row["question_id"],
            "saf",
            row["question"],
            row["answer"],
            (row["reference"],),
            (target,),
        )


def read_key_points(path: Path) -> Iterator[Example]:
    """ArgKP-2021: does this argument make this key point?"""
    grouped: dict[tuple[str, str], list[tuple[str, Target]]] = defaultdict(list)
    for row in _lines(path):
        target = COVERED if row["label"] == "match" else (0.0, 0.05, 0.95, 0.0)
        grouped[row["topic"], row["premise"]].append((row["hypothesis"], target))
    for (topic, argument), pairs in grouped.items():
        points, targets = zip(*pairs, strict=True)
        yield Example(topic, "argkp", topic, argument, points, targets)


def read_units(path: Path) -> Iterator[Example]:
    """RealSumm: is this content unit stated in the summary?"""
    for row in _lines(path):
        votes = row["labels"]["item_vote_frac"]
        targets = tuple((v * 0.95, 0.05, (1 - v) * 0.95, 0.0) for v in votes)
        yield Example(
            row["question_id"], "realsumm", "", row["answer"], tuple(row["rubric"]), targets
        )


def read_inference(path: Path) -> Iterator[Example]:
    """Inference pairs with negation."""
    names = {
        "entailment": COVERED,
        "neutral": MISSING,
        "contradiction": CONTRADICTED,
        "not_entailment": (0.0, 0.0, 0.5, 0.5),
    }
    for number, row in enumerate(_lines(path)):
        yield Example(
            f"nli{number // 3}",
            "nli",
            "",
            row["premise"],
            (row["hypothesis"],),
            (names[row["label"]],),
        )


def read_public(folder: Path) -> list[Example]:
    """Every public set, in a fixed order."""
    return [
        *read_sra(folder / "scientsbank_en.train.jsonl", "scientsbank"),
        *read_sra(folder / "beetle_en.train.jsonl", "beetle"),
        *read_saf(folder / "saf_en.train.jsonl"),
        *read_key_points(folder / "argkp2021_en.train.jsonl"),
        *read_units(folder / "realsumm_scu_en.dev.jsonl"),
        *read_inference(folder / "negation_nli_en.jsonl"),
    ]
