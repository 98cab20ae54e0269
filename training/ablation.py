"""What each group of signals adds: kappa and log loss over folds of whole questions.

    python training/ablation.py          # after training/calibrate.py, on the signals it kept

Only the questions that the network's fitting kept aside are used.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from boosted import fit_states
from calibrate import ENTAILMENT, MEANS, TIERS
from sklearn.metrics import cohen_kappa_score, log_loss
from sklearn.model_selection import GroupKFold

ROUNDS = 80
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
    path = Path(__file__).parent / "work" / "signals.full.json"
    own = json.loads(path.read_text())[0]
    rows = [
        (a["group"], s, state)
        for a in own
        for s, state in zip(a["signals"], a["states"], strict=True)
    ]
    groups = [group for group, _, _ in rows]
    truth = np.array([state for *_, state in rows])
    for name, left_out in GROUPS.items():
        names = [f for f in TIERS["full"] if f not in left_out]
        x = np.array([[signals[f] for f in names] for _, signals, _ in rows])
        odds = np.zeros((len(x), 4))
        for fitted, kept in GroupKFold(5).split(x, truth, groups):
            weights = np.ones(len(fitted))
            odds[kept] = fit_states(names, x[fitted], truth[fitted], weights, ROUNDS)(x[kept])
        kappa = cohen_kappa_score(truth, odds.argmax(1))
        print(f"without {name:13} kappa {kappa:.3f}  log loss {log_loss(truth, odds):.3f}")


if __name__ == "__main__":
    main()
