"""What changed since a version: enough to keep a copy in step, by article, from where one left off."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pages_world as world
import pyoxigraph as ox
import pytest
import storied

from bench.generate import AFFAIRS, story
from server.store import retract
from server.store.dataset import Writer, open_dataset
from server.store.publish import publish
from server.web import changes
from server.web.app import close, create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

A = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return world.publish(tmp_path / "dataset")


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    app = create_app(folder, token="")
    yield app.test_client()
    close(app)


def told(client: FlaskClient, address: str) -> dict[str, object]:
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    found = answer.get_json()
    assert isinstance(found, dict)
    return found


def follow(client: FlaskClient, copy: dict[str, bytes], address: str) -> str:
    """Bring a copy, graph by graph, to what the dataset says; return the address for the next time."""
    while True:
        answer = told(client, address)
        for change in answer["changes"]:
            if change["change"] == "withdrawn":
                copy.pop(change["graph"], None)
            else:
                copy[change["graph"]] = client.get(change["data"].removeprefix("http://localhost")).data
        address = answer["next"].removeprefix("http://localhost")
        if not answer["more"]:
            return address


def held(folder: Path) -> set[ox.Quad]:
    """Return the quads of the articles' graphs."""
    dataset = open_dataset(folder)
    with dataset.ledger() as ledger:
        graphs = [version.graph for version in ledger.current()]
    store = dataset.read_only()
    return {q for graph in graphs for q in store.quads_for_pattern(None, None, None, ox.NamedNode(graph))}


def same(copy: dict[str, bytes], folder: Path) -> bool:
    quads = {q for data in copy.values() for q in ox.parse(data, format=ox.RdfFormat.N_QUADS)}
    return quads == held(folder)


def test_a_copy_is_kept_in_step(folder: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "SIZE", 2)  # so that there is more than an answer has
    copy: dict[str, bytes] = {}
    address = follow(client, copy, "/changes?since=0")
    assert same(copy, folder)
    assert told(client, address)["changes"] == []
    with Writer(folder) as writer:
        retract.retract(writer, world.HELD.url)
    (change,) = told(client, address)["changes"]
    assert change["change"] == "withdrawn"
    assert client.get(change["article"].removeprefix(world.BASE.rstrip("/"))).status_code == 410
    address = follow(client, copy, address)
    assert same(copy, folder)
    with Writer(folder) as writer:
        retract.reinstate(writer, world.HELD.url)
    assert [one["change"] for one in told(client, address)["changes"]] == ["replaced"]
    follow(client, copy, address)
    assert same(copy, folder)


def test_each_article_is_told_of_once_as_it_is_now(folder: Path, client: FlaskClient) -> None:
    with Writer(folder) as writer:
        retract.retract(writer, world.HELD.url)
    found = told(client, "/changes")["changes"]
    assert sorted(one["change"] for one in found) == ["new", "new", "new", "withdrawn"]
    assert len({one["graph"] for one in found}) == 4


def test_an_older_article_that_means_others_since_is_told_of_again(tmp_path: Path) -> None:
    """Late articles of earlier days tell of the same affair: persons and events of the others are theirs from then on."""
    folder = tmp_path / "dataset"
    some = [story(number).report.article for number in range(0, 6 * AFFAIRS, AFFAIRS)]
    with Writer(folder, storied.BASE) as writer:
        publish(writer, some[2:], storied.read)
    app = create_app(folder, token="")
    try:
        copy: dict[str, bytes] = {}
        address = follow(app.test_client(), copy, "/changes?since=0")
        before = dict(copy)
        with Writer(folder) as writer:
            publish(writer, some[:2], storied.read)
        found = told(app.test_client(), address)["changes"]
        again = {one["graph"] for one in found if one["change"] == "reinterpreted"}
        follow(app.test_client(), copy, address)
        assert same(copy, folder)
        assert again == {graph for graph in before if copy[graph] != before[graph]} != set()
        assert len({one["graph"] for one in found}) == len(found)
        everything = told(app.test_client(), "/changes?since=0")["changes"]
        assert {one["change"] for one in everything} == {"new"}
        assert len(everything) == len(some)
    finally:
        close(app)


def test_it_is_a_feed_as_well(client: FlaskClient) -> None:
    answer = client.get("/changes", headers={"Accept": "application/atom+xml"})
    assert answer.content_type == "application/atom+xml"
    entries = ET.fromstring(answer.data).findall(f"{A}entry")
    numbers = [int(entry.findtext(f"{A}id", "").rpartition("#")[2]) for entry in entries]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 4
    again = client.get("/changes", headers={"If-None-Match": client.get("/changes").headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("since", ["x", "-1", "1.5", "9" * 30, "2025-10-12", "\u0663"])
def test_since_is_the_number_of_a_version(client: FlaskClient, since: str) -> None:
    answer = client.get("/changes", query_string={"since": since}, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert "since=0" in answer.get_json(force=True)["detail"]


def test_a_tombstone_tells_people_and_programs_what_became_of_it(folder: Path, client: FlaskClient) -> None:
    with Writer(folder) as writer:
        retract.retract(writer, world.HELD.url, "withdrawn by the paper <b>")
    (gone,) = [one for one in told(client, "/changes")["changes"] if one["change"] == "withdrawn"]
    path = gone["article"].removeprefix(world.BASE.rstrip("/"))
    page = client.get(path, headers={"Accept": "text/html"})
    text = page.get_data(as_text=True)
    assert page.status_code == 410
    assert "This article was withdrawn" in text
    assert "withdrawn by the paper &lt;b&gt;" in text
    assert f"<code>{gone['article']}</code>" in text
    said = client.get(path, headers={"Accept": "application/json"}).get_json(force=True)
    assert (said["iri"], said["reason"]) == (gone["article"], "withdrawn by the paper <b>")
    assert "good day" not in text
