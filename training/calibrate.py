"""Fit the calibration of each tier on our own texts and write `grader/calibration.json`.

    python training/calibrate.py [--tiers words meaning full]

The full tier is fitted on the questions that the network's fitting kept aside; the other tiers know
no network and use every second question. Nothing of the interview questions is used.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
from authored import Authored, read_authored
from briefs import authored_lists, read_briefs, read_lists
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, log_loss
from sklearn.model_selection import GroupKFold

from examples import Example, is_held_out
from grader.encoders import load_encoder
from grader.entailment import load_entailment
from grader.signals import Models, gather
from rubrics.glossary import bundled_glossary
from rubrics.keywords import derive_keywords
from rubrics.model import KeyPoint

HERE = Path(__file__).parent
WORDS = [
    "keywords",
    "overlap",
    "anywhere",
    "named",
    "statement",
    "foreign",
    "overlap.foreign",
    "numbers",
    "agreeing",
    "negation",
    "opposites",
    "roles",
]
MEANING = [*WORDS, "best", "top", "whole", "best.foreign"]
ENTAILMENT = ["covered", "partial", "missing", "contradicted"]
MEANS = [f"{name}.mean" for name in ENTAILMENT]
TIERS = {"words": WORDS, "meaning": MEANING, "full": [*MEANING, *ENTAILMENT, *MEANS]}
UNSURE_SHARE = 0.25
STRENGTHS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)


def key_points(question: Authored) -> list[KeyPoint]:
    glossary = bundled_glossary()
    pairs = zip(question.points, question.weights, strict=True)
    return [
        KeyPoint(f"k{n}", text, weight, derive_keywords(text, glossary))
        for n, (text, weight) in enumerate(pairs, 1)
    ]


def ordinary(question: Authored) -> list[Example]:
    """The first answer of each kind, and two answers of a list.

    The later ones were written against graders that count words. A tier that can do no more would
    learn from them that saying a point's words means denying it.
    """
    first = {a.kind: a for a in reversed(question.answers)}
    if len(first) == 1:
        return list(question.answers[:2])
    return [a for a in question.answers if first[a.kind] is a]


def collect(
    questions: list[Authored], models: Models
) -> tuple[
    list[dict[str, float]], np.ndarray, list[str], list[tuple[int, tuple[int, ...], float | None]]
]:
    """Signals, states (0-3) and question of every point; points, weights and score of every answer."""
    signals, states, groups, sizes = [], [], [], []
    for question in questions:
        points = key_points(question)
        vectors = models.encoder.encode([p.text for p in points]) if models.encoder else None
        for answer in question.answers if models.entailment else ordinary(question):
            for seen, target in zip(
                gather(question.question, points, answer.answer, models, vectors),
                answer.targets,
                strict=True,
            ):
                signals.append(dict(seen.signals))
                states.append(int(np.argmax(target)))
                groups.append(question.group)
            sizes.append((len(points), answer.weights, answer.score))
    return signals, np.array(states), groups, sizes


def fit(
    names: list[str],
    signals: list[dict[str, float]],
    states: np.ndarray,
    groups: list[str],
    sizes: list[tuple[int, tuple[int, ...], float | None]],
) -> dict[str, object]:
    """A logistic model whose strength is chosen by log loss over five folds of whole questions."""
    x = np.array([[row[name] for name in names] for row in signals])
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    z = (x - mean) / scale
    folds = list(GroupKFold(5).split(z, states, groups))

    def held_out(strength: float) -> np.ndarray:
        rows = np.zeros((len(z), 4))
        for fitted, kept in folds:
            model = LogisticRegression(C=strength, max_iter=3000).fit(z[fitted], states[fitted])
            rows[kept] = model.predict_proba(z[kept])
        return rows

    tried = {strength: held_out(strength) for strength in STRENGTHS}
    losses = {strength: log_loss(states, rows) for strength, rows in tried.items()}
    strength = min(losses, key=losses.get)
    rows = tried[strength]
    sure = np.sort(rows.max(axis=1))
    print(
        {k: round(v, 4) for k, v in losses.items()},
        "kappa over folds",
        round(cohen_kappa_score(states, rows.argmax(1)), 3),
    )
    show_scores(rows, sizes)
    model = LogisticRegression(C=strength, max_iter=3000).fit(z, states)
    return {
        "features": names,
        "mean": np.round(mean, 6).tolist(),
        "scale": np.round(scale, 6).tolist(),
        "coefficients": np.round(model.coef_, 5).tolist(),
        "intercepts": np.round(model.intercept_, 5).tolist(),
        "unsure_below": round(float(sure[int(UNSURE_SHARE * len(sure))]), 3),
        "strength": strength,
    }


def show_scores(rows: np.ndarray, sizes: list[tuple[int, tuple[int, ...], float | None]]) -> None:
    """Error of the score by credit of a contradiction, from probabilities of unseen folds."""
    truth = np.array([score for *_, score in sizes], dtype=float)
    for credit in (0.0, -0.1, -0.2, -0.35, -0.5, -0.7):
        said, at = [], 0
        for count, weights, _ in sizes:
            value = rows[at : at + count] @ np.array([1.0, 0.5, 0.0, credit])
            said.append(np.clip(100 * np.dot(weights, value) / sum(weights), 0, 100))
            at += count
        error = np.abs(truth - said).mean()
        print(f"  credit {credit:5.2f}  MAE {error:.2f}  r {np.corrcoef(truth, said)[0, 1]:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, default=HERE / "data" / "texts")
    parser.add_argument("--out", type=Path, default=HERE.parent / "grader" / "calibration.json")
    parser.add_argument("--keep-percent", type=int, default=15)
    parser.add_argument("--tiers", nargs="+", default=list(TIERS))
    args = parser.parse_args()
    folder = args.texts.parent
    authored = [
        *read_authored(args.texts),
        *authored_lists(read_lists(folder / "lists.txt"), seed=1),
        *read_briefs(folder),
    ]
    tiers: dict[str, object] = (
        json.loads(args.out.read_text())["tiers"] if args.out.exists() else {}
    )
    encoder = load_encoder()
    for tier in args.tiers:
        questions = (
            [q for q in authored if is_held_out(q.group, args.keep_percent)]
            if tier == "full"
            else authored[::2]
        )
        models = Models(
            tier,
            bundled_glossary(),
            None if tier == "words" else encoder,
            load_entailment() if tier == "full" else None,
        )
        signals, states, groups, sizes = collect(questions, models)
        Path(HERE / "work" / f"signals.{tier}.json").write_text(
            json.dumps([signals, states.tolist(), groups, sizes])
        )
        tiers[tier] = fit(TIERS[tier], signals, states, groups, sizes)
        tiers[tier]["fitted_on"] = {
            "questions": len(set(groups)),
            "points": len(states),
            "set": "training/data: texts, lists and briefs",
        }
        print(tier, len(set(groups)), "questions", len(states), "points", flush=True)
    text = json.dumps(tiers, indent=1)
    name = hashlib.sha256(text.encode()).hexdigest()[:8]
    args.out.write_text(json.dumps({"name": name, "tiers": tiers}, indent=1) + "\n")


if __name__ == "__main__":
    main()
