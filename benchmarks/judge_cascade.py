"""What the cascade keeps of an always-on judge, and at how many calls.

    python benchmarks/judge_cascade.py [--tier full] [--noise 0.1 0.2]
        [--networks FOLD0.npz … --calibrations FOLD0.json …]

A scripted oracle knows the labels of each point and errs at a known rate: an error is the
neighbouring state half of the time, else any other. It is asked through the code that asks real
judges, from choosing the points to scoring; only the network is left out. Means over --seeds draws.
`doubt` is the threshold of `grader.judging.DOUBT`; the last rows send a random share of answers.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from agreement import Case as Labelled
from agreement import add_folds, grade_all, make_graders, qwk, read_devset

from grader.judges.ballots import Ballot, Case, Verdict
from grader.judges.panel import count_votes
from grader.judging import apply_ruling, choose_marks
from rubrics.marks import SCORED_STATES, Evidence, Scoresheet, State

NEIGHBOURS = {
    State.COVERED: State.PARTIAL,
    State.PARTIAL: State.MISSING,
    State.MISSING: State.PARTIAL,
    State.CONTRADICTED: State.MISSING,
}
Choice = Callable[[Scoresheet, float], Sequence[str]]


def oracle(truth: State, noise: float, draw: random.Random) -> State:
    if draw.random() >= noise:
        return truth
    if draw.random() < 0.5:
        return NEIGHBOURS[truth]
    return draw.choice([state for state in SCORED_STATES if state is not truth])


def rule(
    labelled: Labelled, sheet: Scoresheet, points: Sequence[str], noise: float, seed: int
) -> Scoresheet:
    """The sheet after an oracle that gives the same verdict whenever it is asked the same."""
    if not points:
        return sheet
    asked = tuple(p for p in labelled.rubric.points if p.id in points)
    start = Evidence(0, min(8, len(labelled.answer)), labelled.answer[:8])
    verdicts = {}
    for point in asked:
        draw = random.Random(f"{seed} {labelled.answer} {point.id}")  # repeatable
        state = oracle(State(labelled.states[point.id]), noise, draw)
        verdicts[point.id] = Verdict(
            point.id, state, evidence=() if state is State.MISSING else (start,)
        )
    case = Case("", "", asked, labelled.answer, "zh")
    return apply_ruling(sheet, count_votes(case, [Ballot("oracle", verdicts)]), "zh")


def judgeable(sheet: Scoresheet) -> list[str]:
    return [m.point for m in sheet.marks if m.decided_by != "guard"]


def unsure(sheet: Scoresheet, doubt: float) -> list[str]:
    return [m.point for m in choose_marks(sheet, "unsure", doubt)]


def unsure_points(sheet: Scoresheet, doubt: float) -> list[str]:
    """Only the points that the tier flags; what the cascade could do instead."""
    return [m.point for m in sheet.marks if m.unsure] if unsure(sheet, doubt) else []


def at_random(sheet: Scoresheet, share: float) -> list[str]:
    lucky = random.Random(sheet.answer).random() < share  # repeatable
    return judgeable(sheet) if lucky else []


def figures(cases: list[Labelled], sheets: list[Scoresheet]) -> dict[str, float]:
    truth = np.array([c.score for c in cases])
    scores = np.array([s.score for s in sheets], dtype=float)
    right = [
        m.state.value == c.states[m.point]
        for c, s in zip(cases, sheets, strict=True)
        for m in s.marks
    ]
    return {
        "states right": float(np.mean(right)),
        "mae": float(np.abs(truth - scores).mean()),
        "pearson": float(np.corrcoef(truth, scores)[0, 1]),
        "qwk": qwk(truth, scores),
    }


@dataclass(frozen=True)
class Trial:
    cases: list[Labelled]
    offline: list[Scoresheet]
    noise: float
    seeds: int

    def row(self, name: str, choose: Choice, doubt: float = 0.0) -> None:
        chosen = [choose(sheet, doubt) for sheet in self.offline]
        calls = np.mean([bool(points) for points in chosen])
        asked = sum(map(len, chosen)) / sum(len(s.marks) for s in self.offline)
        runs = [figures(self.cases, self.sheets(chosen, seed)) for seed in range(self.seeds)]
        means = "  ".join(f"{k} {np.mean([r[k] for r in runs]):.3f}" for k in runs[0])
        print(f"{name:28} calls {calls:4.0%}  points {asked:4.0%}  {means}", flush=True)

    def sheets(self, chosen: list[Sequence[str]], seed: int) -> list[Scoresheet]:
        rows = zip(self.cases, self.offline, chosen, strict=True)
        return [rule(case, sheet, points, self.noise, seed) for case, sheet, points in rows]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--devset", type=Path, default=Path("training/data/interviews.json"))
    parser.add_argument("--tier", default="full")
    parser.add_argument("--noise", type=float, nargs="+", default=[0.1, 0.2])
    parser.add_argument("--seeds", type=int, default=5)
    add_folds(parser)
    args = parser.parse_args()
    cases = read_devset(args.devset, built=False)
    graders = make_graders(args.tier, args.networks, args.calibrations)
    offline = grade_all(graders, cases)
    print(f"tier {args.tier}, {len(graders)} folds, {len(cases)} answers")
    for noise in args.noise:
        print(f"\na judge that errs on {noise:.0%} of points")
        show(Trial(cases, offline, noise, args.seeds))


def show(trial: Trial) -> None:
    trial.row("never", lambda _sheet, _doubt: ())
    trial.row("always", lambda sheet, _doubt: judgeable(sheet))
    for doubt in (6, 8, 10, 12, 14, 16, 18, 20):
        trial.row(f"answers in doubt by {doubt}", unsure, doubt)
    for doubt in (6, 12):
        trial.row(f"their unsure points, {doubt}", unsure_points, doubt)
    for share in (0.4, 0.6):
        trial.row(f"a random {share:.0%}", at_random, share)


if __name__ == "__main__":
    main()
