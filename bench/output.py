"""What an extractor wrote, in the shape in which it is scored: read from N-Quads with a graph for each article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from bench.gold import EventRow, Facts, HoldingRow, QuoteRow
from ontology.others import SCHEMA_IDENTIFIER
from ontology.terms import NS

if TYPE_CHECKING:
    from bench.names import Range

    Row = dict[str, ox.NamedNode | ox.Literal | ox.BlankNode]

PREFIXES = f"PREFIX c: <{NS}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
QUERIES = {
    "holdings": """SELECT DISTINCT ?h ?person ?kind ?of ?phase WHERE { GRAPH ?g {
        ?h a c:Holding ; c:holder/rdfs:label ?person ; c:office ?o .
        ?o c:kind ?kind ; c:officeOf/rdfs:label ?of . OPTIONAL { ?h c:phase ?phase } } }""",
    "events": """SELECT DISTINCT ?e ?type ?status ?from ?to ?place WHERE { GRAPH ?g {
        ?e a ?type ; c:status ?status . FILTER NOT EXISTS { ?e a c:Claim }
        OPTIONAL { ?e c:earliest ?from } OPTIONAL { ?e c:latest ?to } OPTIONAL { ?e c:place/rdfs:label ?place } } }""",
    "agents": """SELECT DISTINCT ?e ?who WHERE { GRAPH ?g {
        VALUES ?p { c:agent c:speaker c:mediator } ?e ?p ?x . ?x rdfs:label ?who } }""",
    "recipients": """SELECT DISTINCT ?e ?who WHERE { GRAPH ?g {
        VALUES ?p { c:recipient c:addressee } ?e ?p ?x . ?x rdfs:label ?who } }""",
    "evidence": """SELECT DISTINCT ?e ?begin ?end ?text WHERE { GRAPH ?g {
        ?c c:about ?e ; c:evidence ?v . ?v c:beginIndex ?begin ; c:endIndex ?end ; c:text ?text } }""",
    "quotes": "SELECT DISTINCT ?e ?who ?quote WHERE { GRAPH ?g { ?e c:quote ?quote ; c:speaker/rdfs:label ?who } }",
}
BROAD = frozenset({"Event", "SpeechAct", "OfficeChange", "Consultation", "Violence", "Statement"})
BROADEST = frozenset({"Event", "SpeechAct"})


@dataclass(slots=True)
class _Event:
    types: set[str] = field(default_factory=set)
    status: str = ""
    date: tuple[str, str] | None = None
    place: str | None = None
    agents: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    spans: list[Range] = field(default_factory=list)

    def row(self) -> EventRow:
        specific = sorted(self.types - BROAD or self.types - BROADEST)
        return EventRow(
            specific[0] if specific else "Event",
            self.status,
            self.date,
            tuple(self.agents),
            tuple(self.recipients),
            self.place,
            tuple(self.spans),
        )


def load_output(nquads: bytes) -> dict[str, Facts]:
    """Return the facts of each article in N-Quads, by the article's `schema:identifier`."""
    store = ox.Store()
    store.bulk_load(nquads, format=ox.RdfFormat.N_QUADS)
    found = _ask(store, f"SELECT ?g ?id WHERE {{ GRAPH ?g {{ ?a <{SCHEMA_IDENTIFIER.value}> ?id }} }}")
    return {_value(row["id"]): _facts(store, _value(row["g"])) for row in found}


def _facts(store: ox.Store, graph: str) -> Facts:
    rows = {name: _ask(store, query.replace("GRAPH ?g", f"GRAPH <{graph}>")) for name, query in QUERIES.items()}
    events: dict[str, _Event] = {}
    for row in rows["events"]:
        event = events.setdefault(_value(row["e"]), _Event())
        if _value(row["type"]).startswith(NS):
            event.types.add(_local(row["type"]))
        event.status, event.place = _local(row["status"]), _value(row["place"]) if "place" in row else None
        bounded = "from" in row or "to" in row
        event.date = (_value(row.get("from")), _value(row.get("to"))) if bounded else None
    for role in ("agents", "recipients"):
        for row in rows[role]:
            if (known := events.get(_value(row["e"]))) and (who := _value(row["who"])) not in getattr(known, role):
                getattr(known, role).append(who)
    evidence = []
    for row in rows["evidence"]:
        span = (int(_value(row["begin"])), int(_value(row["end"])))
        evidence.append((span, _value(row["text"])))
        if known := events.get(_value(row["e"])):
            known.spans.append(span)
    return Facts(
        tuple(event.row() for event in events.values()),
        tuple(
            HoldingRow(
                _value(r["person"]),
                _local(r["kind"]),
                _value(r["of"]),
                _local(r.get("phase")) or "current",
            )
            for r in rows["holdings"]
        ),
        tuple(QuoteRow(_value(r["who"]), _value(r["quote"])) for r in rows["quotes"]),
        tuple(evidence),
    )


def _ask(store: ox.Store, query: str) -> list[Row]:
    """Return the rows of a SELECT query as what is bound in each."""
    solutions = store.query(PREFIXES + query)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in solutions]


def _value(term: ox.NamedNode | ox.Literal | ox.BlankNode | None) -> str:
    return "" if term is None else term.value


def _local(term: ox.NamedNode | ox.Literal | ox.BlankNode | None) -> str:
    return re.split(r"[#/]", _value(term))[-1]
