"""A dataset in a store on another server, in the words in which pyoxigraph speaks of its own.

What is read brings its own count along, and what does not agree with it is asked for again: a limit of the store, or a
connection that broke, cannot pass for the whole. What is written are quads taken out and put in by value, so that
doing it twice changes nothing. Everything it has of ours is in graphs below the dataset's base, beside the ontology.
"""

from __future__ import annotations

import itertools
import tempfile
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ontology import others, terms
from server.remote.answers import boolean, number, solutions
from server.remote.client import JSON, NTRIPLES, Client, PartError
from server.remote.errors import RemoteError
from server.remote.framing import constructed, framed, inlined, prefixed, selected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from server.remote.address import Address

    Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_DEFAULT = ox.DefaultGraph()
_ONTOLOGY = terms.NS.removesuffix("#")
_SOME = 200
"""How many nodes one query asks about, and how many quads one update moves: engines compile what they are sent."""
_VARIABLES = ("?s", "?p", "?o")


class Remote:
    """The dataset with a base in a store. Whatever fails raises RemoteError."""

    def __init__(self, address: Address, base: str) -> None:
        self.address = address
        self._client = Client(address)
        self._merged = f"{base}.well-known/merged"
        self._state = f"{base}.well-known/store"
        self._it = ox.NamedNode(f"{base}.well-known/void#dataset")
        self._base = base
        self._united: bool | None = None

    # what pyoxigraph's store does as well

    def query(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        prefixes: Mapping[str, str] | None = None,
        default_graph: Sequence[Any] | None = None,
        named_graphs: Sequence[Any] | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Answer a query, of the given graphs where any are; solutions come while they are read.

        Raises SyntaxError for a malformed one, ValueError for DESCRIBE *.
        """
        known = dict(prefixes or {})
        kind = ox.Store().query(query, base_iri=base_iri, prefixes=known)  # it is read here, so errors have their place
        text = inlined(prefixed(constructed(query), base_iri, known))
        default, named = ([graph.value for graph in graphs or ()] for graphs in (default_graph, named_graphs))
        if not default and not named:
            text = framed(text, self._merged if self._is_united() else "", (self._merged, self._state))
        if isinstance(kind, ox.QueryTriples):
            found = ox.Store()
            for quad in ox.parse(self._client.stream(text, NTRIPLES, default, named), format=ox.RdfFormat.N_TRIPLES):
                found.add(quad)
            made = found.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
            assert isinstance(made, ox.QueryTriples)
            return made
        if isinstance(kind, ox.QueryBoolean):
            answer = self._client.stream(selected(text), JSON, default, named)
            return boolean(ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON))
        answer = self._client.stream(text, JSON, default, named)
        return ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)

    def quads_for_pattern(
        self,
        subject: Any,
        predicate: ox.NamedNode | None,
        object: Any,  # noqa: A002 - pyoxigraph's name
        graph_name: Graph | None = None,
    ) -> Iterator[ox.Quad]:
        """Return the quads that have what is given; None stands for anything."""
        if (subject, predicate, object) == (None, None, None) and graph_name is not None:
            return self._whole(graph_name)
        terms = [v if t is None else str(t) for v, t in zip(_VARIABLES, (subject, predicate, object), strict=True)]
        given = {"s": subject, "p": predicate, "o": object}
        return iter(self._quads(" ".join(terms), "", graph_name, {k: v for k, v in given.items() if v is not None}))

    def __iter__(self) -> Iterator[ox.Quad]:
        """Go through all quads, graph by graph."""
        graphs: tuple[Graph, ...] = (_DEFAULT, *self.named_graphs())
        for graph in graphs:
            yield from self._whole(graph)

    def __contains__(self, quad: ox.Quad) -> bool:
        """Say whether a quad is there."""
        return any(True for _ in self.quads_for_pattern(quad.subject, quad.predicate, quad.object, quad.graph_name))

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """Return the dataset's named graphs that are not empty."""
        ours = f'FILTER(STRSTARTS(STR(?g), "{self._base}") || ?g = <{_ONTOLOGY}>)'
        rows = self._rows("?g", f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}")
        hidden = {self._merged, self._state}
        return iter(sorted((row["g"] for row in rows if row["g"].value not in hidden), key=str))

    def contains_named_graph(self, graph: ox.NamedNode) -> bool:
        """Say whether there is a named graph that is not empty."""
        rows = self._rows("?n", f"SELECT (COUNT(*) AS ?n) {{ SELECT ?s {{ GRAPH {graph} {{ ?s ?p ?o }} }} LIMIT 1 }}")
        return number(rows[0]["n"]) > 0

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Put quads in."""
        self.move((), quads)

    def clear_graph(self, graph_name: Graph) -> None:
        """Take all quads of a graph out."""
        place = self._place(graph_name)
        self._client.update(f"CLEAR SILENT GRAPH {place}" if place else "CLEAR DEFAULT")

    def remove_graph(self, graph_name: Graph) -> None:
        """Take a graph out: here a graph is there while something is in it."""
        self.clear_graph(graph_name)

    def flush(self) -> None:
        """Do nothing: an update is answered once the store has it."""

    # what asking one by one over a network would be too slow for

    def about(self, nodes: Iterable[Node], by: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """Yield all quads, in all graphs, whose subjects are some nodes, or lead to them by a property (merged)."""
        place = self._place(_DEFAULT)
        for some in _batches(nodes):
            values = f"VALUES ?{'x' if by else 's'} {{ {' '.join(map(str, some))} }}"
            if by is not None:
                values += f" GRAPH {place} {{ ?s {by} ?x }}" if place else f" ?s {by} ?x ."
            yield from self._quads("?s ?p ?o", values, None, {})

    def uses(self, nodes: Iterable[Node]) -> dict[Node, int]:
        """Return in how many triples of the default graph nodes are the object; those that are in none are left out.

        One query asks about nodes of one kind: of IRIs, texts and numbers in one VALUES Virtuoso 7.2 forgets some.
        """
        found: dict[Node, int] = {}
        place = self._place(_DEFAULT)
        triples = f"GRAPH {place} {{ ?s ?p ?o }}" if place else "?s ?p ?o"
        for _, alike in itertools.groupby(sorted(nodes, key=_kind), _kind):
            for some in _batches(alike):
                values = f"VALUES ?o {{ {' '.join(map(str, some))} }}"
                rows = self._rows("?o ?n", f"SELECT ?o (COUNT(*) AS ?n) {{ {values} {triples} }} GROUP BY ?o")
                found |= {row["o"]: number(row["n"]) for row in rows}
        return found

    def move(self, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
        """Take quads out, and put others in; a graph that gets much of them from the graph store's side."""
        coming: dict[Graph, list[ox.Quad]] = {}
        for quad in come:
            coming.setdefault(quad.graph_name, []).append(quad)
        steps = [("DELETE", quad) for quad in gone]
        for graph, quads in coming.items():
            place = self._place(graph)
            if self.address.graphs and len(quads) > _SOME:
                lines = "".join(f"{quad.triple} .\n" for quad in quads)
                self._client.add(place[1:-1], lines.encode())
            else:
                steps += [("INSERT", quad) for quad in quads]
        for some in _batches(steps):
            parts = itertools.groupby(some, lambda step: step[0])
            data = [(verb, self._data(quad for _, quad in part)) for verb, part in parts]
            self._client.update(" ;\n".join(f"{verb} DATA {{\n{quads}}}" for verb, quads in data))

    @property
    def version(self) -> int:
        """What `settle` noted last, -1 where the store has nothing of this dataset."""
        return max(self._versions(), default=-1)

    def _versions(self) -> list[int]:
        rows = self._rows("?v", f"SELECT ?v {{ GRAPH <{self._state}> {{ {self._said()} }} }}")
        return [number(row["v"]) for row in rows]

    def _said(self, version: int | None = None) -> str:
        return f"{self._it} <{others.DCTERMS}hasVersion> {'?v' if version is None else ox.Literal(str(version))}"

    def settle(self, version: int) -> None:
        """Note in the store up to which version of the ledger it holds what the ledger says."""
        into = f"GRAPH <{self._state}>"
        gone = " . ".join(self._said(other) for other in self._versions() if other != version)
        come = f"INSERT DATA {{ {into} {{ {self._said(version)} }} }}"
        self._client.update(f"{come} ; DELETE DATA {{ {into} {{ {gone} }} }}" if gone else come)

    def clear(self) -> None:
        """Take out all that the store has of this dataset, so that it is made anew."""
        self.settle(0)
        graphs: tuple[Graph, ...] = (*self.named_graphs(), _DEFAULT)
        for graph in graphs:
            self.clear_graph(graph)

    # how it is asked

    def _is_united(self) -> bool:
        """Say whether what is asked outside GRAPH is asked of all graphs: then what is in a named graph is found."""
        if self._united is None:
            said, own = self._said(), f"GRAPH <{self._state}> {{ {self._said()} }}"
            rows = self._rows("?v ?own", f"SELECT ?v ?own {{ {{ {said} }} UNION {{ {own} BIND(1 AS ?own) }} }}")
            if not any("own" in row for row in rows):
                reason = f"the store {self.address} has nothing of the dataset {self._base}"
                raise RemoteError(f"{reason}; say 'communique publish' first")
            self._united = any("own" not in row for row in rows)
        return self._united

    def _place(self, graph: Graph) -> str:
        """Return the name of the graph that holds one of ours, "" for the store's own default graph."""
        if isinstance(graph, ox.DefaultGraph):
            return f"<{self._merged}>" if self._is_united() else ""
        return str(graph)

    def _data(self, quads: Iterable[ox.Quad]) -> str:
        """Return quads as DELETE DATA and INSERT DATA take them."""
        lines: list[str] = []
        ordered = sorted(quads, key=lambda quad: str(quad.graph_name))
        for graph, some in itertools.groupby(ordered, lambda quad: quad.graph_name):
            text = "".join(f"{quad.triple} .\n" for quad in some)
            place = self._place(graph)
            lines.append(f"GRAPH {place} {{\n{text}}}\n" if place else text)
        return "".join(lines)

    def _whole(self, graph: Graph) -> Iterator[ox.Quad]:
        """Yield all of a graph."""
        place = self._place(graph)
        if not self.address.graphs:
            yield from self._quads("?s ?p ?o", "", graph, {})
            return
        triples = f"GRAPH {place} {{ ?s ?p ?o }}" if place else "?s ?p ?o"
        query = f"SELECT (COUNT(*) AS ?n) {{ {triples} }}"
        with tempfile.TemporaryFile() as file:
            self._client.graph(place[1:-1], file, lambda: number(self._rows("?n", query)[0]["n"]))
            for quad in ox.parse(file, format=ox.RdfFormat.N_TRIPLES):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)

    def _quads(self, triple: str, values: str, graph: Graph | None, given: Mapping[str, Any]) -> list[ox.Quad]:
        """Return the quads that a pattern finds; its answer has a row that says how many there are."""
        if graph is None:
            pattern = f"{{ {values} GRAPH ?g {{ {triple} }} }}"
            pattern += "" if self._is_united() else f" UNION {{ {values} {triple} }}"
        else:
            place = self._place(graph)
            pattern = f"{values} GRAPH {place} {{ {triple} }}" if place else f"{values} {triple}"
        query = f"SELECT ?g ?s ?p ?o ?n {{ {{ {pattern} }} UNION {{ SELECT (COUNT(*) AS ?n) {{ {pattern} }} }} }}"

        def read(data: bytes) -> list[ox.Quad]:
            rows = solutions(data, ("g", "s", "p", "o", "n"))
            said = [number(row["n"]) for row in rows if "n" in row]
            if said != [len(rows) - 1]:
                raise PartError(f"of {said[0] if said else 'unknown'} rows {len(rows) - len(said)} came")
            return [quad for row in rows if "n" not in row and (quad := self._quad({**row, **given}, graph))]

        return self._client.select(query, read)

    def _quad(self, row: Mapping[str, Any], graph: Graph | None) -> ox.Quad | None:
        """Return the quad of a row, None where it is in a graph of somebody else."""
        place: Graph = row.get("g", _DEFAULT) if graph is None else graph
        if graph is None and isinstance(place, ox.NamedNode):
            if place.value == self._merged:
                place = _DEFAULT
            elif place.value == self._state or not (place.value.startswith(self._base) or place.value == _ONTOLOGY):
                return None
        return ox.Quad(row["s"], row["p"], row["o"], place)

    def _rows(self, names: str, query: str) -> list[dict[str, Any]]:
        variables = tuple(name[1:] for name in names.split())
        return self._client.select(query, lambda data: solutions(data, variables))


def _kind(node: Node) -> str:
    return node.language or node.datatype.value if isinstance(node, ox.Literal) else ""


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while some := list(itertools.islice(iterator, _SOME)):
        yield some
