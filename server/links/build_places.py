"""Write places.csv, the links of states and cities with source and date: run by hand when the tables of names change.

The identifiers stand in extractors/data/states.csv (country-codes by Open Knowledge, ODC-PDDL) and cities.csv (Natural
Earth, public domain), whose rows came from releases of the month given here.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from extractors.who.gazetteer import states
from ontology.uris import slug

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "extractors" / "data"
TAKEN = "2026-11"


def rows() -> list[tuple[str, ...]]:
    """Return the rows of the table: path of our IRI, state, Wikidata, GeoNames, source, date."""
    named, found = {}, []
    for row in _table("states.csv"):
        state = states().get(row["name"])
        if state is not None:
            named[row["iso"]] = state.key
            found.append((f"state/{state.key}", "", row["wikidata"], row["geonames"], "country-codes", TAKEN))
    cities = _table("cities.csv")
    often = Counter(slug(row["name"]) for row in cities)
    for row in cities:
        if often[slug(row["name"])] == 1:  # a name of two cities links to neither
            path = f"place/{slug(row['name'])}"
            state_ = f"state/{named[row['iso']]}" if row["iso"] in named else ""
            found.append((path, state_, row["wikidata"], row["geonames"], "Natural Earth", TAKEN))
    return sorted(row for row in found if row[2] or row[3])


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


if __name__ == "__main__":
    with (HERE / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("thing", "within", "wikidata", "geonames", "source", "date"))
        writer.writerows(rows())
