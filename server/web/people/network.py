"""What an answer links with what: the graph that a page draws of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.generate import triples as ontology_triples
from ontology.others import RDF_TYPE, RDFS_SUBPROPERTY_OF
from server.web.people import facts as f
from server.web.people.nodes import Nodes, fetch_names, term_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from server.web.people.links import Links
    from server.web.people.nodes import Row, Rows

NODES, EDGES = 30, 60
"""How many nodes and edges a page draws and lists."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Two linked nodes: by which properties, or, without any, in how many rows they stand together."""

    source: str
    target: str
    names: tuple[str, ...] = ()
    number: int = 1


@dataclass(frozen=True, slots=True)
class Network:
    """The nodes and edges that are shown, and how many there are of each in all."""

    nodes: tuple[f.Thing, ...]
    edges: tuple[Edge, ...]
    all_nodes: int
    all_edges: int

    @property
    def whole(self) -> bool:
        """Whether everything is shown."""
        return self.all_nodes == len(self.nodes) and self.all_edges == len(self.edges)

    @property
    def by_node(self) -> tuple[tuple[f.Thing, tuple[tuple[Edge, f.Thing], ...]], ...]:
        """Every node that leads to others, with the edges and where they lead: the drawing as a list."""
        known = {node.iri: node for node in self.nodes}
        found: defaultdict[f.Thing, list[tuple[Edge, f.Thing]]] = defaultdict(list)
        for edge in self.edges:
            found[known[edge.source]].append((edge, known[edge.target]))
        return tuple((node, tuple(found[node])) for node in self.nodes if node in found)


def of_rows(
    rows: Rows, site: Links, variables: Sequence[str], found: Sequence[Row], iri_of: Callable[[object], str]
) -> Network | None:
    """Return what the rows of a table link: the things in each two neighbouring columns. None where nothing is linked.

    `iri_of` gives the thing that a value is, or is the name of; "" where it is none.
    """
    things = [
        [iri_of(row.get(name)) for row in found]
        for name in variables
        if _of_things([iri_of(row[name]) for row in found if name in row])
    ]
    pairs = Counter(
        pair for a, b in pairwise(things) for pair in zip(a, b, strict=True) if all(pair) and pair[0] != pair[1]
    )
    return _network(rows, site, [Edge(a, b, (), number) for (a, b), number in pairs.items()])


def of_triples(rows: Rows, site: Links, triples: Iterable[ox.Triple]) -> Network | None:
    """Return what triples link: things with things; classes and codes are no things. None where nothing is linked."""
    names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for triple in triples:
        a, p, b = triple.subject, triple.predicate, triple.object
        if isinstance(a, ox.NamedNode) and isinstance(b, ox.NamedNode) and a != b and p != RDF_TYPE and _alike(a, b):
            names[a.value, b.value].add(p.value)
    return _network(rows, site, [Edge(a, b, _named(said)) for (a, b), said in names.items()])


def _of_things(column: Sequence[str]) -> bool:
    """Say whether most cells of a column are things: words of the ontology are none, beside others they say nothing."""
    things = [iri for iri in column if iri and not iri.startswith(terms.NS)]
    return 2 * len(things) > len(column)


def _alike(a: ox.NamedNode, b: ox.NamedNode) -> bool:
    return a.value.startswith(terms.NS) or not b.value.startswith(terms.NS)


def _named(properties: set[str]) -> tuple[str, ...]:
    """Return the names of properties, without those that follow from others."""
    own = {iri for iri in properties if not any(iri in _wider().get(other, ()) for other in properties)}
    return tuple(
        sorted(term_label(iri.removeprefix(terms.NS)) if iri.startswith(terms.NS) else _local(iri) for iri in own)
    )


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


@cache
def _wider() -> dict[str, set[str]]:
    """Return the properties that follow from each of ours."""
    above: defaultdict[str, set[str]] = defaultdict(set)
    for triple in ontology_triples():
        if triple.predicate == RDFS_SUBPROPERTY_OF and isinstance(triple.subject, ox.NamedNode):
            assert isinstance(triple.object, ox.NamedNode)
            above[triple.subject.value].add(triple.object.value)
    for _ in range(3):  # the ontology's properties are less deep than that
        for found in above.values():
            found |= {further for iri in found for further in above.get(iri, ())}
    return dict(above)


def _network(rows: Rows, site: Links, edges: Sequence[Edge]) -> Network | None:
    if not edges:
        return None
    iris = {iri for edge in edges for iri in (edge.source, edge.target)}
    degree = Counter(iri for edge in edges for iri in (edge.source, edge.target))
    shown = _bounded(edges, degree)
    kept = dict.fromkeys(iri for edge in shown for iri in (edge.source, edge.target))
    names = Nodes(fetch_names(rows, (iri for iri in kept if iri.startswith(site.base))))
    nodes = sorted((_thing(names, site, iri) for iri in kept), key=lambda n: (-degree[n.iri], n.label, n.iri))
    place = {node.iri: at for at, node in enumerate(nodes)}
    ordered = sorted(shown, key=lambda edge: (place[edge.source], place[edge.target]))
    return Network(tuple(nodes), tuple(ordered), len(iris), len(edges))


def _bounded(edges: Sequence[Edge], degree: Mapping[str, int]) -> list[Edge]:
    """Return as many edges as a page shows: those that stand for most, among the best linked nodes."""

    def weight(edge: Edge) -> tuple[int, int, str, str]:
        return -edge.number, -degree[edge.source] - degree[edge.target], edge.source, edge.target

    nodes: set[str] = set()
    shown: list[Edge] = []
    for edge in sorted(edges, key=weight):
        more = nodes | {edge.source, edge.target}
        if len(more) <= NODES and len(shown) < EDGES:
            nodes = more
            shown.append(edge)
    return shown


def _thing(names: Nodes, site: Links, iri: str) -> f.Thing:
    if iri in names:
        return f.thing(names, iri)
    if iri.startswith(terms.NS):
        return f.Thing(iri, term_label(iri.removeprefix(terms.NS)))
    return f.Thing(iri, iri.removeprefix(site.base) if iri.startswith(site.base) else site.elsewhere(iri))
