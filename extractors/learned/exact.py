"""Sums whose last bit is the same on every machine: small whole numbers, and tables instead of a machine's functions.

A product of matrices adds in an order that the machine's library chooses, and what is rounded on the way depends on it.
Whole numbers below 2^24 are exact in single precision in any order: so rows and weights become whole numbers of at most
127, are multiplied, and are scaled afterwards, number by number, which every machine does alike.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float32]

MOST = 127
WIDTH = 2**24 // MOST**2
"""How many products of whole numbers up to 127 are surely exact in single precision: 1,040."""
_FIXED = np.float64(2**16)
"""Sums of a row are made of whole multiples of this part of one, in double precision."""
_STEPS = 128
"""Into how many parts of one the argument of a tabled function is cut."""
_LAST = 16
_BLOCK = 32
EPSILON = 1e-12
_ROOT = np.float32(2**0.5)
"""The sixteenth root of 256."""
_FIRST = np.float32(64) * _ROOT


@dataclass(frozen=True)
class Linear:
    """A matrix of whole numbers with a scale for each of its rows, and what is added.

    `whole` is (out, in), of numbers from -127 to 127 in single precision; `scale` and `bias` are (out,).
    """

    whole: Array
    scale: Array
    bias: Array | None = None

    def __call__(self, x: Array, then: Callable[[Array], Array] | None = None) -> Array:
        """Return the products of rows of x (n, in) with those of the matrix, (n, out), as `then` makes them."""
        rows, scale = quantised(x)
        product: Array = rows[:, :WIDTH] @ self.whole[:, :WIDTH].T
        for begin in range(WIDTH, self.whole.shape[1], WIDTH):
            part = slice(begin, begin + WIDTH)
            product += rows[:, part] @ self.whole[:, part].T  # one rounding a part, in the order of the parts
        for some in blocks(len(x)):
            there = product[some]
            there *= scale[some]
            there *= self.scale
            if self.bias is not None:
                there += self.bias
            if then is not None:
                there[:] = then(there)
        return product


def joined(*parts: Linear) -> Linear:
    """Return one matrix with the rows of several that all add something: their products in one go."""
    whole, scale = np.concatenate([p.whole for p in parts]), np.concatenate([p.scale for p in parts])
    return Linear(whole, scale, np.concatenate([p.bias for p in parts if p.bias is not None]))


def quantised(x: Array) -> tuple[Array, Array]:
    """Return rows as whole numbers up to 127, and the scale of each as a column."""
    rows, scale = np.empty_like(x), np.empty((len(x), 1), np.float32)
    for some in blocks(len(x)):
        part = x[some]
        most = np.maximum(part.max(-1, keepdims=True), -part.min(-1, keepdims=True))
        most[most == 0] = 1
        np.rint(part * (np.float32(MOST) / most), out=rows[some])
        scale[some] = most * np.float32(1 / MOST)
    return rows, scale


def blocks(count: int) -> Iterator[slice]:
    """Yield so few rows at a time that what is done to them stays in the processor's own memory."""
    return (slice(begin, begin + _BLOCK) for begin in range(0, count, _BLOCK))


def levelled(x: Array, size: int) -> tuple[Array, Array]:
    """Return a matrix as whole numbers up to 127, and the scale of each group of `size` columns."""
    most: Array = np.maximum(x.max(0), -x.min(0)).reshape(-1, size).max(1)
    most[most == 0] = 1
    rows = x * np.repeat(np.float32(MOST) / most, size)
    return np.rint(rows, out=rows), most * np.float32(1 / MOST)


def normal(x: Array, weight: Array, bias: Array) -> Array:
    """Return rows with mean nought and variance one, times a weight, plus a bias."""
    result = np.empty_like(x)
    for some in blocks(len(x)):
        rest = x[some] * _FIXED
        np.rint(rest, out=rest)
        rest -= rest.sum(-1, keepdims=True) / x.shape[1]
        np.rint(rest, out=rest)
        variance = np.einsum("ij,ij->i", rest, rest)[:, None] / x.shape[1]
        rest /= np.sqrt(variance + EPSILON * _FIXED * _FIXED)
        result[some] = rest
    result *= weight
    result += bias
    return result


def shares(scores: Array, scale: float) -> Array:
    """Return for each row of scores, times the scale, e^score in whole parts of 256 of the row's largest.

    e^-x is ((32 - x) / (32 + x))^16: within a twentieth of itself where it counts, and made of what is rounded alike
    everywhere. Sums of a row of at most 512, each times a whole number up to 127, are exact.
    """
    x = scores * np.float32(-scale)
    x += (np.float32(32) - x.min(-1, keepdims=True)).astype(np.float32)
    np.divide(_FIRST, x, out=x)
    x -= _ROOT
    np.maximum(x, np.float32(0), out=x)
    for _ in range(4):
        x *= x
    result: Array = np.rint(x, out=x)
    return result


def gelu(x: Array) -> Array:
    """Return the Gaussian error linear unit of each number up to 16, to a part in 128 of its argument."""
    at = x * np.float32(_STEPS)
    at += np.float32(_LAST * _STEPS + 0.5)
    np.clip(at, 0, 2 * _LAST * _STEPS, out=at)
    found: Array = _gelu()[at.astype(np.intp)]
    return found


@functools.cache
def _gelu() -> Array:
    root = (Decimal(2) / Decimal("3.14159265358979323846264338327950288")).sqrt()

    def value(x: Decimal) -> Decimal:
        inner = root * (x + Decimal("0.044715") * x * x * x)
        return x / (1 + (-2 * inner).exp())

    return _table(value, -_LAST, _LAST)


def _table(function: Callable[[Decimal], Decimal], low: int, high: int) -> Array:
    """Return a function's values, computed in decimals: no machine has its own."""
    with localcontext() as context:
        context.prec = 30
        steps = range(low * _STEPS, high * _STEPS + 1)
        return np.array([float(function(Decimal(n) / _STEPS)) for n in steps], np.float32)
