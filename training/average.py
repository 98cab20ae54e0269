"""Average the weights of networks that were fitted alike from one start.

    python training/average.py training/work/final.pt training/work/fold0.pt training/work/fold1.pt …

Source: Wortsman et al. 2022, "Model soups" (the uniform soup).
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch


def main(target: Path, sources: list[Path]) -> None:
    """Write the mean of the sources, which must agree in vocabulary and layers."""
    saved = [torch.load(source, weights_only=True) for source in sources]
    first = saved[0]
    if any(s["keep"] != first["keep"] or s["layers"] != first["layers"] for s in saved):
        raise SystemExit("the networks differ in vocabulary or layers")
    state = {
        name: torch.stack([s["state"][name].float() for s in saved]).mean(0)
        for name in first["state"]
    }
    torch.save({**first, "state": state, "note": {"mean of": [s.name for s in sources]}}, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(a) for a in sys.argv[2:]])
