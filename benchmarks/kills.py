"""What SIGKILL at random moments costs a whole session of practice and of an interview.

    python benchmarks/kills.py [--kills 50] [--seed 1] [--kind practice|interview]

The program runs in a pseudo-terminal, tier `words`; a typist sends keys, 2 to 50 a second, submits, tries
again and goes on until the kill, at most 12 s after the start; the next life goes on over the same
database. Lost text is dated by its oldest key that is in no draft and in no answer. A lost or changed
grade, a damaged file, or a draft that was never typed ends the program with an AssertionError.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))


def report(kind: str, number: int, seed: int) -> None:
    from tests.grader.practice.sessions import PROMISED, lives

    with tempfile.TemporaryDirectory() as folder:
        kills = []
        for kill in lives(Path(folder), kind, number, seed):  # type: ignore[arg-type]  # a choice of the parser
            kills.append(kill)
            print(
                f"{len(kills):>3} {kill.moment:<9} {kill.lost:5.2f} s  {kill.grades} grades",
                flush=True,
            )
    moments = ", ".join(
        f"{count} {name}" for name, count in Counter(k.moment for k in kills).items()
    )
    lost = sorted(k.lost for k in kills)
    late = sum(seconds > PROMISED for seconds in lost)
    print(f"{kind}: {len(kills)} kills ({moments}); no grade lost of {kills[-1].grades}")
    print(
        f"text lost: median {lost[len(lost) // 2]:.2f} s, most {lost[-1]:.2f} s; over {PROMISED:g} s: {late}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=["practice", "interview"], action="append")
    given = parser.parse_args()
    for name in given.kind or ["practice", "interview"]:
        report(name, given.kills, given.seed)
