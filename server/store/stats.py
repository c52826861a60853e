"""What is in a dataset, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from server.store.beside import held

if TYPE_CHECKING:
    from server.store.dataset import Dataset
    from server.store.engine import Store

_CLASSES = ("Person", "Organization", "State", "Community", "Group", "Place", "Office", "Holding", "Event", "Claim")


def stats(dataset: Dataset) -> dict[str, dict[str, int]]:
    """Return counts by heading: articles by receipt, things by class, events by status, triples."""
    with dataset.ledger() as ledger:
        counts = {"articles": ledger.counts()}
    store = dataset.read_only()
    counts["things"] = {
        name: _one(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a {terms.BY_NAME[name]} }}") for name in _CLASSES
    }
    event, status = terms.Event, terms.status
    found = store.query(f"SELECT ?x (COUNT(*) AS ?n) {{ ?e a {event} ; {status} ?x }} GROUP BY ?x ORDER BY DESC(?n) ?x")
    assert isinstance(found, ox.QuerySolutions)
    counts["events by status"] = {str(row["x"].value).removeprefix(terms.NS): int(row["n"].value) for row in found}
    beside = sum(quad.graph_name == ox.DefaultGraph() for quad in held(store, dataset.base))
    articles = f'FILTER STRSTARTS(STR(?g), "{dataset.base}graph/")'
    counts["triples"] = {
        "merged": _one(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") - beside,
        "in article graphs": _one(store, f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {articles} }}"),
        "ontology and questions": beside,
    }
    return counts


def _one(store: Store, query: str) -> int:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return int(next(iter(found))["n"].value)
