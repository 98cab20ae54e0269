"""The entailment network in numpy: one pass over the answer judges all points.

The tokens of the context (question and answer) see only the context; those of a point see that
point and the context. Weights are 8-bit, one scale an output row; word vectors are Q4 blocks.
See `training/` for how they were made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
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
        self._word: NDArray[np.uint8] = store["word"].astype(np.uint8)
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

    def _embed(self, ids: NDArray[np.int64], positions: NDArray[np.int64], kind: int) -> Array:
        nibbles = self._word[ids]
        scale = self._word_scale[ids].astype(np.float32)
        blocks = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8.0
        words = (blocks * scale[..., None]).reshape(len(ids), -1)
        return _normalise(words + self._position[positions] + self._kind[kind], self._norm)

    def logits(self, context: Sequence[int], points: Sequence[Sequence[int]]) -> Array:
        """Token ids, special ones included -> (len(points), 4)."""
        context_ids = np.asarray(context, dtype=np.int64)
        lengths = np.array([len(p) for p in points])
        width = int(lengths.max())
        ids = np.full((len(points), width), 1, dtype=np.int64)
        for row, point in enumerate(points):
            ids[row, : len(point)] = point
        padding = np.arange(width)[None, :] >= lengths[:, None]
        x = self._embed(context_ids, np.arange(len(context_ids)), 0)
        y = self._embed(ids.ravel(), np.tile(np.arange(width) + POINT_OFFSET, len(points)), 1)
        blocked = np.where(padding, np.float32(-1e9), np.float32(0.0))
        for layer in self._layers:
            x, y = self._step(layer, x, y, blocked)
        hidden = y.reshape(len(points), width, -1)
        member = (~padding).astype(np.float32)
        mean = np.einsum("pl,plh->ph", member, hidden) / lengths[:, None].astype(np.float32)
        return np.asarray(
            np.concatenate([hidden[:, 0], mean], axis=1) @ self._head + self._head_bias, np.float32
        )

    def _step(self, layer: _Layer, x: Array, y: Array, blocked: Array) -> tuple[Array, Array]:
        """One layer on context (n, hidden) and points (count * width, hidden)."""
        count, width = blocked.shape
        n = len(x)
        both = np.concatenate([x, y])
        qkv = (both @ layer.qkv + layer.qkv_bias).reshape(len(both), 3, self.heads, -1)
        size = qkv.shape[-1]
        q, k, v = (np.ascontiguousarray(qkv[:, i].swapaxes(0, 1)) for i in range(3))
        q *= np.float32(size**-0.5)
        k_context, v_context = k[:, :n], v[:, :n]
        seen_x = _softmax(q[:, :n] @ k_context.swapaxes(1, 2)) @ v_context

        def per_point(t: Array) -> Array:
            return t[:, n:].reshape(self.heads, count, width, size)

        to_context = (q[:, n:] @ k_context.swapaxes(1, 2)).reshape(self.heads, count, width, n)
        to_self = per_point(q) @ per_point(k).swapaxes(2, 3) + blocked[None, :, None, :]
        weights = _softmax(np.concatenate([to_context, to_self], axis=-1))
        seen_y = (weights[..., :n].reshape(self.heads, count * width, n) @ v_context).reshape(
            self.heads, count, width, size
        )
        seen_y = seen_y + weights[..., n:] @ per_point(v)
        seen = np.concatenate([seen_x, seen_y.reshape(self.heads, count * width, size)], axis=1)
        out = seen.swapaxes(0, 1).reshape(len(both), -1) @ layer.out + layer.out_bias
        both = _normalise(both + out, layer.norm1)
        fed = _gelu(both @ layer.up + layer.up_bias) @ layer.down + layer.down_bias
        both = _normalise(both + fed, layer.norm2)
        return both[:n], both[n:]
