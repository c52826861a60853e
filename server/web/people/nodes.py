"""The triples that one page is made from: fetched in a few queries, then only read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.facts import STATUSES
from ontology.generate import triples as ontology_triples
from ontology.others import RDF_TYPE, RDFS_COMMENT, RDFS_LABEL
from ontology.triples import classes_of

if TYPE_CHECKING:
    from server.search.lists import Lists
    from server.search.rows import Standing

Term = ox.NamedNode | ox.Literal
Row = Mapping[str, Term]
Rows = Callable[[str], Iterable[Row]]
"""Answers a SELECT query: one mapping of bound variables a row, without the question marks."""


@dataclass(frozen=True, slots=True)
class Data:
    """Where pages have what they show from: the engine's answers, the index's lists; and the dataset's base."""

    rows: Rows
    lists: Lists
    base: str


_SHAPES = (
    (terms.Person, "person"),
    (terms.State, "state"),
    (terms.Organization, "org"),
    (terms.Community, "org"),
    (terms.Group, "org"),
    (terms.Office, "office"),
    (terms.Event, "event"),
    (terms.Place, "place"),
    (terms.Holding, "holding"),
    (terms.Article, "article"),
    (terms.Claim, "claim"),
    (terms.Evidence, "evidence"),
)
"""Which shape and colour a node of a class has; the first that fits."""
_CHUNK = 300


class Nodes:
    """Some nodes with what is said of them. Asking for what is not there gives an empty answer, never an error.

    `standing` says of facts how much tells of them, where only some of their claims are among the nodes.
    """

    def __init__(
        self, triples: Iterable[tuple[str, str, Term]], standing: Mapping[str, Standing] | None = None
    ) -> None:
        self.standing = standing or {}
        out: defaultdict[str, defaultdict[str, dict[Term, None]]] = defaultdict(lambda: defaultdict(dict))
        self._in: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._triples = tuple(triples)
        for subject, predicate, value in self._triples:
            out[subject][predicate][value] = None
            if isinstance(value, ox.NamedNode):
                self._in[predicate, value.value].add(subject)
        self._out = {s: {p: tuple(sorted(v, key=str)) for p, v in said.items()} for s, said in out.items()}

    def __contains__(self, iri: str) -> bool:
        return iri in self._out

    def plus(self, triples: Iterable[tuple[str, str, Term]]) -> Nodes:
        """Return these nodes with more said of them."""
        return Nodes([*self._triples, *triples], self.standing)

    def all(self) -> tuple[tuple[str, str, Term], ...]:
        """Return all triples, as they came."""
        return self._triples

    def values(self, iri: str, predicate: ox.NamedNode) -> tuple[Term, ...]:
        """Return all values of a property, sorted."""
        return self._out.get(iri, {}).get(predicate.value, ())

    def of_type(self, kind: ox.NamedNode) -> tuple[str, ...]:
        """Return the nodes of a class, sorted."""
        return self.subjects(RDF_TYPE, kind.value)

    def subjects_all(self) -> tuple[str, ...]:
        """Return all nodes of which something is said, sorted."""
        return tuple(sorted(self._out))

    def subjects(self, predicate: ox.NamedNode, iri: str) -> tuple[str, ...]:
        """Return the nodes whose property leads to a node, sorted."""
        return tuple(sorted(self._in.get((predicate.value, iri), ())))

    def iris(self, iri: str, predicate: ox.NamedNode) -> tuple[str, ...]:
        """Return the nodes that a property leads to, in the order of their labels."""
        found = [v.value for v in self.values(iri, predicate) if isinstance(v, ox.NamedNode)]
        return tuple(sorted(found, key=lambda i: (self.label(i).casefold(), i)))

    def texts(self, iri: str, predicate: ox.NamedNode) -> tuple[str, ...]:
        """Return the literals of a property, as text."""
        return tuple(v.value for v in self.values(iri, predicate) if isinstance(v, ox.Literal))

    def text(self, iri: str, predicate: ox.NamedNode) -> str:
        """Return the first literal of a property, or ""."""
        return next(iter(self.texts(iri, predicate)), "")

    def number(self, iri: str, predicate: ox.NamedNode) -> float:
        """Return a number, 0 where there is none."""
        text = self.text(iri, predicate)
        return float(text) if text else 0.0

    def label(self, iri: str) -> str:
        """Return the label; of an unknown node the last piece of its address, in words."""
        return self.text(iri, RDFS_LABEL) or iri.rsplit("/", 1)[-1].replace("-", " ")

    def types(self, iri: str) -> frozenset[str]:
        """Return the IRIs of all classes of a node."""
        return frozenset(v.value for v in self.values(iri, RDF_TYPE))

    def shape(self, iri: str) -> str:
        """Return the name of the shape and colour that mark a node, "" where it has none."""
        types = self.types(iri)
        return next((shape for kind, shape in _SHAPES if kind.value in types), "")

    def leaf(self, iri: str) -> str:
        """Return the local name of a node's narrowest class of ours, "" where it has none."""
        own = [t.removeprefix(terms.NS) for t in self.types(iri) if t.startswith(terms.NS)]
        known = [name for name in own if name in terms.BY_NAME]
        return max(known, key=lambda name: (len(classes_of(name)), name), default="")

    def status(self, iri: str) -> str:
        """Return the local name of a status, the highest where several are given; "" where none is."""
        given = {i.removeprefix(terms.NS) for i in self.iris(iri, terms.status)}
        return next((status for status in STATUSES if status in given), "")

    def triples(self, iri: str) -> tuple[tuple[str, Term], ...]:
        """Return all predicates with their values, sorted."""
        pairs = [(p, v) for p, values in self._out.get(iri, {}).items() for v in values]
        return tuple(sorted(pairs, key=lambda pair: (pair[0] != RDF_TYPE.value, pair[0], str(pair[1]))))


