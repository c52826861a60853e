"""A transformer encoder in NumPy: word pieces in, one vector for each out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float32]

HEADS = 12
_EPSILON = np.float32(1e-12)
_TANH = np.float32(math.sqrt(2 / math.pi))


class Encoder:
    """BERT's encoder with the weights of a MiniLM, in single precision.

    `weights` names its arrays as `bench/learn/base.py` gives them: "embed.word", "0.query.weight" ...
    """

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = weights
        self._layers = 1 + max(int(name.split(".")[0]) for name in weights if name[0].isdigit())

    def __call__(self, ids: Sequence[int], layers: int | None = None) -> Array:
        """Return one row for each piece, of at most 512, after all layers or the first `layers`."""
        w = self._weights
        x: Array = w["embed.word"][list(ids)] + w["embed.position"][: len(ids)] + w["embed.kind"]
        x = _normal(x, w["embed.norm.weight"], w["embed.norm.bias"])
        for n in range(self._layers if layers is None else layers):
            x = self._layer(x, n)
        return x

    def _layer(self, x: Array, n: int) -> Array:
        w = self._weights
        size = x.shape[1] // HEADS

        def linear(rows: Array, name: str) -> Array:
            product: Array = rows @ w[f"{n}.{name}.weight"].T
            product += w[f"{n}.{name}.bias"]
            return product

        def heads(name: str) -> Array:
            return linear(x, name).reshape(len(x), HEADS, size).transpose(1, 0, 2)

        scores: Array = heads("query") @ heads("key").transpose(0, 2, 1)
        scores *= np.float32(1 / math.sqrt(size))
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        mixed: Array = np.matmul(scores, heads("value")).transpose(1, 0, 2).reshape(len(x), -1)
        mixed = linear(mixed, "mixed")
        x = _normal(x + mixed, w[f"{n}.mixed.norm.weight"], w[f"{n}.mixed.norm.bias"])
        inner = gelu(linear(x, "up"))
        return _normal(x + linear(inner, "down"), w[f"{n}.down.norm.weight"], w[f"{n}.down.norm.bias"])


def gelu(x: Array) -> Array:
    """Return the Gaussian error linear unit of each number, by its tanh form."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += np.float32(1)
    inner *= x
    inner *= _TANH
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(0.5)
    return inner


def _normal(x: Array, weight: Array, bias: Array) -> Array:
    x = x - x.mean(-1, keepdims=True)
    x /= np.sqrt((x * x).mean(-1, keepdims=True) + _EPSILON)
    x *= weight
    x += bias
    return x
