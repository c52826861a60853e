"""Answers drawn as a graph: what is linked with what, as a drawing and as the list that says the same."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pages_world as world
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from server.web.app import close, create_app
from server.web.drawings.layers import COLUMNS, places
from server.web.people import network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

HELD = "CONSTRUCT { ?p cmq:holds ?o . ?o cmq:officeOf ?s } { ?p cmq:holds ?o . ?o cmq:officeOf ?s }"
SIDES = "SELECT ?e ?who ?status { ?e a cmq:Meeting ; cmq:agent ?who ; cmq:status ?status }"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = create_app(world.publish(tmp_path_factory.mktemp("network") / "dataset"))
    yield app.test_client()
    close(app)


def shown(client: FlaskClient, query: str, view: str = "graph") -> lxml_html.HtmlElement:
    answer = client.get(f"/sparql?{urlencode({'query': query, 'view': view})}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return lxml_html.fromstring(answer.get_data(as_text=True))


def drawn(tree: lxml_html.HtmlElement) -> dict[str, str]:
    """Return the links of the drawing, with what a reader of the screen says of them."""
    found = tree.xpath("//*[contains(@class, 'graph')]//*[local-name()='a']")
    return {link.get("href"): link.findtext("title") for link in found}


def listed(tree: lxml_html.HtmlElement) -> dict[str, list[str]]:
    rows = tree.xpath("//section[@id='results']//dl/div")
    return {row.find("dt").text_content(): [dd.text_content() for dd in row.findall("dd")] for row in rows}


def test_triples_are_drawn_as_nodes_and_properties(client: FlaskClient) -> None:
    tree = shown(client, HELD)
    assert drawn(tree)["/page/office/velia-foreign-minister"] == "foreign minister of Velia: 4 links"
    assert drawn(tree)["/page/state/orsany"] == "Orsany: 1 link"
    assert listed(tree)["Mara Lindqvist"] == ["holds foreign minister of Velia"]
    assert listed(tree)["foreign minister of Orsany"] == ["office of Orsany"]
    assert {a.get("href") for a in tree.xpath("//section[@id='results']//dl//a")} == drawn(tree).keys()
    assert "8 nodes, 6 links." in tree.xpath("//figcaption")[0].text_content()


def test_the_triples_of_an_answer_stand_first_and_the_graph_is_an_address(client: FlaskClient) -> None:
    tabs = shown(client, HELD, "").xpath("//div[@class='tabs']/a")
    assert [(tab.text, tab.get("aria-current")) for tab in tabs] == [("Triples", "true"), ("Graph", None)]
    assert "view=graph" in tabs[1].get("href")
    chosen = shown(client, HELD).xpath("//div[@class='tabs']/a[@aria-current]")
    assert [tab.text for tab in chosen] == ["Graph"]


def test_rows_are_drawn_by_their_things_and_a_plan_is_hollow(client: FlaskClient) -> None:
    tree = shown(client, SIDES)
    links = drawn(tree)
    assert links["/page/person/mara-lindqvist"] == "Mara Lindqvist: 1 link"
    meeting = next(href for href in links if "/event/meeting" in href)
    assert links[meeting].endswith(": 2 links")
    assert not [href for href in links if "ontology" in href], "a status is no thing beside events"
    planned = drawn(shown(client, "SELECT ?e ?who { ?e a cmq:Visit ; cmq:status cmq:planned ; cmq:agent ?who }"))
    assert [said for said in planned.values() if ", planned: " in said]


def test_names_in_an_answer_are_as_good_as_addresses(client: FlaskClient) -> None:
    query = "SELECT ?one ?office { ?h cmq:holder/rdfs:label ?one ; cmq:office/rdfs:label ?office }"
    assert "/page/person/ines-sahin" in drawn(shown(client, query))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?e ?d { ?e a cmq:Meeting ; cmq:earliest ?d }",
        "SELECT ?e ?status { ?e a cmq:Meeting ; cmq:status ?status }",
        "CONSTRUCT { ?e a cmq:Meeting } { ?e a cmq:Meeting }",
        "ASK { ?e a cmq:Meeting }",
        "SELECT ?e ?who { ?e a cmq:Meeting ; cmq:agent ?who ; cmq:place 1 }",
    ],
)
def test_what_links_nothing_offers_no_graph(client: FlaskClient, query: str) -> None:
    tree = shown(client, query)
    assert not drawn(tree)
    assert not [tab for tab in tree.xpath("//div[@class='tabs']/a") if tab.text == "Graph"]


def test_properties_that_follow_from_others_are_not_named_beside_them(client: FlaskClient) -> None:
    tree = shown(client, "CONSTRUCT { ?e ?p ?who } { ?e a cmq:Meeting ; ?p ?who . ?who a cmq:Person }")
    names = {dd.partition(" ")[0] for dds in listed(tree).values() for dd in dds}
    assert names == {"agent"}, "an agent is a participant: saying so adds nothing"


def test_of_much_a_part_is_drawn_and_said_to_be_one(client: FlaskClient) -> None:
    tree = shown(client, "SELECT ?s ?t { ?s ?p ?t . ?t rdfs:label ?l FILTER (CONTAINS(STR(?t), '/id/')) }")
    assert 2 < len(drawn(tree)) <= network.NODES
    assert "A part: " in tree.xpath("//figcaption")[0].text_content()
    assert sum(map(len, listed(tree).values())) <= network.EDGES
    assert len(tree.xpath("//*")) <= 1500


def test_a_graph_is_drawn_alike_each_time(client: FlaskClient) -> None:
    svg = [lxml_html.tostring(shown(client, HELD).xpath("//*[contains(@class, 'graph')]")[0]) for _ in range(2)]
    assert svg[0] == svg[1]


def test_what_leads_to_another_stands_left_of_it() -> None:
    at = places(["office", "state", "ann", "bob"], [("ann", "office"), ("bob", "office"), ("office", "state")])
    assert [at[name][0] for name in ("ann", "bob", "office", "state")] == [0, 0, 1, 2]
    assert at["office"][1] == (at["ann"][1] + at["bob"][1]) / 2


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=1, max_size=40))
@settings(deadline=None)
def test_no_node_stands_on_another_whatever_is_linked(pairs: list[tuple[int, int]]) -> None:
    edges = [(str(a), str(b)) for a, b in dict.fromkeys(pairs) if a != b]
    nodes = sorted({node for edge in edges for node in edge})
    at = places(nodes, edges) if nodes else {}
    assert at.keys() == set(nodes)
    for column in {column for column, _ in at.values()}:
        rows = sorted(row for found, row in at.values() if found == column)
        assert all(b - a > 0.99 for a, b in pairwise(rows))
    assert all(row >= 0 and column >= 0 for column, row in at.values())


def test_a_circle_stands_by_distance() -> None:
    ring = [(str(n), str((n + 1) % (2 * COLUMNS))) for n in range(2 * COLUMNS)]
    assert max(column for column, _ in places([a for a, _ in ring], ring).values()) == COLUMNS
