"""Events as a trained model reads them: a small encoder of the text, and heads over it, the parse and the rules."""

from __future__ import annotations

import functools

from extractors.learned.model import NoWeightsError, available, load
from extractors.learned.reader import Reader

__all__ = ["NoWeightsError", "Reader", "available", "reader"]


@functools.cache
def reader() -> Reader:
    """Return the reader with the shipped weights. Raises NoWeightsError where they are not there."""
    return Reader(load())
