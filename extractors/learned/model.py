"""The shipped weights: the encoder, its word pieces and the heads."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.learned.encoder import Encoder
from extractors.learned.heads import SHAPES, Head
from extractors.learned.pieces import Pieces
from extractors.learned.weights import Held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Array = NDArray[np.float32]
    Table = tuple[list[float], list[float]]

WEIGHTS = Path(__file__).parent / "data" / "weights.npz"


class NoWeightsError(RuntimeError):
    """The learned reader's weights are not there."""


@dataclass(frozen=True)
class Model:
    """All that the learned reader knows.

    `thresholds` are the probabilities from which it believes its heads; `calibration` has the points of the line from
    what it says to how often it was right on articles that it was not trained on.
    """

    pieces: Pieces
    encoder: Encoder
    heads: Mapping[str, Head]
    thresholds: Mapping[str, float]
    calibration: Table

    def confidence(self, sure: float) -> float:
        """Return how often an event is right of which the heads are so sure."""
        return round(float(np.interp(sure, *self.calibration)), 3)

    def vectors(self, doc: Doc) -> Array:
        """Return a row for each token of a document."""
        rows = [self.encoder(w.ids, [at for _, at in w.words]) for w in self.pieces.windows(doc)]
        return np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)


def model_of(held: Held, about: Mapping[str, Any]) -> Model:
    """Return the model of arrays and of what is said about them: vocabulary, features, thresholds, calibration."""
    return Model(
        Pieces(about["vocabulary"]),
        Encoder(held),
        {name: Head(name, held, about["features"][name]) for name in SHAPES},
        about["thresholds"],
        about["calibration"],
    )


def available() -> bool:
    """Say whether the weights are there."""
    return WEIGHTS.is_file()


@functools.cache
def load(path: Path = WEIGHTS) -> Model:
    """Return the model of a file of weights. Raises NoWeightsError where there is none."""
    if not path.is_file():
        raise NoWeightsError(
            f"no weights at {path}: say 'python -m bench.learn' in a checkout, or read by '--reader rules'"
        )
    with np.load(path, allow_pickle=False) as held:
        about = json.loads(bytes(held["about"]).decode())
        arrays = {name: held[name] for name in held.files if name != "about"}
    return model_of(Held(arrays), about)
