"""The first page: what the dataset holds, in one glance; and the plain lists behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import others, terms
from server.web.people import facts as f
from server.web.people.entity import Source
from server.web.people.nodes import Nodes, fetch_names, values
from server.web.people.wording import plural, when

if TYPE_CHECKING:
    from server.web.people.nodes import Row, Rows

MANY = 5000
"""How many articles make a dataset large."""
SIZE = 50
"""How many entries a list shows."""
_TALLY = (
    (terms.Article, "article", "/articles"),
    (terms.Event, "event", "/events"),
    (terms.Person, "person people", "/entities?kind=person"),
    (terms.Office, "office", "/entities?kind=office"),
    (terms.State, "state", "/entities?kind=state"),
    (terms.Claim, "claim", ""),
)
KINDS = {
    "person": ("People", terms.Person),
    "office": ("Offices", terms.Office),
    "state": ("States", terms.State),
    "organization": ("Organisations", terms.Organization),
    "place": ("Places", terms.Place),
}
"""The lists of entities: heading and class."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """All that the first page shows."""

    tally: tuple[tuple[int, str, str], ...]
    span: str
    events: tuple[f.Fact, ...]
    pairs: tuple[tuple[f.Thing, f.Thing, int], ...]
    articles: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing in a list, with a word on it."""

    thing: f.Thing
    note: str = ""


def home(rows: Rows) -> HomePage:
    """Return the first page."""
    tally = []
    for kind, name, path in _TALLY:
        number = _number(rows(f"SELECT (COUNT(?s) AS ?n) {{ ?s a {kind} }}"))
        tally.append((number, plural(number, *name.split()).partition(" ")[2], path))
    ends = next(iter(rows(f"SELECT (MIN(STR(?d)) AS ?a) (MAX(STR(?d)) AS ?b) {{ ?x {terms.published} ?d }}")), {})
    newest = events(rows, 0, 12)
    found = pairs(rows, 8, _text(ends, "b") if tally[0][0] > MANY else "")
    names = Nodes(fetch_names(rows, {iri for pair in found for iri in pair[:2]}))
    return HomePage(
        tally=tuple(tally),
        span=when(_text(ends, "a"), _text(ends, "b")).words if _text(ends, "a") else "",
        events=newest,
        pairs=tuple((f.thing(names, a), f.thing(names, b), n) for a, b, n in found),
        articles=articles(rows, 0, 5),
    )


def events(rows: Rows, start: int, size: int) -> tuple[f.Fact, ...]:
    """Return the newest dated events."""
    query = (
        f"SELECT ?e {{ ?e {terms.earliest} ?d ; a {terms.Event} }} ORDER BY DESC(?d) ?e"
        f" OFFSET {int(start)} LIMIT {int(size)}"
    )
    iris = [row["e"].value for row in rows(query)]
    nodes = f.load(rows, iris)
    return tuple(f.of(nodes, iri) for iri in iris)


def pairs(rows: Rows, size: int, newest: str = "") -> list[tuple[str, str, int]]:
    """Return the pairs of states with most events together; of a large dataset those of the year up to a day."""
    year = f"{int(newest[:4]) - 1}{newest[4:8]}01" if newest else ""
    late = f"FILTER (?d > {ox.Literal(year, datatype=others.XSD_DATE)})" if year else ""
    query = (
        f"SELECT ?a ?b (COUNT(DISTINCT ?e) AS ?n) {{ ?e {terms.earliest} ?d . {late} ?e {terms.participant} ?a , ?b ."
        f" ?a a {terms.State} . ?b a {terms.State} FILTER (STR(?a) < STR(?b)) }}"
        f" GROUP BY ?a ?b ORDER BY DESC(?n) ?a ?b LIMIT {int(size)}"
    )
    return [(row["a"].value, row["b"].value, int(row["n"].value)) for row in rows(query)]


def articles(rows: Rows, start: int, size: int = SIZE) -> tuple[Source, ...]:
    """Return the newest articles."""
    query = (
        f"SELECT ?a ?d {{ ?a a {terms.Article} OPTIONAL {{ ?a {terms.published} ?d }} }}"
        f" ORDER BY DESC(?d) ?a OFFSET {int(start)} LIMIT {int(size)}"
    )
    found = list(rows(query))
    names = Nodes(fetch_names(rows, [row["a"].value for row in found]))
    return tuple(Source(f.thing(names, row["a"].value), when(_text(row, "d"), _text(row, "d")), 0) for row in found)


def entities(rows: Rows, kind: str, start: int) -> tuple[tuple[Entry, ...], int]:
    """Return people, offices, states ... by name, and how many there are. KeyError for an unknown kind."""
    class_ = KINDS[kind][1]
    total = _number(rows(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a {class_} }}"))
    query = (
        f"SELECT DISTINCT ?s ?l {{ ?s a {class_} ; <http://www.w3.org/2000/01/rdf-schema#label> ?l }}"
        f" ORDER BY LCASE(?l) ?s OFFSET {int(start)} LIMIT {SIZE}"
    )
    iris = [row["s"].value for row in rows(query)]
    names = Nodes(fetch_names(rows, iris))
    notes = _notes(rows, kind, iris)
    return tuple(Entry(f.thing(names, iri), notes.get(iri, "")) for iri in iris), total


def total(rows: Rows, class_: object) -> int:
    """Return how many nodes of a class there are."""
    return _number(rows(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a {class_} }}"))


def _notes(rows: Rows, kind: str, iris: list[str]) -> dict[str, str]:
    if not iris:
        return {}
    if kind == "person":
        query = (
            f"SELECT ?s ?l {{ {values('s', iris)} ?s {terms.holds}/<http://www.w3.org/2000/01/rdf-schema#label> ?l }}"
        )
        found: dict[str, list[str]] = {}
        for row in rows(query):
            found.setdefault(row["s"].value, []).append(row["l"].value)
        return {iri: ", ".join(sorted(names)[:2]) for iri, names in found.items()}
    link = {"office": f"^{terms.office}", "place": f"^{terms.place}"}.get(kind, f"^{terms.participant}")
    name = "holding" if kind == "office" else "event"
    query = f"SELECT ?s (COUNT(DISTINCT ?x) AS ?n) {{ {values('s', iris)} ?s {link} ?x }} GROUP BY ?s"
    return {row["s"].value: plural(int(row["n"].value), name) for row in rows(query)}


def _number(found: object) -> int:
    return next((int(row["n"].value) for row in found), 0)  # type: ignore[attr-defined]


def _text(row: Row, name: str) -> str:
    return row[name].value if name in row and row[name] is not None else ""
