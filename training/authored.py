"""Readers of our own labelled answers: `data/texts`, their twins, and the interviews."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from texts import parse

from examples import CONTRADICTED, COVERED, LETTER, MISSING, PARTIAL, Example


@dataclass(frozen=True)
class Authored:
    """One question of `data/texts`: its real answers, and its atoms by point and sort."""

    group: str
    question: str
    lang: str
    points: tuple[str, ...]
    weights: tuple[int, ...]
    answers: tuple[Example, ...]
    atoms: dict[tuple[int, str], list[str]]


def read_authored(folder: Path) -> list[Authored]:
    """All question files below `folder` that have answers; a file with problems is an error."""
    result = []
    for path in sorted(folder.rglob("*.txt")):
        raw = parse(path)
        points = tuple(p["text"] for p in raw.points)
        weights = tuple(int(p["weight"]) for p in raw.points)
        group = f"{path.parent.name}/{path.stem}"
        question = raw.fields["question"]
        answers = tuple(
            Example(
                group,
                "authored",
                question,
                a["text"],
                points,
                tuple(LETTER[s] for s in a["states"]),
                a["kind"],
                weights,
                int(a["score"]),
            )
            for a in raw.answers
            if len(a["states"]) == len(points) and not set(a["states"]) - set("cpmx")
        )
        atoms: dict[tuple[int, str], list[str]] = defaultdict(list)
        for atom in raw.atoms:
            atoms[int(atom["point"][1:]) - 1, atom["sort"]].append(atom["text"])
        if answers and points:
            result.append(
                Authored(
                    group,
                    question,
                    raw.fields.get("lang", "zh"),
                    points,
                    weights,
                    answers,
                    dict(atoms),
                )
            )
    return result


def read_interviews(path: Path) -> list[Example]:
    """The 14 interview questions, labelled by two raters (the first one's states)."""
    names = {
        "covered": COVERED,
        "partial": PARTIAL,
        "missing": MISSING,
        "contradicted": CONTRADICTED,
    }
    result = []
    for q in json.loads(path.read_text("utf-8"))["questions"]:
        points = tuple(p["text"] for p in q["keypoints"])
        weights = tuple(p["weight"] for p in q["keypoints"])
        for a in q["answers"]:
            targets = tuple(names[a["labels"][p["id"]]] for p in q["keypoints"])
            result.append(
                Example(
                    q["qid"],
                    "devset",
                    q["question"],
                    a["text"],
                    points,
                    targets,
                    a["kind"],
                    weights,
                    a["score"],
                )
            )
    return result


def interview_questions(path: Path) -> list[Authored]:
    """The interviews as questions with answers, in their order."""
    answers = read_interviews(path)
    grouped = {a.group: [b for b in answers if b.group == a.group] for a in answers}
    return [
        Authored(g, some[0].question, "", some[0].points, some[0].weights, tuple(some), {})
        for g, some in grouped.items()
    ]
