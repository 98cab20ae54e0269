"""Fit the calibration of each tier and write `grader/calibration.json`.

    python training/calibrate.py [--tiers words meaning full] [--networks FOLD0.npz FOLD1.npz …]

The full tier: boosted trees, fitted on the questions of ours that the network's fitting kept aside,
and on the interviews, each question of them read by the network of `--networks` that has not seen
it. The other tiers know no network: logistic models on every second question of ours. Beside what
ships, one file a fold is written (`work/calibration.foldK.json`) that knows nothing of every K-th
interview question: with these `benchmarks/agreement.py` reports on questions that neither network
nor calibration has seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from authored import Authored, interview_questions, read_authored
from boosted import fit_states, plain
from briefs import authored_lists, read_briefs, read_lists
from logistic import fit_logistic
from sklearn.metrics import cohen_kappa_score, log_loss
from sklearn.model_selection import GroupKFold

from examples import Example, is_held_out
from grader.encoders import load_encoder
from grader.entailment import load_entailment
from grader.entailment.small import SmallEntailment
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
ROUNDS = (120, 180, 260, 360)
INTERVIEW_WEIGHT = 3
SHARPNESS = (1.0, 1.25, 1.5, 1.75, 2.0, 3.0)


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


@dataclass(frozen=True)
class Seen:
    """What a tier saw of one answer: signals by point, states (0-3), and what a person gave it."""

    group: str
    signals: list[dict[str, float]]
    states: list[int]
    weights: tuple[int, ...]
    score: float | None


def collect(questions: list[Authored], models: Models, *, every: bool) -> list[Seen]:
    """The answers as the tier sees them; without `every` only the ordinary ones."""
    found = []
    for question in questions:
        points = key_points(question)
        vectors = models.encoder.encode([p.text for p in points]) if models.encoder else None
        for answer in question.answers if every else ordinary(question):
            evidence = gather(question.question, points, answer.answer, models, vectors)
            signals = [dict(one.signals) for one in evidence]
            states = [int(np.argmax(target)) for target in answer.targets]
            found.append(Seen(question.group, signals, states, answer.weights, answer.score))
    return found


def table(seen: list[Seen], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Signals (points, names) and states (points,)."""
    x = np.array([[row[name] for name in names] for one in seen for row in one.signals])
    return x, np.array([state for one in seen for state in one.states])


@dataclass(frozen=True)
class Choice:
    """What is chosen over folds of whole questions, on our own questions alone."""

    rounds: int
    unsure_below: float


def choose(names: list[str], own: list[Seen], interviews: list[Seen]) -> Choice:
    """The number of rounds with the least log loss, and the lowest quarter of certainty."""
    x, y = table([*own, *interviews], names)
    weights = weights_of(own, interviews)
    mine = sum(len(one.states) for one in own)
    groups = [one.group for one in own for _ in one.states]
    folds = list(GroupKFold(5).split(x[:mine], y[:mine], groups))
    others = np.arange(mine, len(y))

    def held_out(rounds: int) -> np.ndarray:
        rows = np.zeros((mine, 4))
        for fitted, kept in folds:
            rest = np.concatenate([fitted, others])
            rows[kept] = fit_states(names, x[rest], y[rest], weights[rest], rounds)(x[kept])
        return rows

    tried = {rounds: held_out(rounds) for rounds in ROUNDS}
    losses = {rounds: log_loss(y[:mine], rows) for rounds, rows in tried.items()}
    rounds = min(losses, key=losses.__getitem__)
    rows = tried[rounds]
    kappa = cohen_kappa_score(y[:mine], rows.argmax(1))
    print({k: round(v, 4) for k, v in losses.items()}, "kappa over folds", round(kappa, 3))
    show_scores(rows, own)
    return Choice(rounds, lowest_quarter(rows))


def lowest_quarter(rows: np.ndarray) -> float:
    """The largest probability below which a quarter of the points stay."""
    sure = np.sort(rows.max(axis=1))
    return round(float(sure[int(UNSURE_SHARE * len(sure))]), 3)


def weights_of(own: list[Seen], interviews: list[Seen]) -> np.ndarray:
    """How much each point counts: the interviews are few and by other hands."""
    counts = [sum(len(one.states) for one in part) for part in (own, interviews)]
    return np.repeat([1.0, INTERVIEW_WEIGHT], counts)


def fit(
    names: list[str], own: list[Seen], interviews: list[Seen], choice: Choice
) -> dict[str, Any]:
    """A tier's boosted trees, as `grader.calibration` reads them."""
    x, y = table([*own, *interviews], names)
    model = fit_states(names, x, y, weights_of(own, interviews), choice.rounds)
    return {
        "features": names,
        "mean": [0.0] * 4,
        "scale": [1.0] * 4,
        "coefficients": np.eye(4).tolist(),
        "intercepts": [0.0] * 4,
        "unsure_below": choice.unsure_below,
        "forests": plain(model),
        "fitted_on": {
            "questions": len({one.group for one in [*own, *interviews]}),
            "points": len(y),
            "rounds": choice.rounds,
            "set": "training/data: texts, lists, briefs and interviews",
        },
    }


def fit_without_network(names: list[str], own: list[Seen]) -> dict[str, Any]:
    """A tier's logistic model, on our own questions alone."""
    x, y = table(own, names)
    groups = [one.group for one in own for _ in one.states]
    found = fit_logistic(x, y, list(GroupKFold(5).split(x, y, groups)))
    print("kappa over folds", round(cohen_kappa_score(y, found.unseen.argmax(1)), 3))
    show_scores(found.unseen, own)
    return {
        "features": names,
        "mean": np.round(found.mean, 6).tolist(),
        "scale": np.round(found.scale, 6).tolist(),
        "coefficients": np.round(found.model.coef_, 5).tolist(),
        "intercepts": np.round(found.model.intercept_, 5).tolist(),
        "unsure_below": lowest_quarter(found.unseen),
        "fitted_on": {
            "questions": len(set(groups)),
            "points": len(y),
            "strength": found.strength,
            "set": "training/data: texts, lists and briefs",
        },
    }


