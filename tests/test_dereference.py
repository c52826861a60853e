"""Every IRI that we publish answers, and the data alone lead from a person to the sentence that tells of an event."""

import contextlib
import gzip
import http.client
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
import webserver

from ontology import terms

ACCEPTED = {
    "text/html": "text/html; charset=utf-8",
    "text/turtle": "text/turtle; charset=utf-8",
    "application/ld+json": "application/ld+json",
    "application/n-triples": "application/n-triples",
}
FORMATS = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/n-triples": "nt"}
CMQ = rdflib.Namespace(terms.NS)


@pytest.fixture(scope="module")
def client(news: str) -> Iterator[http.client.HTTPConnection]:
    with contextlib.closing(http.client.HTTPConnection(urlsplit(news).netloc, timeout=20)) as connection:
        yield connection


def got(client: http.client.HTTPConnection, path: str, accept: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    client.request("GET", path, headers={"Accept": accept})
    response = client.getresponse()
    return response.status, response.headers, response.read()


def test_every_iri_of_the_dump_answers_in_every_way(news: str, client: http.client.HTTPConnection) -> None:
    status, _, packed = got(client, "/dumps/communique.nq.gz", "*/*")
    assert status == 200
    quads = list(ox.parse(gzip.decompress(packed), format=ox.RdfFormat.N_QUADS))
    parts = [part for quad in quads for part in (quad.subject, quad.predicate, quad.object, quad.graph_name)]
    iris = {part.value for part in parts if isinstance(part, ox.NamedNode) and part.value.startswith(news)}
    kinds = {iri.removeprefix(news).split("/")[1] for iri in iris}
    assert {"id", "article", "graph"} == kinds
    assert sum("#char=" in iri for iri in iris) > 5
    assert len(iris) > 80
    for iri in sorted(iris):
        document = urldefrag(iri).url
        for accept, content_type in ACCEPTED.items():
            status, headers, body = got(client, urlsplit(document).path, accept)
            if "/id/" in iri:
                assert (status, headers["Vary"]) == (303, "Accept, Accept-Encoding"), iri
                status, headers, body = got(client, headers["Location"], accept)
            assert (status, headers["Content-Type"]) == (200, content_type), iri
            if accept in FORMATS:
                form = ox.RdfFormat.from_extension(FORMATS[accept])
                said = list(ox.parse(body, format=form, base_iri=document))
                assert any(
                    iri in {str(q.subject)[1:-1], str(q.object)[1:-1], str(q.graph_name)[1:-1]} for q in said
                ) or ("/graph/" in iri and said), (iri, accept)
            elif "#" in iri:
                assert f'id="{urldefrag(iri).fragment}"'.encode() in body, iri


def test_links_of_pages_stay_on_the_host_that_is_visited(client: http.client.HTTPConnection) -> None:
    for path in ("/", "/page/person/ana-lopes", "/page/state/peru"):
        status, _, body = got(client, path, "text/html")
        assert status == 200
        text = re.sub(r'<link rel="canonical"[^>]*>', "", body.decode())
        targets = re.findall(r'(?:href|src|action)="([^"]*)"', text)
        assert any(target.startswith("/page/") for target in targets)
        assert not [target for target in targets if target.startswith("http://127")]


def test_the_data_alone_lead_from_a_person_to_the_sentence(news: str) -> None:
    def read(iri: rdflib.term.Node) -> rdflib.Graph:
        return rdflib.Graph().parse(str(iri))

    person = rdflib.URIRef(f"{news}/id/person/ana-lopes")
    office = read(person).value(person, CMQ.holds)
    assert office is not None
    state = read(office).value(office, CMQ.officeOf)
    assert str(state) == f"{news}/id/state/peru"
    events = set(read(state).subjects(CMQ.participant, state))
    assert events
    sentences = set()
    for event in events:
        about = read(event)
        claim = about.value(None, CMQ.about, event)
        assert claim is not None
        words = read(claim).value(claim, CMQ.evidence)
        assert "#char=" in str(words)
        sentences.add(str(read(words).value(words, CMQ.sentence)))
        assert (words, CMQ.sentence, None) in about, "an event's document tells its sentences itself"
    texts = "".join(article.text for article in webserver.ARTICLES)
    assert all(sentence in texts for sentence in sentences)


@pytest.mark.parametrize("path", ["/ontology", "/ontology.ttl", "/ontology.jsonld", "/ontology.nt", "/ontology.rdf"])
def test_the_ontology_defines_every_term(client: http.client.HTTPConnection, path: str) -> None:
    status, headers, body = got(client, path, "text/html, */*;q=0.1")
    assert status == 200
    if path == "/ontology":
        assert all(f'id="{name}"' in body.decode() for name in terms.BY_NAME)
    else:
        form = ox.RdfFormat.from_media_type(headers["Content-Type"].partition(";")[0])
        said = {quad.subject for quad in ox.parse(body, format=form)}
        assert said >= set(terms.BY_NAME.values())


def test_a_term_leads_to_its_definition(client: http.client.HTTPConnection) -> None:
    status, headers, _ = got(client, "/ontology/Visit", "text/html")
    assert (status, headers["Location"]) == (303, "/ontology/classes#Visit")
    status, headers, _ = got(client, "/ontology/Visit", "text/turtle")
    assert (status, headers["Location"]) == (303, "/ontology.ttl#Visit")
    assert got(client, "/ontology/Nothing", "text/turtle")[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/id/person/nobody", "/id/nothing/peru", "/page/person/nobody", "/data/person/nobody.ttl", "/article/none"),
        *("/graph/none.nq", "/dumps/none.gz", "/dumps/..%2Fcommunique.toml", "/dumps/VERSION", "/id/person/a%3E%20b"),
    ],
)
def test_what_is_not_there_is_not_found(client: http.client.HTTPConnection, path: str) -> None:
    status, headers, body = got(client, path, "application/json")
    assert (status, headers["Content-Type"]) == (404, "application/problem+json")
    assert b'"status": 404' in body


def test_void_counts_what_there_is(news: str, client: http.client.HTTPConnection) -> None:
    graph = rdflib.Graph().parse(f"{news}/.well-known/void")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    (dataset,) = graph.subjects(rdflib.RDF.type, void.Dataset)
    query = "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
    counted = webserver.rows(got(client, query, "application/json")[2])
    assert int(graph.value(dataset, void.triples)) == int(counted[0]["n"])
    parts = graph.objects(dataset, void.classPartition)
    sizes = {graph.value(part, void["class"]): graph.value(part, void.entities) for part in parts}
    assert int(sizes[CMQ.Article]) == len(webserver.ARTICLES)
    for dump in graph.objects(dataset, void.dataDump):
        assert got(client, urlsplit(str(dump)).path, "*/*")[0] == 200
    assert str(graph.value(dataset, void.sparqlEndpoint)) == f"{news}/sparql"
