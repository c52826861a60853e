"""A transformer encoder in NumPy: word pieces in, one vector for each out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from extractors.learned.exact import MOST, Linear, gelu, joined, normal, quantised, shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from extractors.learned.weights import Held

    Array = NDArray[np.float32]

HEADS = 12
_SMALL = 1e-6
_PARTS = ("mixed", "up", "down")


class Encoder:
    """BERT's encoder with the weights of a MiniLM, in sums that are exact: the same bytes on every machine.

    `held` names its arrays as `bench/learn/base.py` gives them: "embed.word", "0.query.weight" ...
    """

    def __init__(self, held: Held) -> None:
        self._held = held
        layers = 1 + max(int(name.split(".")[0]) for name in held.names if name[0].isdigit())
        self._layers = [
            {part: held.linear(f"{n}.{part}") for part in _PARTS}
            | {"asked": joined(*(held.linear(f"{n}.{part}") for part in ("query", "key", "value")))}
            for n in range(layers)
        ]

    def __call__(self, ids: Sequence[int], layers: int | None = None) -> Array:
        """Return one row for each piece, of at most 512, after all layers or the first `layers`."""
        held = self._held
        x = held.rows("embed.word", ids) + held.plain("embed.position")[: len(ids)] + held.plain("embed.kind")
        x = self._normal(x, "embed.norm")
        for n, layer in enumerate(self._layers[:layers]):
            x = self._layer(x, n, layer)
        return x

    def _layer(self, x: Array, n: int, layer: Mapping[str, Linear]) -> Array:
        mixed = layer["mixed"](attention(*np.split(layer["asked"](x), 3, axis=1)))
        x = self._normal(x + mixed, f"{n}.mixed.norm")
        return self._normal(x + layer["down"](gelu(layer["up"](x))), f"{n}.down.norm")

    def _normal(self, x: Array, name: str) -> Array:
        return normal(x, self._held.plain(f"{name}.weight"), self._held.plain(f"{name}.bias"))


def attention(query: Array, key: Array, value: Array) -> Array:
    """Return for each row what it takes of the values: by how far its query fits the keys, each head for itself."""
    size = query.shape[1] // HEADS
    found = np.empty_like(query)
    for begin in range(0, query.shape[1], size):  # a head at a time stays in the processor's own memory
        head = slice(begin, begin + size)
        (asked, asking), (known, knowing) = quantised(query[:, head]), quantised(key[:, head])
        scores: Array = asked @ known.T
        scores *= asking * np.float32(1 / math.sqrt(size))
        scores *= knowing.T
        held = value[:, head]
        scale = max(float(np.abs(held).max()), _SMALL) / MOST
        found[:, head] = (shares(scores) @ np.rint(held / np.float32(scale))) * np.float32(scale / 1000)
    return found
