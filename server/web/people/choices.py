"""What may be chosen where a saved question asks for a word of the ontology: a class, a status, a kind of office."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from ontology import terms
from ontology.generate import triples as ontology_triples
from ontology.others import RDF_TYPE, SKOS
from server.web.people.nodes import narrower, term_label

_IN_SCHEME = ox.NamedNode(f"{SKOS}inScheme")
Choice = tuple[str, str]
"""The local name of a term, and its label."""


def name_of(value: str) -> str:
    """Return the local name of one of our terms, however a question writes it; "" for anything else."""
    name = value.strip().removeprefix(terms.NS).removeprefix("cmq:")
    return name if name in terms.BY_NAME else ""


@cache
def choices(value: str) -> tuple[Choice, ...]:
    """Return the terms that may stand in the place of one of ours, by label: the classes of events, or its siblings."""
    name = name_of(value)
    if name in narrower(terms.Event):
        found = narrower(terms.Event)
    else:
        kinds = _kinds().get(name, frozenset())
        found = frozenset(other for other, own in _kinds().items() if kinds & own) if name else frozenset()
    return tuple(sorted(((one, term_label(one)) for one in found), key=lambda choice: choice[::-1]))


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """Return the classes and schemes of ours that each individual of the ontology is in."""
    found: dict[str, set[str]] = {}
    for triple in ontology_triples():
        both = (triple.subject, triple.object) if triple.predicate in {RDF_TYPE, _IN_SCHEME} else ()
        names = [n.value.removeprefix(terms.NS) for n in both if isinstance(n, ox.NamedNode) and terms.NS in n.value]
        if len(names) == 2:
            found.setdefault(names[0], set()).add(names[1])
    return {name: frozenset(kinds) for name, kinds in found.items()}
