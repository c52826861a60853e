"""States, cities, bodies and well-known office-holders by name, from the packaged tables."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from ontology.facts import Entity, EntityKind
from ontology.uris import KINDS, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_DATA = Path(__file__).parent.parent / "data"
_EXTRA = {
    "United States": ("US", "U.S.", "USA", "U.S.A.", "America", "Washington, D.C."),
    "United Kingdom": ("UK", "U.K.", "Britain", "Great Britain", "Downing Street"),
    "Russia": ("Kremlin",),
    "France": ("Elysee Palace", "Élysée Palace", "Quai d'Orsay"),
    "United Arab Emirates": ("UAE", "U.A.E."),
    "South Korea": ("ROK", "Republic of Korea", "S. Korea", "South Koreans"),
    "North Korea": (
        "DPRK",
        "N. Korea",
        "Democratic People's Republic of Korea",
        "Democratic People\u2019s Republic of Korea",
    ),
    "Turkey": ("Türkiye", "Turkiye"),
    "Czechia": ("Czech Republic",),
    "Myanmar": ("Burma",),
}
_TOO_SHORT = frozenset({"North", "South", "CAR", "ROC", "Lao", "Number 10", "No 10"})
"""Short names that mean other things more often."""
_SPELT = {
    "Reykjav\u00edk": "Reykjavik",
    "Bogot\u00e1": "Bogota",
    "Bras\u00edlia": "Brasilia",
    "Asunci\u00f3n": "Asuncion",
    "Yaound\u00e9": "Yaounde",
    "Mal\u00e9": "Male",
    "Lom\u00e9": "Lome",
    "Chi\u0219in\u0103u": "Chisinau",
    "Kiev": "Kyiv",
    "Ulan Bator": "Ulaanbaatar",
    "San Jos\u00e9": "San Jose",
}
"""Capitals as their own people, or others, spell them."""
_TERRITORIES = {
    "Abkhaz": "Abkhazia",
    "Abkhazian": "Abkhazia",
    "Basque": "Basque Country",
    "Bermudian": "Bermuda",
    "Bougainvillean": "Bougainville",
    "Catalan": "Catalonia",
    "Chechen": "Chechnya",
    "Crimean": "Crimea",
    "Faroese": "Faroe Islands",
    "Gibraltarian": "Gibraltar",
    "Greenlandic": "Greenland",
    "New Caledonian": "New Caledonia",
    "Northern Irish": "Northern Ireland",
    "Ossetian": "South Ossetia",
    "Puerto Rican": "Puerto Rico",
    "Scottish": "Scotland",
    "Transdniestrian": "Transdniestria",
    "Transnistrian": "Transnistria",
    "Welsh": "Wales",
    "Zanzibari": "Zanzibar",
}
_ADJECTIVES = {
    "Argentina": "Argentinian;Argentinean",
    "Burkina Faso": "Burkinab\u00e9;Burkinab\u00e8",
    "Comoros": "Comorian",
    "Ecuador": "Ecuadorean;Ecuadoran",
    "El Salvador": "Salvadorean;Salvadorian",
    "Luxembourg": "Luxembourgish",
    "Moldova": "Moldavian",
    "Nepal": "Nepalese",
    "Sao Tome and Principe": "Santomean",
    "Serbia": "Serbian",
    "Singapore": "Singaporean",
    "Slovakia": "Slovakian",
    "Slovenia": "Slovene",
    "South Korea": "South Korean",
    "United Kingdom": "British",
    "United States": "American",
    "Yemen": "Yemenite",
}
"""Adjectives that the table has not."""


@cache
def states() -> dict[str, Entity]:
    """Return the state of each name, formal name, alias, adjective and people, as written."""
    return {name: entity for row, entity in _states() for name in _names(row) if name}


@cache
def demonyms() -> frozenset[str]:
    """Return the names of peoples that are not adjectives too: "Syrians", "Turks"."""
    adjectives = {a for row, _ in _states() for a in row["adjectives"].split(";")}
    return frozenset(
        p.strip() for row, _ in _states() for p in row["people"].split(";") if p.strip() and p.strip() not in adjectives
    )


@cache
def adjectives() -> frozenset[str]:
    """Return the adjectives of states: "Syrian", "Turkish"."""
    found = (a for row, _ in _states() for a in (*row["adjectives"].split(";"), *_more(row)))
    return frozenset(a.strip() for a in found if a.strip())


@cache
def names_of() -> dict[str, tuple[str, ...]]:
    """Return all names of each state and body, as written, by the end of its address: "state/turkey"."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row, entity in _states():
        found[_address(entity)] += _names(row)
    for name, entity in organisations().items():
        found[_address(entity)].append(name)
    return {address: tuple(dict.fromkeys(filter(None, names))) for address, names in found.items()}


@cache
def adjectives_of() -> dict[str, tuple[str, ...]]:
    """Return what stands before the offices of each state, by the end of its address: "Turkish", "UK"."""
    found = {_address(entity): (*row["adjectives"].split(";"), *_more(row)) for row, entity in _states()}
    return {address: tuple(dict.fromkeys(filter(None, map(str.strip, names)))) for address, names in found.items()}


