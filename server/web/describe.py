"""What the dataset and the service say of themselves: VoID with counts, the SPARQL service description, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, Response, request

from ontology import others, terms
from ontology.prefixes import PREDEFINED, WRITTEN
from queries import described
from server.store import counts
from server.store.dumps import FORMATS as DUMPS
from server.web.formats import GRAPHS, RESULTS, Format
from server.web.front import offered
from server.web.manners import respond
from server.web.site import here, site, where
from server.workers.answer import Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

blueprint = Blueprint("describe", __name__)

_SD = "http://www.w3.org/ns/sparql-service-description#"
_PREFIXES = {**WRITTEN, "void": others.VOID, "sd": _SD, "sh": PREDEFINED["sh"]}
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
    return _written([*_service(), *_void(), *described.triples(site().base, f"{here()}/sparql")], form)


def questions(form: Format) -> bytes:
    """Return the description of the saved questions in a format."""
    return _written(described.triples(site().base, f"{here()}/sparql"), form)


def _written(triples: Iterable[ox.Triple], form: Format) -> bytes:
    found = ox.RdfFormat.from_extension(form.suffix)
    assert found is not None
    return ox.serialize(triples, format=found, prefixes=_PREFIXES) or b""


def _graphs() -> list[tuple[str, int]]:
    """Return the named graphs with the number of their triples."""
    data = site().pool.bytes(Job(_GRAPHS), deadline=_PATIENCE)
    found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return [(row["it"].value, int(row["n"].value)) for row in found]


def _void() -> Iterator[ox.Triple]:
    dataset = site().dataset
    it = counts.dataset(site().base)
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
    if not dataset.plain:
        subset = f"{it}-vocabulary"
        yield _of(it, _void_term("subset"), ox.NamedNode(subset))
        yield _of(subset, _void_term("dataDump"), ox.NamedNode(f"{here()}/ontology.nt"))
    for quad in counts.quads(site().once("counts", _counts), it):
        yield quad.triple


def _counts() -> counts.Counts:
    """Return how much there is: as it was counted when the data were published, else counted now."""

    def ask(query: str) -> list[dict[str, object]]:
        data = site().pool.bytes(Job(query), deadline=_PATIENCE)
        found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names} for row in found]

    return (None if site().dataset.plain else counts.stored(ask, site().base)) or counts.counted(ask)


def _service() -> Iterator[ox.Triple]:
    it, dataset = f"{here()}/sparql", counts.dataset(site().base)
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
    for iri, number in site().once("graphs", _graphs):
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
