"""A transformer encoder in NumPy: word pieces in, one vector for each out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from extractors.learned.exact import Linear, gelu, joined, levelled, normal, shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from extractors.learned.weights import Held

    Array = NDArray[np.float32]

HEADS = 12
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

    def __call__(self, ids: Sequence[int], wanted: Sequence[int] | None = None) -> Array:
        """Return a row for each piece, of at most 512, or for those at the places wanted."""
        held = self._held
        x = held.rows("embed.word", ids) + held.plain("embed.position")[: len(ids)] + held.plain("embed.kind")
        x = self._normal(x, "embed.norm")
        for n, layer in enumerate(self._layers):
            last = n + 1 == len(self._layers)
            x = self._layer(x, n, layer, wanted if last else None)
        return x

    def _layer(self, x: Array, n: int, layer: Mapping[str, Linear], wanted: Sequence[int] | None) -> Array:
        places = slice(None) if wanted is None else np.asarray(wanted, np.intp)
        query, key, value = np.split(layer["asked"](x), 3, axis=1)
        mixed = attention(query, key, value, places)
        x = x[places] + layer["mixed"](mixed)
        x = self._normal(x, f"{n}.mixed.norm")
        x += layer["down"](layer["up"](x, gelu))
        return self._normal(x, f"{n}.down.norm")

    def _normal(self, x: Array, name: str) -> Array:
        return normal(x, self._held.plain(f"{name}.weight"), self._held.plain(f"{name}.bias"))


def attention(query: Array, key: Array, value: Array, wanted: slice | NDArray[np.intp] = slice(None)) -> Array:
    """Return for each query wanted what it takes of the values: by how far it fits the keys, each head for itself."""
    size = query.shape[1] // HEADS
    (asked, asking), (known, knowing), (held, holding) = (levelled(x, size) for x in (query, key, value))
    asked = asked[wanted]
    fitting = asking * knowing * np.float32(1 / math.sqrt(size))
    found = np.empty_like(asked)
    for n in range(HEADS):
        head = slice(n * size, (n + 1) * size)
        parts = shares(asked[:, head] @ known[:, head].T, fitting[n])
        found[:, head] = (parts @ held[:, head]) * (holding[n] / parts.sum(-1, keepdims=True))
    return found
