"""Write a trained network as the .npz that the package ships: 8-bit rows, Q4 word vectors.

python training/export.py training/work/domain.pt grader/entailment/small.npz
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from backbone import package_file, unpack


def quantise(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Float (out, in) -> int8 with one scale a row."""
    scale = np.abs(matrix).max(axis=1) / 127.0
    return np.round(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def main(source: Path, target: Path) -> None:
    saved = torch.load(source, weights_only=True)
    backbone = unpack(package_file())
    word = backbone.word[saved["keep"]]
    arrays: dict[str, np.ndarray] = {
        "heads": np.array(backbone.heads),
        "layers": np.array(saved["layers"]),
        "word": word["nibbles"].copy(),
        "word.scale": word["scale"].copy(),
        "pieces": np.frombuffer("\n".join(p for p, _ in saved["pieces"]).encode(), np.uint8),
        "scores": np.array([s for _, s in saved["pieces"]], np.float32),
    }
    for name, tensor in saved["state"].items():
        value = tensor.float().numpy()
        key = name.removeprefix("layers.")
        if value.ndim == 2 and name.startswith("layers."):
            arrays[key], arrays[f"{key}.scale"] = quantise(value)
        else:
            key = {"position.weight": "position", "kind.weight": "kind"}.get(key, key)
            arrays[key] = value.astype(
                np.float16 if value.ndim == 2 and "head" not in name else np.float32
            )
    np.savez(target, **arrays)
    print(target, target.stat().st_size / 1e6, "MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
