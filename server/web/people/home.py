"""The first page: what the dataset holds, in one glance; and the plain lists behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import others, terms
from server.web.people import facts as f
from server.web.people.entity import Source
from server.web.people.nodes import Nodes, fetch_names, narrower, values
from server.web.people.wording import plural, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode

    from server.web.people.nodes import Data

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


def home(data: Data) -> HomePage:
    """Return the first page."""
    numbers = tallied(data, [kind for kind, _, _ in _TALLY])
    tally = [
        (numbers[kind], plural(numbers[kind], *name.split()).partition(" ")[2], path) for kind, name, path in _TALLY
    ]
    found = data.lists.busiest(8)
    names = Nodes(fetch_names(data.rows, {iri for pair in found for iri in pair[:2]}))
    first, last = data.lists.span()
    return HomePage(
        tally=tuple(tally),
        span=when(first, last).words if first else "",
        events=newest(data, 14),
        pairs=tuple((f.thing(names, a), f.thing(names, b), n) for a, b, n in found),
        articles=articles(data, 0, 5),
    )


def tallied(data: Data, kinds: Iterable[NamedNode]) -> dict[NamedNode, int]:
    """Fetch how many nodes of some classes there are: from the dataset's own counts, else by counting."""
    wanted = list(kinds)
    part = f"?part <{others.VOID}class> ?k ; <{others.VOID}entities> ?n"
    listed = values("k", [kind.value for kind in wanted])
    query = f"SELECT ?k ?n {{ {listed} GRAPH <{data.base}.well-known/void> {{ {part} }} }}"
    known = {row["k"].value: int(row["n"].value) for row in data.rows(query)}
    if not known:
        return {kind: _number(data.rows(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a {kind} }}")) for kind in wanted}
    return {kind: known.get(kind.value, 0) for kind in wanted}


def events(data: Data, start: int, size: int) -> tuple[f.Fact, ...]:
    """Return the newest events."""
    iris = data.lists.events(start, size)
    nodes = f.load(data, iris)
    return tuple(f.of(nodes, iri) for iri in iris)


def newest(data: Data, size: int) -> tuple[f.Fact, ...]:
    """Return the newest events: of as many again as are wanted, first those whose day is known."""
    iris = data.lists.events(0, 4 * size)
    dated = {row["e"].value for row in data.rows(f"SELECT ?e {{ {values('e', iris)} ?e {terms.latest} ?d }}")}
    first = sorted(iris, key=lambda iri: iri not in dated)[:size]
    nodes = f.load(data, first)
    return tuple(f.of(nodes, iri) for iri in first)


def articles(data: Data, start: int, size: int = SIZE) -> tuple[Source, ...]:
    """Return the newest articles."""
    found = data.lists.articles(start, size)
    names = Nodes(fetch_names(data.rows, [iri for iri, _ in found]))
    return tuple(Source(f.thing(names, iri), when(day, day), 0) for iri, day in found)


def entities(data: Data, kind: str, start: int) -> tuple[tuple[Entry, ...], int]:
    """Return people, offices, states ... by name, and how many there are. KeyError for an unknown kind."""
    iris, total = data.lists.named(narrower(KINDS[kind][1]), start, SIZE)
    names = Nodes(fetch_names(data.rows, iris))
    notes = _notes(data, kind, iris)
    return tuple(Entry(f.thing(names, iri), notes.get(iri, "")) for iri in iris), total


def _notes(data: Data, kind: str, iris: list[str]) -> dict[str, str]:
    if not iris:
        return {}
    rows = data.rows
    if kind == "person":
        query = (
            f"SELECT ?s ?l {{ {values('s', iris)} ?s {terms.holds}/<http://www.w3.org/2000/01/rdf-schema#label> ?l }}"
        )
        found: dict[str, list[str]] = {}
        for row in rows(query):
            found.setdefault(row["s"].value, []).append(row["l"].value)
        return {iri: ", ".join(sorted(names)[:2]) for iri, names in found.items()}
    if kind == "office":
        query = f"SELECT ?s (COUNT(DISTINCT ?x) AS ?n) {{ {values('s', iris)} ?x {terms.office} ?s }} GROUP BY ?s"
        return {row["s"].value: plural(int(row["n"].value), "holding") for row in rows(query)}
    counted = data.lists.counts(iris, places=kind == "place")
    return {iri: plural(number, "event") for iri, number in counted.items() if number}


def _number(found: object) -> int:
    return next((int(row["n"].value) for row in found), 0)  # type: ignore[attr-defined]
