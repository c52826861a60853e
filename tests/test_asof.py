"""`?asof=DAY`: who is seen in which office on one day, on pages and in data; never from outside the days attested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pages_world as world
import pytest
import rdflib

from ontology import terms
from server.web.app import close, create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

CMQ = rdflib.Namespace(terms.NS)
WHO = {"/data/office/velia-foreign-minister", "/data/state/velia"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = create_app(world.publish(tmp_path_factory.mktemp("asof") / "dataset"), token="")
    yield app.test_client()
    close(app)


def holders(client: FlaskClient, path: str) -> set[str]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    return {str(node).rpartition("/")[2] for node in graph.objects(None, CMQ.holder)}


@pytest.mark.parametrize("path", sorted(WHO))
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2023-06-01", {"bram-okonjo"}),
        ("2025-03-02", set()),
        ("2025-03-03", {"mara-lindqvist"}),
        ("2025-03-05", {"mara-lindqvist"}),
        ("2025-03-08", {"mara-lindqvist"}),
        ("2025-03-09", set()),
        ("2026-01-15", {"ines-sahin"}),
    ],
)
def test_data_as_of_a_day_have_who_is_seen_in_office_then(
    client: FlaskClient, path: str, day: str, expected: set[str]
) -> None:
    assert holders(client, f"{path}.ttl?asof={day}") == expected
    asked = client.get(
        "/sparql",
        query_string={
            "query": f"SELECT ?who {{ ?h cmq:office <{world.BASE}id/office/velia-foreign-minister> ; cmq:holder ?who ;"
            f' cmq:phase cmq:current ; cmq:seenFrom ?a ; cmq:seenTo ?b FILTER (?a <= "{day}"^^xsd:date'
            f' && ?b >= "{day}"^^xsd:date) }}',
            "format": "json",
        },
    )
    rows = asked.get_json(force=True)["results"]["bindings"]
    assert {row["who"]["value"].rpartition("/")[2] for row in rows} == expected


def test_a_person_s_data_lead_to_the_words_and_to_no_other_day(client: FlaskClient) -> None:
    answer = client.get("/data/person/mara-lindqvist.ttl?asof=2025-03-05")
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    sentences = {str(text) for text in graph.objects(None, CMQ.sentence)}
    assert any("Velian Foreign Minister Mara Lindqvist" in text for text in sentences)
    assert (None, CMQ.holds, None) not in graph
    assert (None, rdflib.RDF.type, CMQ.Event) not in graph
    (document,) = graph.subjects(rdflib.DCTERMS.temporal, None)
    assert str(document) == f"{world.BASE}data/person/mara-lindqvist?asof=2025-03-05"
    assert "asof=2025-03-05" in answer.headers["Content-Location"]
    assert client.get("/data/person/mara-lindqvist.ttl").headers["ETag"] != answer.headers["ETag"]
    assert (None, CMQ.holder, None) not in rdflib.Graph().parse(
        data=client.get("/data/person/mara-lindqvist.ttl?asof=2026-01-01").data, format="turtle"
    )


@pytest.mark.parametrize("suffix", ["nt", "jsonld", "rdf", "trig", "nq"])
def test_every_format_takes_a_day(client: FlaskClient, suffix: str) -> None:
    answer = client.get(f"/data/office/velia-foreign-minister.{suffix}?asof=2025-03-05")
    assert answer.status_code == 200
    assert b"mara-lindqvist" in answer.data
    assert b"bram-okonjo" not in answer.data


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/page/person/mara-lindqvist?asof=2025-03-05", "Offices on 5\u00a0March 2025"),
        ("/page/office/velia-foreign-minister?asof=2025-03-05", "In office on 5\u00a0March 2025"),
        ("/page/state/velia?asof=2025-03-05", "Office-holders on 5\u00a0March 2025"),
    ],
)
def test_pages_show_the_day_and_where_nobody_is_seen_the_nearest_as_such(
    client: FlaskClient, path: str, words: str
) -> None:
    text = client.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
    section = text.partition(words.replace("March", "Mar"))[2].partition("</section>")[0]
    assert "in office" in section
    assert "Mara Lindqvist" in section or "foreign minister of Velia" in section
    later = client.get(path.replace("2025-03-05", "2025-06-01"), headers={"Accept": "text/html"})
    assert "seen before" in later.get_data(as_text=True)


def test_names_lead_on_with_the_day(client: FlaskClient) -> None:
    answer = client.get("/id/state/velia?asof=2025-03-05", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/data/state/velia.ttl?asof=2025-03-05")


@pytest.mark.parametrize(
    "path",
    ["/data/state/velia.ttl?asof=yesterday", "/page/state/velia?asof=2025-13-01", "/data/place/ankara?asof=2025-01-01"],
)
def test_what_cannot_be_as_of_a_day_says_so(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/problem+json"})
    assert answer.status_code in {400, 406}
    problem = client.get(path, headers={"Accept": "text/html, text/turtle;q=0.9, application/problem+json"})
    assert problem.status_code == 400
