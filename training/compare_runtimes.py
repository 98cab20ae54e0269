"""Check that the shipped numpy network says what the trained torch network says.

python training/compare_runtimes.py training/work/domain.pt grader/entailment/small.npz --devset DEVSET.json
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from authored import read_interviews
from batches import Encoder, collate
from train import load
from vocabulary import make_tokenizer

from grader.entailment.small import SmallEntailment


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("network", type=Path)
    parser.add_argument("shipped", type=Path)
    parser.add_argument("--devset", type=Path, default=Path("training/data/interviews.json"))
    args = parser.parse_args()
    network, pieces, _ = load(args.network)
    network.eval()
    encoder = Encoder(make_tokenizer(pieces))
    shipped = SmallEntailment(args.shipped)
    worst, times = 0.0, []
    agree = []
    for example in read_interviews(args.devset)[::5]:
        batch = collate([encoder.encode(example)])
        with torch.no_grad():
            theirs = network(
                batch.ids, batch.positions, batch.segments, batch.starts, batch.rows
            ).numpy()
        began = time.perf_counter()
        ours = shipped.judge(example.question, example.answer, example.points)
        times.append(time.perf_counter() - began)
        worst = max(worst, float(np.abs(ours - theirs).max()))
        agree.extend((ours.argmax(1) == theirs.argmax(1)).tolist())
    print(
        f"largest difference of a logit {worst:.3f}; same state {np.mean(agree):.4f}; median {np.median(times) * 1000:.0f} ms an answer"
    )


if __name__ == "__main__":
    main()
