"""Events as a trained model reads them: a small encoder of the text, and heads over it, the parse and the rules."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from extractors.learned.model import NoWeightsError, available, load

if TYPE_CHECKING:
    from extractors.learned.reader import Reader

__all__ = ["NoWeightsError", "available", "shipped"]


@functools.cache
def shipped() -> Reader:
    """Return the reader with the shipped weights. Raises NoWeightsError where they are not there."""
    from extractors.learned.reader import Reader  # noqa: PLC0415 - training needs the model alone, without a parser

    return Reader(load())
