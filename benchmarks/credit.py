"""What a state is worth: the credits that bring people's states nearest to people's scores.

    python benchmarks/credit.py [--devset DEVSET.json]

Covered is 1, partial 0.5 and missing 0 by the raters' guide; the credit of a contradiction is chosen
on the authored answers (`training/data/texts`) and only reported on the devset.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "training"))

from authored import read_authored, read_interviews  # noqa: E402  # lies in training/

from examples import Example  # noqa: E402  # after the path is set


def error(examples: list[Example], credit: float) -> tuple[float, float]:
    """Mean absolute error and Pearson of the score that the states give."""
    values = np.array([1.0, 0.5, 0.0, credit])
    said = [
        np.clip(100 * np.dot(e.weights, np.array(e.targets) @ values) / sum(e.weights), 0, 100)
        for e in examples
    ]
    truth = np.array([e.score for e in examples], dtype=float)
    return float(np.abs(truth - said).mean()), float(np.corrcoef(truth, said)[0, 1])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--devset", type=Path)
    args = parser.parse_args()
    sets = {
        "authored": [
            e for q in read_authored(ROOT / "training" / "data" / "texts") for e in q.answers
        ]
    }
    if args.devset:
        sets["devset"] = read_interviews(args.devset)
    for credit in (0.0, -0.1, -0.2, -0.3, -0.35, -0.4, -0.5):
        row = "  ".join(
            f"{name}: MAE {mae:.2f} r {r:.4f}"
            for name, (mae, r) in ((n, error(e, credit)) for n, e in sets.items())
        )
        print(f"credit of a contradiction {credit:5.2f}  {row}")


if __name__ == "__main__":
    main()
