"""Arrays of trained numbers as they are shipped: whole numbers of eight bits with a scale for each row, or halves."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.learned.exact import MOST, Linear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float32]

SCALE = ".scale"
_NARROW = 16
"""Matrices with fewer columns are kept as they are: a scale for each row would save nothing."""
_BLOCK = 16
"""So many cases are added up at a time: what they gather stays in the processor's own memory."""
_GRID = 2**16
"""Sums of features are made of whole multiples of this part of one."""


class Held:
    """Named arrays, as they are shipped. What is asked for twice is unpacked once."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = arrays
        self.names = tuple(name for name in arrays if not name.endswith(SCALE))
        self.plain = functools.lru_cache(maxsize=None)(self._plain)

    def _plain(self, name: str) -> Array:
        """Return an array in single precision."""
        array = self._arrays[name]
        return array.astype(np.float32) * self._scale(name) if array.dtype == np.int8 else array.astype(np.float32)

    def rows(self, name: str, at: Sequence[int]) -> Array:
        """Return some rows of a matrix in single precision."""
        some = list(at)
        array = self._arrays[name][some]
        return (
            array.astype(np.float32) * self._scale(name)[some] if array.dtype == np.int8 else array.astype(np.float32)
        )

    def linear(self, name: str) -> Linear:
        """Return the matrix "NAME.weight" or NAME with what is added, "NAME.bias", where there is one."""
        matrix = name if name in self._arrays else f"{name}.weight"
        bias = self.plain(f"{name}.bias") if f"{name}.bias" in self._arrays else None
        array = self._arrays[matrix]
        if array.dtype != np.int8:
            packed = _packed(array.astype(np.float32))
            return Linear(packed[0].astype(np.float32), packed[1], bias)
        return Linear(array.astype(np.float32), self._scale(matrix)[:, 0], bias)

    def bag(self, name: str) -> Bag:
        """Return the matrix whose rows are added up for the features that a case has."""
        array = self._arrays[name]
        if array.dtype == np.int8:
            return Bag(array, np.rint(self._scale(name) * _GRID).astype(np.int32))
        return Bag(np.rint(array.astype(np.float64) * _GRID).astype(np.int32), np.ones((len(array), 1), np.int32))

    def _scale(self, name: str) -> Array:
        return np.asarray(self._arrays[name + SCALE]).astype(np.float32)[:, None]


class Bag:
    """A row of whole numbers for each feature, times the feature's own whole number: sums are exact in any order."""

    def __init__(self, whole: NDArray[Any], times: NDArray[np.int32]) -> None:
        self._whole, self._times = whole, times

    def __call__(self, rows: Sequence[Sequence[int]]) -> Array:
        """Return for each list of features the sum of their rows."""
        sums = np.zeros((len(rows), self._whole.shape[1]), np.int32)
        full = [n for n, row in enumerate(rows) if row]
        for begin in range(0, len(full), _BLOCK):
            some = full[begin : begin + _BLOCK]
            flat = np.concatenate([rows[n] for n in some]).astype(np.intp)
            starts = np.cumsum([0, *(len(rows[n]) for n in some[:-1])])
            sums[some] = np.add.reduceat(self._whole[flat] * self._times[flat], starts, axis=0, dtype=np.int32)
        return sums.astype(np.float32) * np.float32(1 / _GRID)


def packed(weights: Mapping[str, Array]) -> dict[str, NDArray[Any]]:
    """Return arrays as they are shipped: matrices as eight-bit numbers with a scale for each row, the rest in half."""
    found: dict[str, NDArray[Any]] = {}
    for name, array in sorted(weights.items()):
        if array.ndim != 2 or array.shape[1] < _NARROW:
            found[name] = array.astype(np.float16)
        else:
            found[name], found[name + SCALE] = _packed(array)
    return found


def _packed(array: Array) -> tuple[NDArray[np.int8], Array]:
    scale = (np.abs(array).max(1) / MOST).astype(np.float32)
    scale[scale == 0] = 1
    return np.clip(np.round(array / scale[:, None]), -MOST, MOST).astype(np.int8), scale
