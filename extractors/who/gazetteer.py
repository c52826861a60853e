"""States and cities by their names, from the packaged tables."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.facts import Entity
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = Path(__file__).parent.parent / "data"


@cache
def states() -> dict[str, Entity]:
    """Return the state of each name, formal name, alias, adjective and people, as written."""
    return {name: entity for row, entity in _states() for name in _names(row) if name}


@cache
def capitals() -> dict[str, Entity]:
    """Return the state of each capital: as an actor, "Ankara" is Turkey."""
    return {row["capital"]: entity for row, entity in _states() if row["capital"]}


@cache
def cities() -> dict[str, Entity]:
    """Return the city of each name; each lies in its state."""
    by_code = {row["iso"]: entity for row, entity in _states()}
    found = {row["capital"]: _city(row["capital"], entity) for row, entity in _states() if row["capital"]}
    for row in _rows("cities.csv"):
        if row["name"] not in states():
            found.setdefault(row["name"], _city(row["name"], by_code[row["iso"]]))
    return found


def _city(name: str, state: Entity) -> Entity:
    return Entity("City", name, slug(name), within=state)


@cache
def _states() -> tuple[tuple[dict[str, str], Entity], ...]:
    return tuple((row, Entity("State", row["name"], slug(row["name"]))) for row in _rows("states.csv"))


def _names(row: dict[str, str]) -> Iterator[str]:
    yield from (row["name"], row["formal"])
    for column in ("aliases", "adjectives", "people"):
        yield from row[column].split(";")


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (_DATA / table).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