@cache
def capitals() -> dict[str, Entity]:
    """Return the state of each capital: as an actor, "Ankara" is Turkey."""
    found = {row["capital"]: entity for row, entity in _states() if row["capital"]}
    return {**found, **{name: found[plain] for name, plain in _SPELT.items() if plain in found}, **_seats()}


def _seats() -> dict[str, Entity]:
    return {"Brussels": organisations()["European Union"]}


SEATS = frozenset({"The Hague"})
"""Cities that are a state's seat of government without being its capital: both are meant by the name."""


@cache
def cities() -> dict[str, Entity]:
    """Return the city of each name; each lies in its state."""
    by_code = {row["iso"]: entity for row, entity in _states()}
    found = {row["capital"]: _city(row["capital"], entity) for row, entity in _states() if row["capital"]}
    for row in _rows("cities.csv"):
        if row["name"] not in states() or row["name"] in SEATS:
            found.setdefault(row["name"], _city(row["name"], by_code[row["iso"]]))
    return found


@cache
def organisations() -> dict[str, Entity]:
    """Return the body of each name and abbreviation; one that is a state's own lies within that state."""
    found: dict[str, Entity] = {}
    for row in _rows("organisations.csv"):
        state = states().get(row["state"])
        entity = Entity(cast("EntityKind", row["kind"]), row["name"], slug(row["name"]), within=state)
        for name in (row["name"], *row["aliases"].split(";")):
            if name:
                found.setdefault(name, entity)
    return found


@cache
def longest_name() -> int:
    """Return how many words the longest name of a state or body has."""
    return max(len(name.split()) for name in (*states(), *organisations()))


@cache
def _officeholders() -> dict[tuple[str, str], list[tuple[int, int, Entity]]]:
    found: defaultdict[tuple[str, str], list[tuple[int, int, Entity]]] = defaultdict(list)
    for row in _rows("officeholders.csv"):
        of = states().get(row["of"]) or organisations()[row["of"]]
        found[slug(row["surname"]), row["kind"]].append((int(row["from"]), int(row["to"]), of))
    return found


def office_of(surname: str, kind: str, day: date | None, *, former: bool = False) -> Entity | None:
    """Return whose office a well-known person of this surname held on a day, or (`former`) at any time before it.

    None where the table knows none, or more than one.
    """
    year = day.year if day else 9999
    rows = _officeholders().get((slug(surname), kind), [])
    found = {of for first, last, of in rows if first <= year and (former or year <= last)}
    return found.pop() if len(found) == 1 else None


def filled(kind: str, names: Sequence[str], day: date | None) -> frozenset[Entity]:
    """Return the states in which the tables know another in an office on a day than the person of these names."""
    mine = {slug(name) for name in names}
    held = _in_office(kind, day.year if day else 9999)
    return frozenset(of for of, known in held.items() if not any(mine.intersection(s.split("-")) for s in known))


@cache
def _in_office(kind: str, year: int) -> dict[Entity, set[str]]:
    found: defaultdict[Entity, set[str]] = defaultdict(set)
    for (surname, office), rows in _officeholders().items():
        for first, last, of in rows:
            if office == kind and first <= year <= last:
                found[of].add(surname)
    return found


def publisher_state(url: str) -> Entity | None:
    """Return the state whose government owns a web address: "state.gov", "gov.uk", "mofa.go.jp"; else None."""
    labels = (urlsplit(url).hostname or "").split(".")
    if labels[-1] in {"gov", "mil"}:
        return states()["United States"]
    if {"gov", "gouv", "gob", "go", "govt", "mil", "bund"} & set(labels):
        code = {"UK": "GB"}.get(labels[-1].upper(), labels[-1].upper())
        return next((entity for row, entity in _states() if row["iso"] == code), None)
    return None


def _address(entity: Entity) -> str:
    return f"{KINDS[entity.kind]}/{entity.key}"


def _city(name: str, state: Entity) -> Entity:
    return Entity("City", name, slug(name), within=state)


@cache
def territories() -> dict[str, Entity]:
    """Return the territory with a government of its own, or the state that few recognise, of each adjective."""
    return {adjective: Entity("Region", name, slug(name)) for adjective, name in _TERRITORIES.items()}


@cache
def _states() -> tuple[tuple[dict[str, str], Entity], ...]:
    return tuple((row, Entity("State", row["name"], slug(row["name"]))) for row in _rows("states.csv"))


def _more(row: dict[str, str]) -> list[str]:
    return _ADJECTIVES[row["name"]].split(";") if row["name"] in _ADJECTIVES else []


def _names(row: dict[str, str]) -> Iterator[str]:
    formal = re.sub(r"\s*\*$", "", row["formal"])
    yield from (row["name"], formal, *_EXTRA.get(row["name"], ()))
    yield from _more(row)
    for column in ("aliases", "adjectives", "people"):
        yield from (name.strip() for name in row[column].split(";") if name.strip() not in _TOO_SHORT)


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (_DATA / table).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
