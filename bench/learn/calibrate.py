"""Confidences that mean what they say: how often what the reader is so sure of is right, on articles it never saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from types import ModuleType

    from extractors.learned.model import Table

BINS = 8


def outcomes(gold: dict[str, Any], out: dict[str, Any], score: ModuleType) -> list[tuple[float, bool]]:
    """Return for each event of the model its confidence, and whether an annotated one has its family and status."""
    found = []
    for name, article in gold.items():
        rows = out[name]["events"]
        pairs = score.match_events(article["events"], rows, article["article"]["text"], typed=True)
        right = {id(p) for g, p in pairs if g["status"] == p["status"]}
        found += [(row["confidence"], id(row) in right) for row in rows if row["learned"]]
    return found


def table(pairs: list[tuple[float, bool]]) -> Table:
    """Return the points of a rising line from what the model says to how often it is right."""
    ordered = sorted(pairs)
    parts = [part for part in np.array_split(np.array(ordered, float), BINS) if len(part)]
    said = [float(part[:, 0].mean()) for part in parts]
    right = np.maximum.accumulate([float(part[:, 1].mean()) for part in parts])
    return [round(x, 4) for x in said], [round(float(y), 4) for y in right]


def error(pairs: list[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten equal ranges of confidence."""
    rows = np.array(pairs, float)
    at = np.minimum((rows[:, 0] * 10).astype(int), 9)
    return float(
        sum(abs(rows[at == n].mean(0) @ np.array([1, -1])) * (at == n).sum() for n in range(10) if (at == n).any())
        / len(rows)
    )
