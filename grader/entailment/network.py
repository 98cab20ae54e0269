"""The entailment network in numpy: one pass reads the answer and all its key points.

Positions start anew in every point, so the order of the points does not matter. Weights are 8-bit,
one scale an output row; word vectors are Q4 blocks. See `training/` for how they were made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Indices = NDArray[np.int64]
POINT_OFFSET = 402
"""Where the positions of points begin: beyond those of any context."""
_EPSILON = np.float32(1e-12)


@dataclass(frozen=True, slots=True)
class _Layer:
    qkv: Array
    qkv_bias: Array
    out: Array
    out_bias: Array
    norm1: tuple[Array, Array]
    up: Array
    up_bias: Array
    down: Array
    down_bias: Array
    norm2: tuple[Array, Array]


def _matrix(store: Mapping[str, NDArray[np.generic]], name: str) -> Array:
    """int8 (out, in) with a scale per row -> float32 (in, out), ready for x @ W."""
    quantised = store[name].astype(np.float32)
    quantised *= store[f"{name}.scale"].astype(np.float32)[:, None]
    return np.ascontiguousarray(quantised.T)


def _vector(store: Mapping[str, NDArray[np.generic]], name: str) -> Array:
    return store[name].astype(np.float32)


def _normalise(x: Array, norm: tuple[Array, Array]) -> Array:
    x = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("...i,...i->...", x, x) / x.shape[-1]
    x *= (1.0 / np.sqrt(variance + _EPSILON))[..., None]
    x *= norm[0]
    x += norm[1]
    return x


def _gelu(x: Array) -> Array:
    """The tanh form, as in training; works in place."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += np.float32(1.0)
    inner *= x
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += np.float32(1.0)
    inner *= x
    inner *= np.float32(0.5)
    return inner


def _softmax(x: Array) -> Array:
    x -= x.max(axis=-1, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(axis=-1, keepdims=True)
    return x


class Network:
    """Weights from a store of arrays (an opened .npz)."""

    def __init__(self, store: Mapping[str, NDArray[np.generic]]) -> None:
        self.heads = int(store["heads"])
        self._word = store["word"]
        self._word_scale = store["word.scale"]
        self._position = _vector(store, "position")
        self._kind = _vector(store, "kind")
        self._norm = (_vector(store, "norm.weight"), _vector(store, "norm.bias"))
        self._head = _vector(store, "head.weight").T.copy()
        self._head_bias = _vector(store, "head.bias")
        self._layers = [self._layer(store, n) for n in range(int(store["layers"]))]

    @staticmethod
    def _layer(store: Mapping[str, NDArray[np.generic]], n: int) -> _Layer:
        def norm(name: str) -> tuple[Array, Array]:
            return _vector(store, f"{n}.{name}.weight"), _vector(store, f"{n}.{name}.bias")

        def bias(name: str) -> Array:
            return _vector(store, f"{n}.{name}.bias")

        def matrix(name: str) -> Array:
            return _matrix(store, f"{n}.{name}.weight")

        return _Layer(
            matrix("qkv"), bias("qkv"), matrix("out"), bias("out"), norm("norm1"),
            matrix("up"), bias("up"), matrix("down"), bias("down"), norm("norm2"),
        )  # fmt: skip

    def _embed(self, ids: Indices, positions: Indices, kinds: Indices) -> Array:
        nibbles = self._word[ids]
        scale = self._word_scale[ids].astype(np.float32)
        blocks = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8.0
        words = (blocks * scale[..., None]).reshape(len(ids), -1)
        return _normalise(words + self._position[positions] + self._kind[kinds], self._norm)

    def logits(self, context: Sequence[int], points: Sequence[Sequence[int]]) -> Array:
        """Token ids, special ones included -> (len(points), 4)."""
        lengths = np.array([len(context), *map(len, points)])
        ids = np.fromiter(chain(context, *points), dtype=np.int64, count=int(lengths.sum()))
        starts = np.cumsum(lengths) - lengths
        within = np.arange(len(ids)) - np.repeat(starts, lengths)
        kinds = (np.arange(len(ids)) >= len(context)).astype(np.int64)
        x = self._embed(ids, within + POINT_OFFSET * kinds, kinds)
        for layer in self._layers:
            x = self._step(layer, x)
        first = x[starts[1:]]
        mean = np.add.reduceat(x, starts, axis=0)[1:] / lengths[1:, None].astype(np.float32)
        return np.asarray(np.concatenate([first, mean], axis=1) @ self._head + self._head_bias)

    def _step(self, layer: _Layer, x: Array) -> Array:
        qkv = (x @ layer.qkv + layer.qkv_bias).reshape(len(x), 3, self.heads, -1)
        q, k, v = (np.ascontiguousarray(qkv[:, i].swapaxes(0, 1)) for i in range(3))
        q *= np.float32(q.shape[-1] ** -0.5)
        seen = _softmax(q @ k.swapaxes(1, 2)) @ v
        out = seen.swapaxes(0, 1).reshape(len(x), -1) @ layer.out + layer.out_bias
        x = _normalise(x + out, layer.norm1)
        fed = _gelu(x @ layer.up + layer.up_bias) @ layer.down + layer.down_bias
        return _normalise(x + fed, layer.norm2)
