"""Accuracy: read the annotated articles, score the facts, and hold the figures against their floors."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.gold import PRACTICE, ROOT, UNSEEN, load, own, shared_folder
from bench.output import load_output
from bench.score import score
from ontology.uris import DEFAULT_BASE
from server.store.harvest import Harvest, harvest, harvest_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.gold import Case, Facts
    from bench.score import Score

FLOORS = Path(__file__).with_name("floors.json")
SETS = {
    "own": "articles of our own writing (tests/golden)",
    "practice": "articles of our own writing, by hands that did not know the rules (bench/practice)",
    "unseen": "articles of our own writing that no rule was made for (bench/unseen); only where it is asked for",
    "seed": "the article that this project began with",
    "open": "real articles, to work with",
}
"""The sets of articles. The first three are there in every checkout, the others where the shared folder is."""
ASKED_FOR = frozenset({"unseen"})
"""The sets that are read only where they are named: no floor is set by them."""
MARGIN = 0.005
"""How far below what is measured a floor is set, before it is rounded down to hundredths."""


class FloorError(Exception):
    """A figure fell under its floor, or a floor was lowered without a reason."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a figure may be; `was` is the highest it ever was, where it is lower now for a `reason`."""

    floor: float
    was: float | None = None
    reason: str = ""


def cases(name: str) -> list[Case]:
    """Return the articles of a set; none where the shared folder is absent."""
    if name == "own":
        return own()
    if name in {"practice", "unseen"}:
        return load(PRACTICE if name == "practice" else UNSEEN)
    folder = shared_folder() / "gold"
    if not (folder / "open.txt").is_file():
        return []
    found = load(folder, folder / "open.txt")
    return [case for case in found if case.article.identifier.startswith("seed-")] if name == "seed" else found


def key(name: str, reader: str) -> str:
    """Return under which name the floors of a set are kept, as a reader reads it."""
    return name if reader == "rules" else f"{name}, {reader}"


def measure(found: Sequence[Case], jobs: int = 1, model: str = "", reader: str = "rules") -> Score:
    """Read the articles of cases in some processes and score what is found.

    Raises FloorError where an article's facts break the shapes: they would not be published.
    """
    return score(found, facts(found, jobs, model, reader))


def facts(found: Sequence[Case], jobs: int = 1, model: str = "", reader: str = "rules") -> dict[str, Facts]:
    """Return what is read from the articles of cases, by identifier. Raises FloorError as `measure` does."""
    read = functools.partial(harvest, base=DEFAULT_BASE, model=model, reader=reader)
    parts = []
    for item in harvest_all((case.article for case in found), read, jobs):
        problem = item.kept_back() if isinstance(item, Harvest) else item
        if problem is not None or not isinstance(item, Harvest):
            raise FloorError(str(problem))
        parts.append(item.nquads)
    return load_output(b"".join(parts))


def floors(path: Path = FLOORS) -> dict[str, dict[str, Floor]]:
    """Return the floors of each set. Raises FloorError where one is lower than it was and no reason is given."""
    values: dict[str, Any] = json.loads(path.read_text("utf-8"))
    found = {name: {figure: Floor(**row) for figure, row in rows.items()} for name, rows in values.items()}
    for name, rows in found.items():
        for figure, row in rows.items():
            if row.was is not None and row.was > row.floor and len(row.reason.split()) < 5:
                raise FloorError(f"{name}, {figure}: lowered from {row.was} to {row.floor}; give the reason in words")
    return found


def under(name: str, result: Score, limits: dict[str, dict[str, Floor]]) -> list[str]:
    """Return a line for each figure of a set that is under its floor."""
    figures = result.figures()
    return [
        f"{name}, {figure}: {figures[figure]:.3f} is under the floor of {row.floor}"
        for figure, row in limits.get(name, {}).items()
        if figures[figure] < row.floor
    ]


def raised(name: str, result: Score, limits: dict[str, dict[str, Floor]]) -> dict[str, dict[str, Floor]]:
    """Return the floors with those of a set raised to just below what was measured; none falls."""
    rows = dict(limits.get(name, {}))
    for figure, value in result.figures().items():
        reached = value if value == 1 else max(0, floor((value - MARGIN) * 100)) / 100
        old = rows.get(figure)
        if old is None or reached > old.floor:
            higher = old is not None and old.was is not None and reached < old.was
            rows[figure] = Floor(reached, old.was, old.reason) if higher and old else Floor(reached)
    return {**limits, name: rows}


def lowered(
    name: str, figure: str, value: float, reason: str, limits: dict[str, dict[str, Floor]]
) -> dict[str, dict[str, Floor]]:
    """Return the floors with one lowered for a reason. Raises FloorError where there is no such floor or reason."""
    old = limits.get(name, {}).get(figure)
    if old is None:
        raise FloorError(f"there is no floor {figure!r} of {name!r}; there are {', '.join(limits.get(name, {}))}")
    if len(reason.split()) < 5:
        raise FloorError("a floor is lowered only with a reason in words: --reason TEXT")
    row = Floor(value, max(old.was or 0.0, old.floor), reason)
    return {**limits, name: {**limits[name], figure: row}}


def save(limits: dict[str, dict[str, Floor]], path: Path = FLOORS) -> None:
    """Write the floors, in an order that does not change."""
    values = {
        name: {
            figure: {"floor": row.floor} | ({"was": row.was, "reason": row.reason} if row.was is not None else {})
            for figure, row in limits[name].items()
        }
        for name in sorted(limits, key=[*SETS, *sorted(limits)].index)
    }
    path.write_text(json.dumps(values, indent=1) + "\n", "utf-8")


def shown(path: Path) -> str:
    """Return a path as seen from the checkout."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
