"""Documents of things: all links that come in are counted and found page by page, and all that is linked has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pages_world as world
import pytest
import rdflib
from rdflib.namespace import DCTERMS, FOAF, RDFS, VOID

from ontology import terms
from server.store.dataset import open_dataset
from server.web import incoming
from server.web.app import close, create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
CMQ = rdflib.Namespace(terms.NS)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = create_app(world.publish(tmp_path_factory.mktemp("incoming") / "dataset"), token="")
    yield app.test_client()
    close(app)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Return a client of a site whose pages have two links."""
    monkeypatch.setattr(incoming, "SIZE", 2)
    app = create_app(world.publish(tmp_path / "dataset"), token="")
    yield app.test_client()
    close(app)


def read(client: FlaskClient, address: str) -> rdflib.Graph:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return rdflib.Graph().parse(data=answer.data, format="nt", publicID=address)


def whole(client: FlaskClient) -> rdflib.Graph:
    store = open_dataset(client.application.extensions["communique"].dataset.folder).read_only()
    lines = "\n".join(f"{quad.triple} ." for quad in store if str(quad.graph_name) == "DEFAULT")
    return rdflib.Graph().parse(data=lines, format="nt")


THINGS = ("state/velia", "person/mara-lindqvist", "office/velia-foreign-minister", "person/tomas-oyelaran")


@pytest.mark.parametrize("thing", THINGS)
def test_what_comes_in_is_counted_and_found_page_by_page(small: FlaskClient, thing: str) -> None:
    client = small
    it = rdflib.URIRef(f"{world.BASE}id/{thing}")
    wanted = set(whole(client).subject_predicates(it))
    assert len(wanted) > 2
    found: set[object] = set()
    graphs: set[object] = set()
    address, pages, last = f"/data/{thing}.nt", 0, None
    while address:
        graph = read(client, address)
        (document,) = graph.subjects(FOAF.primaryTopic, it)
        assert int(graph.value(document, HYDRA.totalItems)) == len(wanted)
        links = list(graph.subjects(DCTERMS.isPartOf, document))
        assert sum(int(graph.value(one, VOID.triples)) for one in links) == len(wanted)
        for one in links:
            counted = graph.value(one, VOID.linkPredicate)
            assert int(graph.value(one, VOID.triples)) == sum(predicate == counted for _, predicate in wanted)
        found |= {(s, p) for s, p in graph.subject_predicates(it) if s != document}
        graphs |= set(graph.objects(document, DCTERMS.source))
        assert set(whole(client).predicate_objects(it)) <= set(graph.predicate_objects(it)), "all that it says itself"
        assert graph.value(document, HYDRA.previous) == last
        last = document
        after = graph.value(document, HYDRA.next)
        header = client.get(address).headers["Link"]
        assert ('rel="next"' in header) == (after is not None)
        pages += 1
        address = f"/data/{thing}.nt?start={str(after).rpartition('=')[2]}" if after else ""
    assert found == wanted
    assert pages == -(-max(len(wanted), len(graphs)) // 2) > 1
    assert all(client.get(str(one).removeprefix(world.BASE.rstrip("/"))).status_code == 200 for one in graphs)
    assert graphs, "an article tells of it"
    assert client.get(f"/data/{thing}.nt?start=1000").status_code == 404


def test_all_that_is_linked_has_a_name(client: FlaskClient) -> None:
    store = whole(client)
    ours = {s for s in store.subjects() if str(s).startswith(f"{world.BASE}id/")}
    assert len(ours) > 40
    for it in sorted(ours):
        graph = read(client, f"{str(it).removeprefix(world.BASE.rstrip('/')).replace('/id/', '/data/')}.nt")
        (document,) = graph.subjects(FOAF.primaryTopic, it)
        sources = set(graph.objects(document, DCTERMS.source))
        linked = {node for triple in graph for node in triple if str(node).startswith(world.BASE)}
        nameless = linked - set(graph.subjects(RDFS.label)) - sources - {document, rdflib.URIRef(world.BASE)}
        assert not nameless, it


def test_a_document_alone_has_claims_words_and_who_says_so(client: FlaskClient) -> None:
    graph = read(client, "/data/state/velia.nt")
    event, *_ = graph.subjects(CMQ.participant, rdflib.URIRef(f"{world.BASE}id/state/velia"))
    told = read(client, f"{str(event).removeprefix(world.BASE.rstrip('/')).replace('/id/', '/data/')}.nt")
    claims = set(told.subjects(CMQ.about, event))
    assert claims
    for claim in claims:
        words = told.value(claim, CMQ.evidence)
        assert told.value(words, CMQ.sentence)
        assert told.value(claim, CMQ.status)
