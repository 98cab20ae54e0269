"""Fit what a judge's word is worth: P(verdict | true state), for `grader/fusion.py`.

    python training/judge_likelihood.py [--tier words] [--answers 1000] [--write]

Which states are mistaken for which is measured: a second reader, blind to the labels, marked 48
answers (`second_reader.py`; 367 points). How often a judge errs differs from model to model and is
not known before one is asked; the second reader errs on 6 %, small models on far more. So the rate is
chosen to lose least whatever the model: judges that err on 5 to 30 % of points, with the measured
confusions or with any other state alike, evenly or twice as often where the offline tier is wrong
too, are simulated on our own labelled answers, and the rate is taken whose worst regret (log loss of
the fused states beyond that of the rate fitted to the very judge) is smallest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from datetime import date
from pathlib import Path

import numpy as np
from authored import read_authored

from grader.calibration import bundled_calibration
from grader.grading import make_grader
from questions.model import Question, Source
from rubrics.model import KeyPoint, Rubric

HERE = Path(__file__).parent
TARGET = HERE.parent / "grader" / "judges" / "data" / "likelihood.json"
STATES = ("covered", "partial", "missing", "contradicted")
LETTERS = "cpmx"
JUDGES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
DRAWS = 5
RATES = np.round(np.arange(0.04, 0.42, 0.02), 2)
PRIOR = np.array([[0, 2, 1, 1], [2, 0, 2, 1], [1, 2, 0, 1], [1, 1, 2, 0]], dtype=float)
"""Counts added to the measured ones, each row as much as four errors: neighbours twice."""


def confusions() -> np.ndarray:
    """Counts (truth, verdict) of the second reader."""
    by_group = {q.group: q for q in read_authored(HERE / "data" / "texts")}
    counts = np.zeros((4, 4))
    for line in (HERE / "data" / "second_reader.txt").read_text("utf-8").splitlines():
        head, _, labels = line.partition("=")
        if labels.strip() and not line.startswith("#"):
            group, number = head.split()
            targets = by_group[group].answers[int(number)].targets
            for target, letter in zip(targets, labels.split(), strict=True):
                counts[int(np.argmax(target)), LETTERS.index(letter)] += 1
    return counts


def table(counts: np.ndarray, rate: float) -> np.ndarray:
    """P(verdict | truth) of a judge that errs on `rate` of points: rows sum to 1.

    A state that the second reader mistook more often than others is mistaken more often, within a
    factor of two; the errors of a row go where the measured and the added counts say.
    """
    wrong = (1 - np.eye(4)) * counts + PRIOR
    hardness = np.clip(wrong.sum(1) / (counts.sum(1) + PRIOR.sum(1)), 1e-9, None)
    share = counts.sum(1) / counts.sum()
    relative = np.clip(hardness / (share @ hardness), 0.5, 2.0)
    errs = np.minimum(rate * relative / (share @ relative), 0.6)
    return np.diag(1 - errs) + errs[:, None] * wrong / wrong.sum(1, keepdims=True)


def offline(tier: str, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities (points, 4) and states (points,) of a sample of our own answers."""
    pairs = [(q, a) for q in read_authored(HERE / "data" / "texts") for a in q.answers]
    grader = make_grader(tier)
    rows, truth = [], []
    for q, a in random.Random(5).sample(pairs, most):
        points = tuple(
            KeyPoint(f"k{n}", text, weight)
            for n, (text, weight) in enumerate(zip(q.points, q.weights, strict=True), 1)
        )
        question = Question(q.group, q.question, Source(q.group, 1), answer="。".join(q.points))
        sheet = grader.grade_offline(question, Rubric(q.group, points), a.answer)
        for mark, target in zip(sheet.marks, a.targets, strict=True):
            if mark.decided_by != "guard":
                rows.append([mark.probabilities[state] for state in STATES])
                truth.append(int(np.argmax(target)))
    return np.array(rows), np.array(truth)


