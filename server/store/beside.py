"""What the store holds beside the facts: the ontology and the saved questions, in graphs of their own and the default.

So a query finds labels and hierarchy of terms, and other people's editors find the questions. It is what no article
says: dumps leave it out, because it can be had by itself, and nobody writes to it from outside.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import documents, terms
from queries import described
from server.store.engine import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.store.engine import Store

ONTOLOGY = ox.NamedNode(documents.IRI)
"""The graph that holds the ontology: its name is the ontology's IRI."""
_DEFAULT = ox.DefaultGraph()


def questions(base: str) -> ox.NamedNode:
    """Return the graph of the saved questions of the dataset with a base."""
    return ox.NamedNode(f"{base}queries/")


def is_beside(node: object, base: str) -> bool:
    """Say whether a node is the ontology, a term or a question: what is said of those, no article says."""
    return isinstance(node, ox.NamedNode) and (
        node == ONTOLOGY or node.value.startswith((terms.NS, questions(base).value))
    )


@cache
def quads(base: str) -> frozenset[ox.Quad]:
    """Return what belongs in the store beside the facts: of the ontology all but the axioms that need blank nodes."""
    said = (t for t in documents.canonical() if is_beside(t.subject, base) and not isinstance(t.object, ox.BlankNode))
    store = ox.Store()  # passing through it gives numbers and times the lexical forms that a store keeps
    for graph, triples in ((ONTOLOGY, said), (questions(base), described.triples(base, f"{base}sparql"))):
        for t in triples:
            store.extend(ox.Quad(t.subject, t.predicate, t.object, place) for place in (graph, _DEFAULT))
    return frozenset(store)


def moves(store: Store, base: str) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Return which quads are to leave a store, and which to come, so that it holds what it should beside the facts."""
    had = set(held(store, base))
    return had - quads(base), set(quads(base) - had)


def held(store: Store, base: str) -> Iterator[ox.Quad]:
    """Yield what a store holds beside the facts, in all graphs; what an older version of the software put there too."""
    subjects = {quad.subject for quad in quads(base)}
    for graph in (ONTOLOGY, questions(base)):
        for quad in store.quads_for_pattern(None, None, None, graph):
            subjects.add(quad.subject)
            yield quad
    for subject, seen in parts(store, subjects):
        yield from seen.quads_for_pattern(subject, None, None, _DEFAULT)
