"""What others find the dataset by: DCAT with true sizes and digests, sitemaps with every page, llms.txt that works."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pages_world as world
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF

from queries.catalogue import catalogue
from server.store import citing
from server.store.dataset import open_dataset
from server.store.releases import write_all
from server.web import crawling
from server.web.app import close, create_app
from server.web.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HERE = "http://localhost"
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = world.publish(tmp_path_factory.mktemp("found") / "dataset")
    write_all(open_dataset(folder))
    app = create_app(folder, token="")
    yield app.test_client()
    close(app)


def test_dcat_tells_of_every_dump_what_is_so(client: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/dcat").data, format="turtle")
    (catalog,) = graph.subjects(RDF.type, DCAT.Catalog)
    (dataset,) = graph.objects(catalog, DCAT.dataset)
    assert str(dataset) == f"{world.BASE}.well-known/void#dataset"
    found = list(graph.objects(dataset, DCAT.distribution))
    assert {str(graph.value(one, DCAT.downloadURL)).rpartition("/")[2] for one in found} == set(citing.FILES)
    for one in found:
        address = str(graph.value(one, DCAT.downloadURL))
        with client.get(address.removeprefix(HERE)) as answer:
            data = answer.data
        assert int(graph.value(one, DCAT.byteSize)) == len(data)
        checksum = graph.value(one, SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(data).hexdigest()
    period = graph.value(dataset, DCTERMS.temporal)
    assert [str(graph.value(period, name)) for name in (DCAT.startDate, DCAT.endDate)] == ["2023-06-01", "2026-01-15"]
    (service,) = graph.objects(catalog, DCAT.service)
    endpoint = str(graph.value(service, DCAT.endpointURL)).removeprefix(HERE)
    assert client.get(endpoint, query_string={"query": "ASK {}"}).status_code == 200


@pytest.mark.parametrize("path", ["/dcat", "/llms.txt", "/robots.txt", "/sitemap.xml", "/sitemap/event-1.xml"])
def test_they_have_the_manners_of_all_data(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406
    other = client.get(path, headers={"X-Forwarded-Host": "news.example.org"})
    assert other.headers["ETag"] != answer.headers["ETag"], "addresses in it follow the host"


def addresses(client: FlaskClient, path: str, tag: str) -> list[str]:
    root = ET.fromstring(client.get(path).data)
    assert root.tag == f"{S}{tag}"
    found = [str(node.text) for node in root.iter(f"{S}loc")]
    assert all(address.startswith(f"{HERE}/") for address in found)
    return [address.removeprefix(HERE) for address in found]


def test_sitemaps_lead_to_every_page_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawling, "SIZE", 3)  # so that there are further parts
    client.application.extensions["communique"].kept = Kept()
    assert re.search(rb"^Sitemap: http://localhost/sitemap\.xml$", client.get("/robots.txt").data, re.MULTILINE)
    maps = addresses(client, "/sitemap.xml", "sitemapindex")
    assert "/sitemap/event-2.xml" in maps
    found = [page for path in maps for page in addresses(client, path, "urlset")]
    assert len(found) == len(set(found))
    wanted = {
        "/page/person/mara-lindqvist",
        "/page/state/velia",
        "/page/office/velia-foreign-minister",
        "/page/place/ankara",
        "/page/organization/straits-council",
    }
    assert wanted <= set(found)
    assert len([page for page in found if page.startswith("/article/")]) == 4
    for page in found:
        assert client.get(page, headers={"Accept": "text/html"}).status_code == 200, page
    for path in ("/sitemap/event-0.xml", "/sitemap/event-99.xml", "/sitemap/claim-1.xml"):
        assert client.get(path, headers={"Accept": "application/problem+json"}).status_code in {404, 406}


def test_what_llms_txt_says_works(client: FlaskClient) -> None:
    text = client.get("/llms.txt").get_data(as_text=True)
    assert text.startswith(f"# {open_title(client)}\n\n> ")
    for address in re.findall(r"\]\((http://localhost[^)]*)\)", text):
        with client.get(address.removeprefix(HERE)) as answer:
            assert answer.status_code in {200, 302}, address
    for question in catalogue():
        assert f"/queries/{question.name})" in text
    query = "\n".join(line for line in text.splitlines() if line.startswith("    "))
    answer = client.get("/sparql", query_string={"query": query, "format": "json"})
    rows = answer.get_json(force=True)["results"]["bindings"]
    assert {"event", "status", "sentence", "words"} == set(rows[0])


def open_title(client: FlaskClient) -> str:
    return client.application.extensions["communique"].dataset.title
