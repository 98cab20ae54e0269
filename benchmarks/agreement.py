"""Agreement with people: every tier on every labelled set that is at hand.

    python benchmarks/agreement.py [--devset FILE.json] [--tiers words meaning full] [--built]
        [--networks FOLD0.npz … --calibrations FOLD0.json …]

The network and the calibration that ship were fitted on the development questions too, in the end.
So the figures to believe are those of `--networks` and `--calibrations`: K of each, fitted alike
without every K-th question (`training/repeat.sh` makes them), and every question graded by those
that have not seen it.
Intervals are 95 % bootstrap intervals over questions, 1,000 resamples, seed 1.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score, confusion_matrix, roc_auc_score

from grader.calibration import read_calibration
from grader.entailment.small import SmallEntailment
from grader.grading import Grader, make_grader
from questions.model import Question, Source
from rubrics.marks import SCORED_STATES, Scoresheet
from rubrics.model import KeyPoint, Rubric

STATES = [s.value for s in SCORED_STATES]


@dataclass(frozen=True)
class Case:
    """One labelled answer. `states` by point id where the points are given, else empty."""

    question: Question
    rubric: Rubric
    answer: str
    kind: str
    score: float
    states: dict[str, str]
    second: float | None = None


def read_devset(path: Path, built: bool) -> list[Case]:
    cases = []
    for q in json.loads(path.read_text("utf-8"))["questions"]:
        question = Question(q["qid"], q["question"], Source(str(path), 1), answer=q["reference"])
        points = tuple(KeyPoint(p["id"], p["text"], p["weight"]) for p in q["keypoints"])
        rubric = Rubric(q["qid"], points)
        if built:
            rubric = build(question)
        cases.extend(
            Case(
                question,
                rubric,
                a["text"],
                a["kind"],
                a["score"],
                {} if built else a["labels"],
                a.get("score_rater2"),
            )
            for a in q["answers"]
        )
    return cases


def build(question: Question) -> Rubric:
    from rubrics.build import build_rubric

    return build_rubric(question)


def qwk(truth: np.ndarray, scores: np.ndarray) -> float:
    """Quadratic weighted kappa in five equal bands."""
    bins = [20, 40, 60, 80]
    return float(
        cohen_kappa_score(
            np.digitize(truth, bins),
            np.digitize(scores, bins),
            weights="quadratic",
            labels=range(5),
        )
    )


def bootstrap(groups: list[str], statistic: Callable[[np.ndarray], float]) -> tuple[float, float]:
    """95 % interval of a statistic of row indices, whole questions drawn with replacement."""
    rows = defaultdict(list)
    for index, group in enumerate(groups):
        rows[group].append(index)
    names = sorted(rows)
    generator = np.random.default_rng(1)
    values = []
    for _ in range(1000):
        drawn = generator.integers(len(names), size=len(names))
        value = statistic(np.concatenate([rows[names[i]] for i in drawn]))
        if np.isfinite(value):
            values.append(value)
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


def report(
    title: str, cases: list[Case], scores: np.ndarray, sheets: list[Scoresheet] | None
) -> dict[str, float]:
    truth = np.array([c.score for c in cases])
    groups = [c.question.id for c in cases]
    within = [
        spearmanr(truth[i], scores[i]).statistic for i in by_group(groups).values() if len(i) > 2
    ]
    low, high = bootstrap(groups, lambda i: float(np.corrcoef(truth[i], scores[i])[0, 1]))
    figures = {
        "pearson": float(np.corrcoef(truth, scores)[0, 1]),
        "spearman": float(spearmanr(truth, scores).statistic),
        "within-question spearman": float(np.nanmean(within)),
        "qwk": qwk(truth, scores),
        "mae": float(np.abs(truth - scores).mean()),
    }
    print(f"\n## {title}: {len(cases)} answers, {len(set(groups))} questions")
    print(
        "  ".join(f"{k} {v:.3f}" for k, v in figures.items()),
        f" pearson 95% [{low:.3f}, {high:.3f}]",
    )
    kinds = defaultdict(list)
    for case, score in zip(cases, scores, strict=True):
        kinds[case.kind].append(score)
    print("mean by kind:", "  ".join(f"{k} {np.mean(v):.0f}" for k, v in kinds.items()))
    if sheets and any(c.states for c in cases):
        figures |= report_states(cases, sheets)
    return figures


def by_group(groups: list[str]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        rows[group].append(index)
    return rows


def report_states(cases: list[Case], sheets: list[Scoresheet]) -> dict[str, float]:
    rows = [(c.states[m.point], m) for c, s in zip(cases, sheets, strict=True) for m in s.marks]
    truth = np.array([t for t, _ in rows])
    said = np.array([m.state.value for _, m in rows])
    odds = np.array([[m.probabilities[s] for s in STATES] for _, m in rows])
    figures = {"kappa": float(cohen_kappa_score(truth, said))}
    for name, a, b in (("covered-vs-missing auc", 0, 2), ("covered-vs-contradicted auc", 0, 3)):
        chosen = (truth == STATES[a]) | (truth == STATES[b])
        ratio = np.log(odds[chosen, a] + 1e-9) - np.log(odds[chosen, b] + 1e-9)
        figures[name] = float(roc_auc_score(truth[chosen] == STATES[a], ratio))
    figures["contradicted-vs-rest auc"] = float(roc_auc_score(truth == "contradicted", odds[:, 3]))
    confidence = odds.max(axis=1)
    right = np.array([STATES[i] for i in odds.argmax(axis=1)]) == truth
    bins = np.minimum((confidence * 10).astype(int), 9)
    figures["ece"] = float(
        sum(
            abs(right[bins == b].mean() - confidence[bins == b].mean()) * (bins == b).mean()
            for b in set(bins)
        )
    )
    unsure = np.array([m.unsure for _, m in rows])
    figures["unsure share"] = float(unsure.mean())
    figures["kappa where sure"] = float(cohen_kappa_score(truth[~unsure], said[~unsure]))
    print("  ".join(f"{k} {v:.3f}" for k, v in figures.items()))
    print("confusion (rows truth, columns said:", ", ".join(STATES), ")")
    print(confusion_matrix(truth, said, labels=STATES))
    return figures


def baselines(cases: list[Case]) -> dict[str, np.ndarray]:
    """What is usually done: one likeness of answer and reference, no key points."""
    from rapidfuzz.distance import LCSseq
    from sklearn.feature_extraction.text import TfidfVectorizer

    from grader.encoders import load_encoder
    from rubrics.text import folded, windows

    encoder = load_encoder()
    answers = [folded(c.answer) or " " for c in cases]
    references = [folded(c.question.answer) for c in cases]
    whole = (encoder.encode(answers) * encoder.encode(references)).sum(1)
    table = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True).fit(references)
    lexical = np.asarray(
        table.transform(answers).multiply(table.transform(references)).sum(1)
    ).ravel()
    rouge = [LCSseq.normalized_similarity(a, r) for a, r in zip(answers, references, strict=True)]
    greedy = []
    pieces = {r: encoder.encode([s.of(r) for s in windows(r)]) for r in dict.fromkeys(references)}
    for answer, reference in zip(answers, references, strict=True):
        spoken = encoder.encode([s.of(answer) for s in windows(answer)] or [" "])
        greedy.append(float((pieces[reference] @ spoken.T).max(1).mean()))
    return {
        "cosine": whole,
        "tf-idf": lexical,
        "rouge-l": np.array(rouge),
        "greedy windows": np.array(greedy),
    }


def report_baselines(cases: list[Case]) -> None:
    truth = np.array([c.score for c in cases])
    print("\n## baselines, Pearson and Spearman with the reference scores")
    for name, values in baselines(cases).items():
        print(
            f"{name:15} {np.corrcoef(truth, values)[0, 1]:.3f}  {spearmanr(truth, values).statistic:.3f}"
        )


def grade_all(graders: list[Grader], cases: list[Case]) -> list[Scoresheet]:
    """Question n of the set is graded by grader n modulo their number."""
    order = {q: n for n, q in enumerate(dict.fromkeys(c.question.id for c in cases))}
    return [
        graders[order[c.question.id] % len(graders)].grade(c.question, c.rubric, c.answer)
        for c in cases
    ]


def make_graders(tier: str, networks: list[Path], calibrations: list[Path]) -> list[Grader]:
    """One grader a fold; the bundled one where no files are given."""
    folds = max(1, len(networks), len(calibrations))
    graders = [make_grader(tier)] * folds
    if tier == "full" and networks:
        graders = [
            replace(g, models=replace(g.models, entailment=SmallEntailment(path)))
            for g, path in zip(graders, networks, strict=True)
        ]
    if calibrations:
        read = [read_calibration(path.read_text("utf-8")) for path in calibrations]
        graders = [replace(g, calibration=c) for g, c in zip(graders, read, strict=True)]
    return graders


def add_folds(parser: argparse.ArgumentParser) -> None:
    """The options `--networks` and `--calibrations`."""
    parser.add_argument(
        "--networks", nargs="+", type=Path, default=[], help="network files, one a fold"
    )
    parser.add_argument(
        "--calibrations", nargs="+", type=Path, default=[], help="calibration files, one a fold"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--devset", type=Path, default=Path("training/data/interviews.json"))
    parser.add_argument("--tiers", nargs="+", default=["words", "meaning", "full"])
    parser.add_argument(
        "--built", action="store_true", help="with rubrics built from the reference answers"
    )
    add_folds(parser)
    args = parser.parse_args()
    cases = read_devset(args.devset, args.built)
    seconds = [c.second for c in cases]
    if all(s is not None for s in seconds):
        report("the second rater", cases, np.array(seconds, dtype=float), None)
    report_baselines(cases)
    for tier in args.tiers:
        sheets = grade_all(make_graders(tier, args.networks, args.calibrations), cases)
        scores = np.array([s.score if s.score is not None else np.nan for s in sheets])
        report(f"tier {tier}", cases, scores, sheets)


if __name__ == "__main__":
    main()
