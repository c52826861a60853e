"""Answers of a query as people read them: labels for addresses, days in words, a table or a timeline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import others, terms
from ontology.facts import OCCURRED
from server.web.people import network
from server.web.people.nodes import Nodes, fetch_names, term_label
from server.web.people.wording import PILLS, day, headline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from server.web.people.links import Links
    from server.web.people.network import Network
    from server.web.people.nodes import Row, Rows

_HAPPENED = "happened"
SHOWN = 200
"""How many rows a page shows; all of them are in the downloads."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: what is read, where it leads, its short address ("" for a literal), its machine's form of a day."""

    text: str
    href: str = ""
    iri: str = ""
    iso: str = ""
    shape: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A row on the timeline: the day, the cell that names it, the others, and whether it took place."""

    when: Cell
    name: Cell
    rest: tuple[Cell, ...]
    occurred: bool = True
    pill: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's answer: solutions, or with `truth` a yes or no, or with `turtle` triples."""

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    turtle: str = ""
    moments: tuple[Moment, ...] = ()
    places: tuple[tuple[str, str, int], ...] = ()
    """The places and states in the rows: IRI, label, in how many rows."""
    network: Network | None = None
    """What the answer links with what; None where it links nothing."""


def answer(rows: Rows, site: Links, variables: Sequence[str], found: Sequence[Row]) -> Answer:
    """Return solutions with labels; of many rows the first ones, with their number."""
    shown = found[:SHOWN]
    named = _named(rows, shown)

    def iri_of(value: object) -> str:
        if isinstance(value, ox.NamedNode):
            return value.value
        return named.get(value.value, "") if isinstance(value, ox.Literal) else ""

    things = {iri for row in shown for value in row.values() if (iri := iri_of(value))}
    names = Nodes(fetch_names(rows, (iri for iri in things if iri.startswith(site.base))))
    table = tuple(tuple(_cell(names, site, row.get(name), named) for name in variables) for row in shown)
    return Answer(
        tuple(variables),
        table,
        len(found),
        moments=_moments(names, shown, table, variables),
        places=_places(names, [[iri_of(value) for value in row.values()] for row in shown]),
        network=network.of_rows(rows, site, variables, found, iri_of),
    )


def graph(rows: Rows, site: Links, turtle: str) -> Answer:
    """Return triples, with the graph that they make."""
    triples = list(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))
    return Answer(turtle=turtle, total=len(triples), network=network.of_triples(rows, site, triples))


def _named(rows: Rows, found: Sequence[Row]) -> dict[str, str]:
    """Return which nodes are called what plain texts of an answer say, where exactly one is: they become links."""
    texts = {v for row in found for v in row.values() if isinstance(v, ox.Literal) and v.datatype == others.XSD_STRING}
    wanted = sorted(str(text) for text in texts if len(text.value) < 300)
    if not wanted:
        return {}
    query = (
        f"SELECT ?l ?quoted (MIN(STR(?s)) AS ?one) (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?l {{ {' '.join(wanted)} }}"
        f" VALUES ?k {{ {terms.Actor} {terms.Place} {terms.Office} {terms.Event} {terms.Article} {terms.Evidence} }}"
        f" ?s {others.RDFS_LABEL} ?l ; a ?k BIND (?k = {terms.Evidence} AS ?quoted) }} GROUP BY ?l ?quoted"
    )
    called: dict[str, str] = {}
    for row in sorted(rows(query), key=lambda row: row["quoted"].value):  # words are called so only where no thing is
        called.setdefault(row["l"].value, row["one"].value if row["n"].value == "1" else "")
    return {label: iri for label, iri in called.items() if iri}


def _cell(names: Nodes, site: Links, value: object, named: Mapping[str, str]) -> Cell | None:
    if isinstance(value, ox.NamedNode):
        iri = value.value
        short = iri.removeprefix(site.base)
        if iri.startswith(terms.NS):
            name = iri.removeprefix(terms.NS)
            return Cell(term_label(name), site.href(iri), f"cmq:{name}")
        label = names.label(iri) if iri in names else short
        return Cell(label, site.href(iri), short if label != short else "", shape=names.shape(iri))
    if isinstance(value, ox.Literal):
        if value.datatype == others.XSD_DATE:
            return Cell(day(value.value), iso=value.value)
        if value.value in named:
            iri = named[value.value]
            return Cell(value.value, site.href(iri), shape=names.shape(iri))
        return Cell(value.value, number=value.datatype in {others.XSD_INTEGER, others.XSD_DECIMAL})
    return Cell(str(value)) if value is not None else None


def _places(names: Nodes, found: Sequence[Sequence[str]]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter(iri for row in found for iri in dict.fromkeys(row) if names.shape(iri) in {"place", "state"})
    return tuple((iri, names.label(iri), number) for iri, number in sorted(counts.items(), key=lambda c: (-c[1], c[0])))


def _moments(
    names: Nodes, found: Sequence[Row], table: Sequence[tuple[Cell | None, ...]], variables: Sequence[str]
) -> tuple[Moment, ...]:
    """Return rows that have a day as a timeline, newest first; what a row's label or status says is kept."""
    moments = []
    for row, cells in zip(found, table, strict=True):
        when = next((c for c in cells if c and c.iso), None)
        others_ = [c for c in cells if c and c is not when]
        if when is None or not others_:
            continue
        first = name = max(others_, key=lambda c: (c.shape == "event", bool(c.href), len(c.text)))
        statuses = [names.status(v.value) for v in row.values() if isinstance(v, ox.NamedNode) and v.value in names]
        statuses += [c.text for c in others_ if c.text in PILLS]
        status = next((s for s in statuses if s), "")
        marked = next((s for s in PILLS.values() if s and name.text.endswith(f"({s})")), "")
        said = PILLS.get(status, "") or marked
        name = replace(name, text=headline(name.text)) if name.shape == "event" else name
        rest = tuple(c for c in others_ if c is not first and c.text not in {said, _HAPPENED})
        moments.append(Moment(when, name, rest, not (said and said not in OCCURRED), said))
    return tuple(sorted(moments, key=lambda m: m.when.iso, reverse=True)) if variables else ()