def values(name: str, found: Iterable[str]) -> str:
    """Return a VALUES clause that binds a variable to IRIs. ValueError where one is no IRI."""
    return f"VALUES ?{name} {{ {' '.join(str(ox.NamedNode(iri)) for iri in found)} }}"


def fetch(rows: Rows, iris: Iterable[str]) -> list[tuple[str, str, Term]]:
    """Return everything that the default graph says of some nodes."""
    return _asked(rows, iris, "?s ?p ?o", "s")


def fetch_names(rows: Rows, iris: Iterable[str]) -> list[tuple[str, str, Term]]:
    """Return label, types and status of some nodes: what a link to them needs."""
    # a filter, not a second table of values: the engine would go through all types there are
    pattern = f"?s ?p ?o FILTER (?p IN ({RDFS_LABEL}, {RDF_TYPE}, {terms.status}))"
    return _asked(rows, iris, pattern, "s")


def _asked(rows: Rows, iris: Iterable[str], pattern: str, name: str) -> list[tuple[str, str, Term]]:
    wanted = sorted(set(iris))
    found = []
    for at in range(0, len(wanted), _CHUNK):
        query = f"SELECT ?s ?p ?o {{ {values(name, wanted[at : at + _CHUNK])} {pattern} }}"
        found += [(row["s"].value, row["p"].value, row["o"]) for row in rows(query)]
    return found


@cache
def narrower(kind: ox.NamedNode) -> frozenset[str]:
    """Return the local names of a class of ours and of all below it."""
    return frozenset(name for name, term in terms.BY_NAME.items() if kind in classes_of(name) and term != name)


@cache
def term_label(name: str) -> str:
    """Return the label of one of our terms in our ontology, such as "foreign minister" or "planned"."""
    return _ontology()[0].get(terms.NS + name, name)


@cache
def term_comment(name: str) -> str:
    """Return what our ontology says that one of our terms means."""
    return _ontology()[1].get(terms.NS + name, "")


@cache
def _ontology() -> tuple[dict[str, str], dict[str, str]]:
    labels: dict[str, str] = {}
    comments: dict[str, str] = {}
    for triple in ontology_triples():
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal):
            if triple.predicate == RDFS_LABEL:
                labels.setdefault(triple.subject.value, triple.object.value)
            elif triple.predicate == RDFS_COMMENT:
                comments.setdefault(triple.subject.value, triple.object.value)
    return labels, comments
