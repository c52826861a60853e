"""The W3C's tests of the SPARQL 1.1 Protocol, the Graph Store Protocol and the Service Description, over HTTP."""

import http.client
import json
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
import rdflib
import rdflib.compare
import w3c
import webserver

pytestmark = pytest.mark.skipif(not w3c.FOLDER.exists(), reason="the W3C tests are not at COMMUNIQUE_SHARED")
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"},
}
WRITES = {"PUT", "POST", "DELETE"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dataset without articles that takes writes."""
    port = webserver.free_port()
    folder = tmp_path_factory.mktemp("plain") / "data"
    options = ("--plain", "--base", f"http://127.0.0.1:{port}/", "--workers", "1")
    with webserver.serving(folder, *options, port=port, COMMUNIQUE_TOKEN=w3c.TOKEN) as address:
        yield address


def send(
    address: str, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        given = {"Authorization": f"Bearer {w3c.TOKEN}", **headers}
        if body is not None:
            given["Content-Length"] = str(len(body))
        for name, value in given.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def replay(address: str, case: w3c.Case, prefix: str, ours: str) -> None:
    places: dict[str, str] = {}
    for request in case.requests:
        path, body = request.path, request.body
        for template, place in places.items():
            path = path.replace(f"={template}", f"={quote(place, safe='')}").replace(template, urlsplit(place).path)
        assert path.startswith(prefix), path
        path = ours + path[len(prefix) :]
        status, headers, content = send(address, request.method, path, body, request.headers)
        about = f"{request.method} {path}: {status} {content[:300]!r}"
        assert w3c.allowed(status, request.statuses), f"{about}, expected {request.statuses}"
        kind = headers.get("Content-Type", "").partition(";")[0]
        if request.format:
            assert kind in FORMATS[request.format], about
        if request.boolean is not None:
            assert json.loads(content)["boolean"] is request.boolean, about
        if request.location:
            places[request.location] = headers["Location"]
        if request.content_type:
            assert headers["Content-Type"] == request.content_type
        if request.content and request.method == "GET":
            expected = request.content
            for template, place in places.items():
                expected = expected.replace(template, place)
            mine = rdflib.Graph().parse(data=content, format="turtle", publicID=address)
            right = rdflib.Graph().parse(data=expected, format="turtle", publicID=address)
            assert rdflib.compare.isomorphic(mine, right), about


def empty(address: str) -> None:
    kind = {"Content-Type": "application/sparql-update"}
    assert send(address, "POST", "/sparql", b"DROP ALL", kind)[0] == 204


@pytest.mark.parametrize("case", list(w3c.cases("protocol")), ids=lambda case: case.name)
def test_protocol(plain: str, case: w3c.Case) -> None:
    empty(plain)
    for graph, path in case.graphs:
        place = f"/graph-store?graph={quote(graph, safe='')}"
        kind = {"Content-Type": "application/n-triples"}
        assert send(plain, "PUT", place, path.read_bytes(), kind)[0] == 201
    replay(plain, case, "/sparql", "/sparql")


STORE = [
    *w3c.cases("graph-store-protocol", "manifest-direct.ttl"),
    *w3c.cases("graph-store-protocol", "manifest-indirect.ttl"),
]


@pytest.mark.parametrize("case", STORE, ids=lambda case: case.name)
def test_graph_store(plain: str, case: w3c.Case) -> None:
    empty(plain)
    replay(plain, case, "/gsp", "/graph-store")


def test_service_description(plain: str) -> None:
    """The three tests: RDF comes, it has a matching endpoint, and it conforms to the schema."""
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    graph = rdflib.Graph().parse(f"{plain}/sparql")
    service = graph.value(None, sd.endpoint, rdflib.URIRef(f"{plain}/sparql"))
    assert (service, rdflib.RDF.type, sd.Service) in graph
    assert len(set(graph.subjects(rdflib.RDF.type, sd.Service))) == 1
    classes = {
        sd.feature: sd.Feature,
        sd.defaultDataset: sd.Dataset,
        sd.defaultGraph: sd.Graph,
        sd.namedGraph: sd.NamedGraph,
    }
    known = {sd.endpoint, sd.supportedLanguage, sd.resultFormat, sd.inputFormat, sd.name, *classes}
    languages = {sd.SPARQL10Query, sd.SPARQL11Query, sd.SPARQL11Update}
    for subject, predicate, value in graph:
        if predicate.startswith(str(sd)):
            assert predicate in known, predicate
        if predicate in classes and predicate != sd.feature:
            assert (value, rdflib.RDF.type, classes[predicate]) in graph, (subject, predicate, value)
    features = {sd.DereferencesURIs, sd.UnionDefaultGraph, sd.RequiresDataset, sd.EmptyGraphs, sd.BasicFederatedQuery}
    assert set(graph.objects(service, sd.supportedLanguage)) <= languages
    assert set(graph.objects(service, sd.feature)) <= features
    assert sd.SPARQL11Update in set(graph.objects(service, sd.supportedLanguage))
