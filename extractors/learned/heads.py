"""The heads: small networks that decide by the encoder's vectors and the features' names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.learned.encoder import gelu

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a head is: of how many vectors it hears, how wide its hidden layer is, how many numbers it says."""

    vectors: int
    hidden: int
    out: int


TYPES = (
    "", "Accusation", "Agreement", "Aid", "Appointment", "Attack", "Call", "Clash", "Coercion", "Concession",
    "Consultation", "Cooperation", "Demand", "Departure", "Election", "Endorsement", "Legislation", "Mediation",
    "Meeting", "Mobilization", "Pledge", "Protest", "Rejection", "Sanction", "Statement", "Threat", "Violence",
    "Visit", "Withdrawal",
)  # fmt: skip
"""The types of events, "" for none, in the order in which the type head says them."""

SHAPES = {
    "kind": Shape(3, 128, len(TYPES)),
    "status": Shape(2, 64, 8),
    "role": Shape(2, 64, 2),
    "when": Shape(2, 48, 1),
    "where": Shape(2, 48, 1),
}


class Head:
    """One head: vectors and features are added up in a hidden layer, and the features also speak for themselves."""

    def __init__(self, name: str, weights: Mapping[str, Array], names: Sequence[str]) -> None:
        self._w = {part: weights[f"{name}.{part}"] for part in ("bag", "wide", "bias", "out.weight", "out.bias")}
        self._vectors = [weights[f"{name}.vector{n}"] for n in range(SHAPES[name].vectors)]
        self._known = {feature: n for n, feature in enumerate(names)}

    def __call__(self, vectors: Array, tokens: Sequence[Sequence[int]], features: Sequence[Sequence[str]]) -> Array:
        """Return scores for each case: `tokens` names the rows of `vectors` that each hears, one list a slot."""
        if not features:
            return np.zeros((0, len(self._w["out.bias"])), np.float32)
        hidden = self._bag(features, "bag")
        hidden += self._w["bias"]
        for matrix, at in zip(self._vectors, tokens, strict=True):
            places, inverse = np.unique(np.asarray(at), return_inverse=True)
            hidden += (vectors[places] @ matrix.T)[inverse]
        scores: Array = gelu(hidden) @ self._w["out.weight"].T
        scores += self._w["out.bias"]
        scores += self._bag(features, "wide")
        return scores

    def _bag(self, features: Sequence[Sequence[str]], part: str) -> Array:
        table = self._w[part]
        rows = [[self._known[f] for f in names if f in self._known] for names in features]
        flat = np.fromiter((n for row in rows for n in row), np.intp)
        sums = np.zeros((len(rows), table.shape[1]), np.float32)
        full = [n for n, row in enumerate(rows) if row]
        if full:
            starts = np.cumsum([0, *(len(rows[n]) for n in full[:-1])])
            sums[full] = np.add.reduceat(table[flat], starts, axis=0)
        return sums


def softmax(scores: Array) -> Array:
    """Return probabilities along the last axis."""
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    result: Array = shifted / shifted.sum(-1, keepdims=True)
    return result


def pooled(scores: Array) -> Array:
    """Return the log of the sum of exponentials along the first axis: several mentions speak for one entity."""
    top = scores.max(0)
    result: Array = top + np.log(np.exp(scores - top).sum(0))
    return result
