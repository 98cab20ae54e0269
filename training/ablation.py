"""What each group of signals adds: kappa and log loss over folds of whole questions.

    python training/ablation.py          # after training/calibrate.py, on the signals it kept

Only the questions that the network's fitting kept aside are used.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from calibrate import ENTAILMENT, MEANS, TIERS
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, log_loss
from sklearn.model_selection import GroupKFold

GROUPS = {
    "nothing": [],
    "words": ["keywords", "overlap", "anywhere", "overlap.foreign"],
    "meaning": ["best", "top", "whole", "best.foreign"],
    "consistency": ["numbers", "agreeing", "negation", "opposites", "roles"],
    "statement": ["statement"],
    "answer means": MEANS,
    "entailment": [*ENTAILMENT, *MEANS],
}


def main() -> None:
    """Print a row for each group left out."""
    signals, states, groups, _ = json.loads(
        (Path(__file__).parent / "work" / "signals.full.json").read_text()
    )
    truth = np.array(states)
    for name, left_out in GROUPS.items():
        names = [f for f in TIERS["full"] if f not in left_out]
        x = np.array([[row[f] for f in names] for row in signals])
        z = (x - x.mean(0)) / np.maximum(x.std(0), 1e-6)
        rows = np.zeros((len(z), 4))
        for fitted, kept in GroupKFold(5).split(z, truth, groups):
            rows[kept] = (
                LogisticRegression(C=0.1, max_iter=3000)
                .fit(z[fitted], truth[fitted])
                .predict_proba(z[kept])
            )
        print(
            f"without {name:13} kappa {cohen_kappa_score(truth, rows.argmax(1)):.3f}  log loss {log_loss(truth, rows):.3f}"
        )


if __name__ == "__main__":
    main()
