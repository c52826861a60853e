"""The heads: small networks that decide by the encoder's vectors and the features' names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractors.learned.exact import gelu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractors.learned.weights import Held

    Array = NDArray[np.float32]
    Chances = NDArray[np.float64]


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


_PLACES = 9


class Head:
    """One head: vectors and features are added up in a hidden layer, and the features also speak for themselves."""

    def __init__(self, name: str, held: Held, names: Sequence[str]) -> None:
        self._bag, self._wide = held.bag(f"{name}.bag"), held.bag(f"{name}.wide")
        self._bias, self._out = held.plain(f"{name}.bias"), held.linear(f"{name}.out")
        self._vectors = [held.linear(f"{name}.vector{n}") for n in range(SHAPES[name].vectors)]
        self._known = {feature: n for n, feature in enumerate(names)}

    def __call__(self, vectors: Array, tokens: Sequence[Sequence[int]], features: Sequence[Sequence[str]]) -> Array:
        """Return scores for each case: `tokens` names the rows of `vectors` that each hears, one list a slot."""
        rows = [[self._known[f] for f in names if f in self._known] for names in features]
        hidden = self._bag(rows)
        hidden += self._bias
        if not rows:
            return self._wide(rows)
        for linear, at in zip(self._vectors, tokens, strict=True):
            places, inverse = np.unique(np.asarray(at), return_inverse=True)
            hidden += linear(vectors[places])[inverse]
        scores = self._out(gelu(hidden))
        scores += self._wide(rows)
        return scores


def softmax(scores: Array) -> Chances:
    """Return probabilities along the last axis, without the last digits, in which machines' exponentials differ."""
    shifted = np.exp((scores - scores.max(-1, keepdims=True)).astype(np.float64))
    result: Chances = np.round(shifted / shifted.sum(-1, keepdims=True), _PLACES)
    return result


def pooled(scores: Array | Chances, groups: Sequence[int]) -> Chances:
    """Return for each group of rows the log of the sum of exponentials: several mentions speak for one entity.

    `groups` has the number of each row's group, from 0 on, none left out.
    """
    if not len(groups):
        return np.zeros((0, scores.shape[1]))
    at = np.asarray(groups)
    order = np.argsort(at, kind="stable")
    ordered, at = scores[order].astype(np.float64), at[order]
    starts = np.flatnonzero(np.diff(at, prepend=-1))
    top: Chances = np.maximum.reduceat(ordered, starts)
    sums: Chances = np.add.reduceat(np.exp(ordered - top[at]), starts)
    result: Chances = np.round(top + np.log(sums), _PLACES)
    return result


def one_or_none(scores: Chances, groups: Sequence[int]) -> Chances:
    """Return the chance of each score among those of its group, of which one is right or none: none has the score 0.

    `groups` is as in `pooled`.
    """
    if not len(groups):
        return scores
    every: Chances = np.logaddexp(pooled(scores[:, None], groups)[:, 0], 0.0)
    chances: Chances = np.exp(scores - every[np.asarray(groups)])
    return chances.round(_PLACES)


def likely(scores: Chances) -> Chances:
    """Return the chance of each score, without the last digits."""
    result: Chances = np.round(1 / (1 + np.exp(-scores)), _PLACES)
    return result
