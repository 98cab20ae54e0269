"""Answers a second and memory of each tier, one process, on answers of about 300 characters.

    python benchmarks/speed.py [--answers 60]

The answers are cut from the bundled bank's own references, each graded against another wording of
itself: the hand-written rubric of the question. Times are medians of three rounds.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time

from grader.grading import make_grader
from questions.library import bundled_bank
from questions.plain import plain
from rubrics.files import bundled_rubrics


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--answers", type=int, default=60)
    args = parser.parse_args()
    rubrics = {r.question: r for r in bundled_rubrics()}
    questions = bundled_bank().questions[: args.answers]
    points = statistics.mean(len(rubrics[q.title].points) for q in questions)
    print(f"{len(questions)} answers, {points:.1f} points each")
    for tier in ("words", "meaning", "full"):
        began = time.perf_counter()
        grader = make_grader(tier)
        loaded = time.perf_counter() - began
        rounds = []
        for number in range(3):
            began = time.perf_counter()
            for q in questions:
                grader.grade(q, rubrics[q.title], f"{plain(q.answer)[number : 300 + number]}。")
            rounds.append((time.perf_counter() - began) / len(questions))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{tier:8} {1 / statistics.median(rounds):6.1f} answers/s, models read in {loaded:.2f} s, peak memory so far {memory:.0f} MB"
        )


if __name__ == "__main__":
    main()
