"""What the dataset and the service say of themselves: VoID with counts, the SPARQL service description, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, Response, request

from ontology import others, terms
from server.store.dumps import FORMATS as DUMPS
from server.store.dumps import PREFIXES
from server.web.formats import GRAPHS, RESULTS, Format
from server.web.front import offered
from server.web.manners import respond
from server.web.site import here, site, where
from server.workers.answer import Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

blueprint = Blueprint("describe", __name__)

_SD = "http://www.w3.org/ns/sparql-service-description#"
_PREFIXES = {**PREFIXES, "void": others.VOID, "sd": _SD}
_COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s a ?o }",
}
_CLASSES = "SELECT ?it (COUNT(*) AS ?n) { ?s a ?it } GROUP BY ?it ORDER BY ?it"
_PROPERTIES = "SELECT ?it (COUNT(*) AS ?n) { ?s ?it ?o } GROUP BY ?it ORDER BY ?it"
_GRAPHS = "SELECT ?it (COUNT(*) AS ?n) { GRAPH ?it { ?s ?p ?o } } GROUP BY ?it ORDER BY ?it"
_PATIENCE = 60.0


@blueprint.get("/.well-known/void")
def void() -> Response:
    """Describe the dataset: what it holds, counted, and where it is to be had."""
    links = where(request.script_root).dataset(offered()).at(f"{request.script_root}/.well-known/void")
    return respond(GRAPHS, lambda form: _written(_void(), form), links=links, key=here())


@blueprint.get("/healthz")
def health() -> Response:
    """Say that queries are answered."""
    site().pool.ask("ASK {}")
    return Response("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


def service(form: Format) -> bytes:
    """Return the description of the SPARQL service in a format."""
    return _written([*_service(), *_void()], form)


def _written(triples: Iterable[ox.Triple], form: Format) -> bytes:
    found = ox.RdfFormat.from_extension(form.suffix)
    assert found is not None
    return ox.serialize(triples, format=found, prefixes=_PREFIXES) or b""


def _counted(query: str) -> list[tuple[str, int]]:
    """Return the rows of a query as names and numbers, counted once for a version of the dataset."""
    pool = site().pool

    def count() -> list[tuple[str, int]]:
        data = pool.bytes(Job(query), deadline=_PATIENCE)
        found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)
        named = "it" in [variable.value for variable in found.variables]
        return [(row["it"].value if named else "", int(row["n"].value)) for row in found]

    return site().once(query, count)


def _void() -> Iterator[ox.Triple]:
    dataset = site().dataset
    it = f"{site().base}.well-known/void#dataset"
    yield _of(it, others.RDF_TYPE, others.VOID_DATASET)
    yield _of(it, others.DCTERMS_TITLE, ox.Literal(dataset.title))
    yield _of(it, others.RDFS_LABEL, ox.Literal(dataset.title))
    yield _of(it, others.DCTERMS_LICENSE, ox.NamedNode(dataset.licence))
    if dataset.publisher:
        yield _of(it, ox.NamedNode(others.DCTERMS + "publisher"), ox.Literal(dataset.publisher))
    yield _of(it, _void_term("uriSpace"), ox.Literal(site().base))
    yield _of(it, _void_term("sparqlEndpoint"), ox.NamedNode(f"{here()}/sparql"))
    yield _of(it, _void_term("vocabulary"), ox.NamedNode(terms.NS))
    for suffix in DUMPS.values():
        if (dataset.dumps / f"communique.{suffix}.gz").exists():
            yield _of(it, _void_term("dataDump"), ox.NamedNode(f"{here()}/dumps/communique.{suffix}.gz"))
    for form in GRAPHS:
        yield _of(it, _void_term("feature"), ox.NamedNode(form.iri))
    for name, query in _COUNTS.items():
        yield _of(it, _void_term(name), _number(_counted(query)[0][1]))
    for kind, query, count in (("class", _CLASSES, "entities"), ("property", _PROPERTIES, "triples")):
        for iri, number in _counted(query):
            part = f"{it}-{kind}-{iri.rpartition('#')[2].rpartition('/')[2]}-{site().etag(iri)[:6]}"
            yield _of(it, _void_term(f"{kind}Partition"), ox.NamedNode(part))
            yield _of(part, _void_term(kind), ox.NamedNode(iri))
            yield _of(part, _void_term(count), _number(number))


def _service() -> Iterator[ox.Triple]:
    it, dataset = f"{here()}/sparql", f"{site().base}.well-known/void#dataset"
    yield _of(it, others.RDF_TYPE, _sd("Service"))
    yield _of(it, _sd("endpoint"), ox.NamedNode(it))
    yield _of(it, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if site().token:
        yield _of(it, _sd("supportedLanguage"), _sd("SPARQL11Update"))
    for form in (*RESULTS, *GRAPHS):
        yield _of(it, _sd("resultFormat"), ox.NamedNode(form.iri))
    graphs = f"{it}#dataset"
    yield _of(it, _sd("defaultDataset"), ox.NamedNode(graphs))
    yield _of(graphs, others.RDF_TYPE, _sd("Dataset"))
    yield _of(graphs, _sd("defaultGraph"), ox.NamedNode(dataset))
    yield _of(dataset, others.RDF_TYPE, _sd("Graph"))
    for iri, number in _counted(_GRAPHS):
        named = f"{it}#graph-{site().etag(iri)[:12]}"
        yield _of(graphs, _sd("namedGraph"), ox.NamedNode(named))
        yield _of(named, others.RDF_TYPE, _sd("NamedGraph"))
        yield _of(named, _sd("name"), ox.NamedNode(iri))
        yield _of(named, _void_term("triples"), _number(number))


def _of(subject: str, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), predicate, value)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=others.XSD_INTEGER)


def _void_term(name: str) -> ox.NamedNode:
    return ox.NamedNode(others.VOID + name)


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