def show_scores(rows: np.ndarray, seen: list[Seen]) -> None:
    """Error of the score by credit of a contradiction and by sharpness, on unseen folds."""
    at = np.cumsum([0, *(len(one.states) for one in seen)])
    rated = [n for n, one in enumerate(seen) if one.score is not None and one.weights]
    truth = np.array([seen[n].score for n in rated], dtype=float)
    for credit in (0.0, -0.2, -0.4):
        for sharpness in SHARPNESS if credit == -0.2 else (1.0,):
            sharp = rows**sharpness
            value = sharp / sharp.sum(1, keepdims=True) @ np.array([1.0, 0.5, 0.0, credit])
            said = np.clip(
                [
                    100 * np.average(value[at[n] : at[n + 1]], weights=seen[n].weights)
                    for n in rated
                ],
                0,
                100,
            )
            error, r = np.abs(truth - said).mean(), np.corrcoef(truth, said)[0, 1]
            print(f"  credit {credit:5.2f} sharpness {sharpness}  MAE {error:.2f}  r {r:.3f}")


def own_questions(texts: Path) -> list[Authored]:
    """Everything below `texts` and beside it that has answers."""
    folder = texts.parent
    lists = authored_lists(read_lists(folder / "lists.txt"), seed=1)
    return [*read_authored(texts), *lists, *read_briefs(folder)]


def see_interviews(
    questions: list[Authored], networks: list[SmallEntailment], models: Models
) -> list[list[Seen]]:
    """The interviews by fold: question n is seen with network n modulo their number."""
    return [
        collect(questions[k :: len(networks)], replace(models, entailment=network), every=True)
        for k, network in enumerate(networks)
    ]


def write(path: Path, tiers: dict[str, Any]) -> None:
    text = json.dumps(tiers, separators=(",", ":"))
    name = hashlib.sha256(text.encode()).hexdigest()[:8]
    path.write_text(json.dumps({"name": name, "tiers": tiers}, separators=(",", ":")) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, default=HERE / "data" / "texts")
    parser.add_argument("--out", type=Path, default=HERE.parent / "grader" / "calibration.json")
    parser.add_argument("--keep-percent", type=int, default=15)
    parser.add_argument("--tiers", nargs="+", default=list(TIERS))
    parser.add_argument("--interviews", type=Path, default=HERE / "data" / "interviews.json")
    parser.add_argument(
        "--networks",
        nargs="+",
        type=Path,
        default=[HERE / "work" / f"fold{k}.npz" for k in range(4)],
    )
    parser.add_argument("--network", type=Path, help="another one than the one that ships")
    parser.add_argument("--work", type=Path, default=HERE / "work")
    parser.add_argument(
        "--again", action="store_true", help="fit on the signals that an earlier run kept"
    )
    args = parser.parse_args()
    paths = [args.work / f"calibration.fold{k}.json" for k in range(len(args.networks))]
    files = {path: read_tiers(path, args.out) for path in [args.out, *paths]}
    for tier in args.tiers:
        kept = args.work / f"signals.{tier}.json"
        if not args.again:
            save(kept, *see(tier, args))
        seen, folds = restore(kept)
        if tier != "full":
            fitted = fit_without_network(TIERS[tier], seen)
            files = {path: {**tiers, tier: fitted} for path, tiers in files.items()}
        else:
            choice = choose(TIERS[tier], seen, [one for fold in folds for one in fold])
            for k, path in enumerate([args.out, *paths]):
                used = [one for n, fold in enumerate(folds) if n != k - 1 for one in fold]
                files[path][tier] = fit(TIERS[tier], seen, used, choice)
        print(tier, files[args.out][tier]["fitted_on"], flush=True)
    for path, tiers in files.items():
        write(path, tiers)


def see(tier: str, args: argparse.Namespace) -> tuple[list[Seen], list[list[Seen]]]:
    """Our questions as the tier sees them and, in the full tier, the interviews by fold."""
    own = own_questions(args.texts)
    models = Models(tier, bundled_glossary(), None if tier == "words" else load_encoder())
    if tier != "full":
        return collect(own[::2], models, every=False), []
    shipped = SmallEntailment(args.network) if args.network else load_entailment()
    chosen = [q for q in own if is_held_out(q.group, args.keep_percent)]
    seen = collect(chosen, replace(models, entailment=shipped), every=True)
    networks = [SmallEntailment(path) for path in args.networks]
    return seen, see_interviews(interview_questions(args.interviews), networks, models)


def restore(path: Path) -> tuple[list[Seen], list[list[Seen]]]:
    """What `save` wrote."""
    own, *folds = ([Seen(**one) for one in part] for part in json.loads(path.read_text()))
    return own, folds


def read_tiers(path: Path, otherwise: Path) -> dict[str, Any]:
    """The tiers of a file that was written before, or of the one that ships."""
    found = next((p for p in (path, otherwise) if p.exists()), None)
    tiers: dict[str, Any] = json.loads(found.read_text())["tiers"] if found else {}
    return tiers


def save(path: Path, own: list[Seen], folds: list[list[Seen]]) -> None:
    """The signals, for trying other models without reading every answer again."""
    path.write_text(json.dumps([[asdict(s) for s in part] for part in (own, *folds)]))


if __name__ == "__main__":
    main()
