"""The saved questions as RDF: each runs as it stands, and is asked as of a day where it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SDO, SH

from ontology.prefixes import PREDEFINED
from queries.catalogue import catalogue
from server.web.app import close, create_app
from tests import world, world_dataset
from tests.test_questions import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
OTHERS_ASK = """SELECT ?sq ?comment ?query { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select ?query }"""
"""What editors ask to find examples."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = create_app(world_dataset.made(tmp_path_factory.mktemp("described") / "data"), workers=1)
    yield app.test_client()
    close(app)


@pytest.mark.parametrize("path", ["/queries/", "/sparql"])
def test_every_question_is_described_and_runs_as_it_stands(client: FlaskClient, path: str) -> None:
    graph = rdflib.Graph().parse(data=client.get(path, headers={"Accept": "text/turtle"}).data, format="turtle")
    found = {str(row.sq).rpartition("/")[2]: str(row.query) for row in graph.query(OTHERS_ASK)}  # type: ignore[union-attr]
    assert found.keys() == {asked.name for asked in catalogue()}
    for asked in catalogue():
        it = rdflib.URIRef(f"https://news.example.org/queries/{asked.name}")
        assert graph.value(it, RDFS.label) == rdflib.Literal(asked.summary)
        assert (it, RDF.type, SH.SPARQLSelectExecutable) in graph
        assert str(graph.value(it, SDO.target)) == "http://localhost/sparql"
        answer = client.get("/sparql", query_string={"query": found[asked.name]}, headers={"Accept": "text/csv"})
        assert answer.status_code == 200
        assert len(answer.text.splitlines()) > 1, asked.name
        [prefixes] = graph.objects(it, SH.prefixes)
        declared = {
            str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
            for node in graph.objects(prefixes, SH.declare)
        }
        assert declared == PREDEFINED


def test_other_peoples_editors_find_the_questions_by_asking(client: FlaskClient) -> None:
    """In the graph that is queried, and each under the address that shows it."""
    answer = client.get("/sparql", query_string={"query": OTHERS_ASK}, headers={"Accept": "application/json"})
    rows_ = answer.get_json(force=True)["results"]["bindings"]
    assert {row["sq"]["value"] for row in rows_} == {f"{world.BASE}queries/{asked.name}" for asked in catalogue()}
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?q a sh:SPARQLExecutable } }"
    found = client.get("/sparql", query_string={"query": named}, headers={"Accept": "text/csv"})
    assert found.text.split() == ["g", f"{world.BASE}queries/"]


def test_the_list_is_a_page_for_people(client: FlaskClient) -> None:
    page = client.get("/queries/", headers={"Accept": "text/html"})
    assert "<h1>Questions</h1>" in page.text
    [address] = [a for a in ("/queries/?format=ttl",) if f'href="{a}"' in page.text]
    assert client.get(address).content_type.startswith("text/turtle")


def test_the_counts_are_a_graph_that_says_what_the_endpoint_says(client: FlaskClient) -> None:
    def ask(query: str) -> list[list[str]]:
        answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
        return [line.split(",") for line in answer.text.splitlines()[1:]]

    graph = "<https://news.example.org/.well-known/void>"
    [[triples]] = ask(f"SELECT ?n {{ GRAPH {graph} {{ ?d a void:Dataset ; void:triples ?n }} }}")
    assert [[triples]] == ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    parts = ask(f"SELECT ?c ?n {{ GRAPH {graph} {{ ?p void:class ?c ; void:entities ?n }} }} ORDER BY ?c")
    assert parts == ask("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c")
    parts = ask(f"SELECT ?c ?n {{ GRAPH {graph} {{ ?p void:property ?c ; void:triples ?n }} }} ORDER BY ?c")
    assert parts == ask("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p")
    served = rdflib.Graph().parse(data=client.get("/.well-known/void").data, format="turtle")
    [dataset] = served.subjects(RDF.type, VOID.Dataset)
    assert str(served.value(dataset, VOID.triples)) == triples


@pytest.mark.parametrize(("name", "parameter"), [("office-on-day", "day"), ("meetings-held", "to")])
def test_a_question_with_a_date_is_asked_as_of_a_day(client: FlaskClient, name: str, parameter: str) -> None:
    csv = {"Accept": "text/csv"}
    early = client.get(f"/queries/{name}", query_string={"asof": "2024-03-11"}, headers=csv)
    assert early.data == client.get(f"/queries/{name}", query_string={parameter: "2024-03-11"}, headers=csv).data
    assert early.data != client.get(f"/queries/{name}", headers=csv).data
    page = client.get(f"/queries/{name}", query_string={"asof": "2024-03-11"}, headers={"Accept": "text/html"})
    assert f'name="{parameter}"' in page.text
    assert 'value="2024-03-11"' in page.text
    [asked] = [q for q in catalogue() if q.name == name]
    assert rows(asked, **{parameter: "2024-03-11"}) != rows(asked)
    told = client.get("/openapi.json").get_json(force=True)["paths"][f"/queries/{name}"]["get"]["parameters"]
    assert "asof" in {one["name"] for one in told}


def test_a_question_without_a_date_says_that_it_has_none(client: FlaskClient) -> None:
    answer = client.get("/queries/other-names", query_string={"asof": "2024-03-11"}, headers={"Accept": "text/csv"})
    assert answer.status_code == 400
    assert "no parameter of it is a date" in answer.text
    wrong = client.get("/queries/meetings-held", query_string={"asof": "now"}, headers={"Accept": "text/csv"})
    assert (wrong.status_code, "is a day such as 2025-10-12" in wrong.text) == (400, True)
