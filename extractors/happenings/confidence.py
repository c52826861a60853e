"""How sure the rules are of an event: how often one of its type, told by its sort of word, was right when measured."""

from __future__ import annotations

import functools
import json
from pathlib import Path

TABLE = Path(__file__).with_name("confidences.json")
"""By sort of rule, and in it by event type ("" for all others); written by `python -m bench accuracy --calibrate`."""


@functools.cache
def confidence(kind: str, rule: str) -> float:
    """Return the probability, 0 to 1, that an event of a type is right that a sort of rule reads.

    `rule` is "verb", "noun", "adjective", "light" (a noun that a light verb carries) or "quotation".
    """
    found = _table()[rule]
    return found.get(kind, found[""])


@functools.cache
def _table() -> dict[str, dict[str, float]]:
    values: dict[str, dict[str, float]] = json.loads(TABLE.read_text("utf-8"))
    return values