def simulate(
    noise: np.ndarray, prior: np.ndarray, truth: np.ndarray, shared: bool, draw: np.random.Generator
) -> np.ndarray:
    """Verdicts of a judge with this noise; `shared`: it errs twice as often on points that the
    offline tier has wrong, and more seldom on the others, as often in all.
    """
    errs = 1 - np.diag(noise)[truth]
    if shared:
        hard = np.where(prior.argmax(1) == truth, 1.0, 2.0)
        errs = np.minimum(errs * hard * errs.mean() / (errs * hard).mean(), 0.95)
    others = noise * (1 - np.eye(4))
    others /= others.sum(1, keepdims=True)
    elsewhere = np.array([draw.choice(4, p=others[state]) for state in truth])
    return np.where(draw.random(len(truth)) < errs, elsewhere, truth)


def loss(
    assumed: np.ndarray, prior: np.ndarray, truth: np.ndarray, said: np.ndarray
) -> tuple[float, float]:
    """Log loss in nats and share of right states after fusing."""
    fused = np.maximum(prior, 1e-4) * assumed[:, said].T
    fused /= fused.sum(1, keepdims=True)
    right = fused[np.arange(len(truth)), truth]
    return float(-np.log(right).mean()), float((fused.argmax(1) == truth).mean())


def mean_loss(
    assumed: np.ndarray, prior: np.ndarray, truth: np.ndarray, draws: list[np.ndarray]
) -> tuple[float, float]:
    """`loss` over several draws of one judge."""
    found = [loss(assumed, prior, truth, said) for said in draws]
    return float(np.mean([f[0] for f in found])), float(np.mean([f[1] for f in found]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tier", default="words", choices=["words", "meaning", "full"])
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    args = parser.parse_args()
    counts = confusions()
    prior, truth = offline(args.tier, args.answers)
    worst, rows = regrets(counts, prior, truth)
    for rate, value in zip(RATES, worst, strict=True):
        print(f"assumed {rate:.2f}: worst regret {value:.4f} nats")
    rate = float(RATES[int(np.argmin(worst))])
    print(f"{len(truth)} points; chosen {rate:.2f}; judge, its errors: loss and right states at it")
    for name, values in rows.items():
        best, chosen = RATES[int(np.argmin([v[0] for v in values]))], values[int(np.argmin(worst))]
        print(f"  {name}: best {best:.2f}; {chosen[0]:.3f} {chosen[1]:.3f}")
    fitted = np.round(table(counts, rate), 4)
    print(fitted)
    if args.write:
        write(fitted, rate, float(worst.min()), counts, args.tier, len(truth))


def regrets(
    counts: np.ndarray, prior: np.ndarray, truth: np.ndarray
) -> tuple[np.ndarray, dict[str, list[tuple[float, float]]]]:
    """The worst regret of each assumed rate, and by judge its losses at every rate."""
    even = np.ones((4, 4)) - np.eye(4)
    rows: dict[str, list[tuple[float, float]]] = {}
    for noise in JUDGES:
        for name, kind in (("measured", table(counts, noise)), ("any", None)):
            judge = np.eye(4) * (1 - noise) + even * noise / 3 if kind is None else kind
            for shared in (False, True):
                draws = [
                    simulate(judge, prior, truth, shared, np.random.default_rng(seed))
                    for seed in range(DRAWS)
                ]
                key = f"{noise:.2f} {name}{', shared' if shared else ''}"
                rows[key] = [mean_loss(table(counts, rate), prior, truth, draws) for rate in RATES]
    losses = np.array([[v[0] for v in values] for values in rows.values()])
    return (losses - losses.min(1, keepdims=True)).max(0), rows


def write(
    fitted: np.ndarray, rate: float, regret: float, counts: np.ndarray, tier: str, points: int
) -> None:
    rows = {
        truth: {said: float(fitted[i, j]) for j, said in enumerate(STATES)}
        for i, truth in enumerate(STATES)
    }
    name = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:8]
    provenance = {
        "script": "training/judge_likelihood.py",
        "date": date.today().isoformat(),
        "second_reader": {
            t: dict(zip(STATES, r, strict=True))
            for t, r in zip(STATES, counts.astype(int).tolist(), strict=True)
        },
        "error_rate": rate,
        "worst_regret_nats": round(regret, 4),
        "judges_simulated": f"{JUDGES[0]} to {JUDGES[-1]}",
        "points": points,
        "tier": tier,
        "calibration": bundled_calibration().name,
    }
    data = {
        "format": "kaoguan-likelihood/1",
        "name": name,
        "likelihood": rows,
        "provenance": provenance,
    }
    TARGET.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    print(f"{TARGET.name} written, {name}")


if __name__ == "__main__":
    main()
