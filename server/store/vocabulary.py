"""The ontology in the store: a graph of its own, and in the default graph, so that a query finds labels and hierarchy.

It is no fact of any article: dumps leave it out, because it can be had by itself, and nobody writes to it from outside.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import documents, terms

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPH = ox.NamedNode(documents.IRI)
"""The graph that holds the ontology's triples: its name is the ontology's IRI."""
_DEFAULT = ox.DefaultGraph()


def is_term(node: object) -> bool:
    """Say whether a node is the ontology or one of its terms: whatever is said of those is the ontology's."""
    return isinstance(node, ox.NamedNode) and (node == GRAPH or node.value.startswith(terms.NS))


@cache
def triples() -> tuple[ox.Triple, ...]:
    """Return what the ontology says of its terms, sorted: all but the axioms that need blank nodes."""
    found = (t for t in documents.canonical() if is_term(t.subject) and not isinstance(t.object, ox.BlankNode))
    store = ox.Store()  # passing through it gives numbers and times the lexical forms that a store keeps
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in found)
    return tuple(sorted((quad.triple for quad in store), key=str))


def moves(store: ox.Store) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Return which quads are to leave a store, and which to come, so that it holds the ontology as it is now."""
    wanted = {ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples() for graph in (GRAPH, _DEFAULT)}
    had = set(held(store))
    return had - wanted, wanted - had


def held(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield what a store holds of the ontology, in both graphs; an older version's terms too."""
    subjects = {t.subject for t in triples()}
    for quad in store.quads_for_pattern(None, None, None, GRAPH):
        subjects.add(quad.subject)
        yield quad
    for subject in subjects:
        yield from store.quads_for_pattern(subject, None, None, _DEFAULT)
