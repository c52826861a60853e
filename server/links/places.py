"""Links of states and cities, from the packaged table."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from server.links.link import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: the path of our IRI, the state around it, identifiers, and where and when they are from."""

    thing: str
    within: str
    wikidata: str
    geonames: str
    source: str
    date: str


@cache
def table() -> dict[str, Row]:
    """Return the rows of the packaged table by the path of our IRI ("state/peru")."""
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as file:
        return {row["thing"]: Row(**row) for row in csv.DictReader(file)}


def links(within: Mapping[str, AbstractSet[str]], base: str) -> Iterator[Link]:
    """Yield the links of places that a dataset has; `within` gives the IRIs of all that each is in.

    A state's are certain. A city's are where the dataset has it in the state of the table, else it may be a namesake.
    """
    for iri, around in sorted(within.items()):
        row = table().get(iri.removeprefix(f"{base}id/"))
        if row is None:
            continue
        state = f"{base}id/{row.within}"
        certain = not row.within or state in around
        if not certain and any(one.startswith(f"{base}id/state/") for one in around):
            continue  # a city of that name in another state
        where = f"in {row.within.partition('/')[2]}" if row.within else "a state"
        why = f"{row.source}, {row.date}: {where}" if certain else f"{row.source}, {row.date}: the name alone"
        for other in ([WIKIDATA + row.wikidata] if row.wikidata else []) + (
            [f"{GEONAMES}{row.geonames}/"] if row.geonames else []
        ):
            yield Link(iri, other, certain, "table", why)
