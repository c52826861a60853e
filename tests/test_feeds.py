"""Feeds: valid Atom with lasting ids, what is planned says so, paged to the last entry, and 304 where nothing is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pages_world as world
import pytest

from ontology import terms
from queries.catalogue import catalogue, question
from server.store import retract
from server.store.dataset import Writer
from server.web import feeds, newest
from server.web.app import close, create_app
from server.web.atom import Entry, Feed, written
from server.web.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from server.workers.answer import Answer, Job

A = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "/feeds/person/mara-lindqvist.atom",
    "/feeds/state/velia.atom",
    "/feeds/office/velia-foreign-minister.atom",
    "/feeds/place/ankara.atom",
    "/feeds/events.atom",
    "/feeds/events/Meeting.atom",
    "/feeds/queries/claimed-and-denied.atom",
    "/feeds/queries/meetings-held.atom?one=Velia&other=Orsany&from=2025-01-01&to=2025-12-31",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = create_app(world.publish(tmp_path_factory.mktemp("feeds") / "dataset"), token="")
    yield app.test_client()
    close(app)


def feed(client: FlaskClient, path: str) -> ET.Element:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "application/atom+xml"), answer.get_data(as_text=True)
    return ET.fromstring(answer.data)


def valid(root: ET.Element) -> None:
    """Check what RFC 4287 asks of every feed and entry."""
    assert root.tag == f"{A}feed"
    for node in (root, *root.findall(f"{A}entry")):
        for name in ("id", "title", "updated"):
            (only,) = node.findall(f"{A}{name}")
            assert (only.text or "").strip(), name
        assert "://" in node.findtext(f"{A}id", "")
        assert len(node.findtext(f"{A}updated", "")) == len("2025-03-07T00:00:00Z")
        alternates = [link for link in node.findall(f"{A}link") if link.get("rel") == "alternate"]
        assert len(alternates) <= 1
        assert all(link.get("href", "").startswith(("http://", "https://")) for link in node.findall(f"{A}link"))
    assert root.findtext(f"{A}author/{A}name")
    ids = [node.text for node in root.iter(f"{A}id")]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_is_valid_atom_and_says_when_nothing_is_new(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    valid(ET.fromstring(answer.data))
    tag = answer.headers["ETag"]
    assert "must-revalidate" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(path, headers={"Accept": "application/json"}).status_code == 406
    assert client.get(path, headers={"Accept": "application/rss+xml, text/xml;q=0.5"}).content_type.startswith(
        "text/xml"
    )
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_a_person_s_feed_tells_what_she_did_and_holds(client: FlaskClient) -> None:
    root = feed(client, FEEDS[0])
    entries = {node.findtext(f"{A}title", ""): node for node in root.findall(f"{A}entry")}
    held = next(node for title, node in entries.items() if "foreign minister of Velia" in title)
    assert held.findtext(f"{A}published") == "2025-03-03T00:00:00Z"
    assert held.findtext(f"{A}updated") == "2025-03-08T00:00:00Z"
    met = next(node for title, node in entries.items() if " met " in title)
    assert met.findtext(f"{A}id", "").startswith(f"{world.BASE}id/event/meeting-2025-03-07-")
    assert "Velian Foreign Minister Mara Lindqvist met Orsan Foreign Minister" in met.findtext(f"{A}content", "")
    link = met.find(f"{A}link")
    assert link is not None
    assert link.get("href", "").startswith("http://localhost/page/event/meeting-")
    updated = [node.findtext(f"{A}updated", "") for node in root.findall(f"{A}entry")]
    assert updated == sorted(updated, reverse=True)


def test_what_is_planned_never_looks_done(client: FlaskClient) -> None:
    root = feed(client, "/feeds/events/Visit.atom")
    entries = root.findall(f"{A}entry")
    assert len(entries) == 2
    for node in entries:
        assert any(word in node.findtext(f"{A}title", "") for word in ("(planned)", "(hypothetical)"))


def test_a_question_s_feed_has_a_row_an_entry(client: FlaskClient) -> None:
    root = feed(client, FEEDS[-1])
    (entry,) = root.findall(f"{A}entry")
    assert "2025-03-07" in entry.findtext(f"{A}content", "")
    assert entry.findtext(f"{A}id", "").startswith(f"{world.BASE}feeds/queries/meetings-held.atom?one=Velia")
    assert "one: Velia" in root.findtext(f"{A}title", "")
    other = feed(client, FEEDS[-1].replace("2025-12-31", "2025-03-01"))
    assert other.findall(f"{A}entry") == []
    valid(other)


def test_rows_are_dated_and_newest_first(client: FlaskClient) -> None:
    """By the articles that tell of what a row is of, though it gives labels alone."""
    root = feed(client, "/feeds/queries/words-behind.atom?words=e")
    days = [node.findtext(f"{A}updated", "") for node in root.findall(f"{A}entry")]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) > 1
    valid(root)
    met = feed(client, FEEDS[-1]).find(f"{A}entry")
    assert met is not None
    assert met.findtext(f"{A}published") == "2025-03-03T00:00:00Z", "when it was announced"
    link = met.find(f"{A}link")
    assert link is not None
    assert "/page/event/meeting-" in link.get("href", "")


ALL = {"words-behind": {"words": "e"}, "said-by-source": {"source": "Velia"}, "events-on-day": {"day": "2025-03-07"}}


@pytest.mark.parametrize("name", [one.name for one in catalogue() if one.nodes])
def test_the_newest_of_a_long_answer_are_those_of_the_whole(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whether it is read whole or gone through by the newest facts, step by step."""
    asked = question(name)
    given = ALL.get(name, {p.name: "Velia" for p in asked.parameters if p.named})
    with client.application.test_request_context():
        whole = newest.newest(asked, given, 1000)
        assert len({str(one.row) for one in whole}) == len(whole)
        assert [one.place for one in whole] == sorted(one.place for one in whole)
        monkeypatch.setattr(newest, "WHOLE", 1)
        monkeypatch.setattr(newest, "STEP", 3)
        for most in (1, 2, len(whole) // 2, len(whole)):
            found = newest.newest(asked, given, most)
            assert [one.place for one in found] == [one.place for one in whole[:most]]
            assert {str(one.row) for one in found} <= {str(one.row) for one in whole}


def test_a_long_answer_is_not_read_whole(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    site, texts = client.application.extensions["communique"], list[str]()
    run: Callable[..., Answer] = site.pool.run

    def noted(_: object, job: Job, **more: Any) -> Answer:
        texts.append(job.query)
        return run(job, **more)

    monkeypatch.setattr(type(site.pool), "run", noted)
    monkeypatch.setattr(newest, "WHOLE", 2)
    monkeypatch.setattr(newest, "STEP", 5)
    with client.application.test_request_context():
        found = newest.newest(question("words-behind"), ALL["words-behind"], 4)
    assert len(found) == 4
    assert "VALUES ?c {" not in texts[0]
    assert all("VALUES ?c {" in text or "VALUES ?v {" in text for text in texts[1:])


def test_pages_lead_to_the_last_entry(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [node.findtext(f"{A}id") for node in feed(client, "/feeds/events.atom").findall(f"{A}entry")]
    monkeypatch.setattr(feeds, "SIZE", 4)
    client.application.extensions["communique"].kept = Kept()
    path, found = "/feeds/events.atom", []
    for _ in range(len(whole)):
        root = feed(client, path)
        valid(root)
        found += [node.findtext(f"{A}id") for node in root.findall(f"{A}entry")]
        links = {link.get("rel"): link.get("href", "") for link in root.findall(f"{A}link")}
        assert links["self"].removeprefix("http://localhost") == path
        if "next" not in links:
            break
        path = links["next"].removeprefix("http://localhost")
        assert len(root.findall(f"{A}entry")) == 4
    assert found == whole
    assert len(found) > 4


LISTED = (f"{world.BASE}id/person/mara-lindqvist", f"{world.BASE}id/state/velia", f"{world.BASE}id/place/port-vela")
OFFICE = f"{world.BASE}id/office/velia-foreign-minister"
NEWEST = f"""SELECT ?f (MAX(STR(?d)) AS ?day) {{{{
    {{pattern}} ?c {terms.about} ?f ; {terms.evidence}/{terms.article}/{terms.published} ?d
}}}} GROUP BY ?f"""


@pytest.mark.parametrize("of", [*LISTED, OFFICE, *(kind.value for kind in (terms.Event, terms.SpeechAct, terms.Visit))])
def test_a_list_of_news_is_what_the_data_say_newest_first(client: FlaskClient, of: str) -> None:
    site = client.application.extensions["communique"]
    if of.startswith(terms.NS):
        pattern = f"?f a <{of}> , {terms.Event} ."
    else:
        pattern = f"?f {terms.participant}|{terms.place}|{terms.holder}|{terms.office} <{of}> ."
    days = {row["f"].value: row["day"].value for row in site.pool.rows(NEWEST.format(pattern=pattern))}
    found = site.lists.news(of, 0, 1000)
    assert set(found) == set(days)
    assert len(found) == len(days) > 0
    assert [days[iri] for iri in found] == sorted(days.values(), reverse=True)
    assert site.lists.news(of, 1, 1) == found[1:2]


def test_the_newest_of_a_list_are_read_without_the_others(client: FlaskClient) -> None:
    lists = client.application.extensions["communique"].lists
    asked: list[str] = []
    lists._connected().set_trace_callback(asked.append)
    lists.news(terms.Event.value, 100, 50)
    lists._connected().set_trace_callback(None)
    steps = [row[-1] for row in lists._rows(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert any("news USING PRIMARY KEY" in step for step in steps)
    assert not any(step.startswith("SCAN") or "TEMP B-TREE" in step for step in steps), steps


def test_what_comes_of_a_feed_when_its_news_are_withdrawn(tmp_path: Path) -> None:
    """A fact goes to the place of the newest article that still tells of it, and leaves when none does."""
    folder = world.publish(tmp_path / "dataset")
    app = create_app(folder, token="")
    try:
        site = app.extensions["communique"]
        before = site.lists.news(LISTED[0], 0, 100)
        with Writer(folder) as writer:
            retract.retract(writer, world.HELD.url)
        after = site.lists.news(LISTED[0], 0, 100)
        days = {row["f"].value: row["day"].value for row in site.pool.rows(NEWEST.format(pattern=""))}
        assert set(after) < set(before)
        assert set(after) <= set(days)
        assert [days[iri] for iri in after] == sorted((days[iri] for iri in after), reverse=True)
    finally:
        close(app)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feeds/person/nobody.atom", 404),
        ("/feeds/claim/x.atom", 404),
        ("/feeds/events/Person.atom", 404),
        ("/feeds/events/agent.atom", 404),
        ("/feeds/queries/none.atom", 404),
        ("/feeds/queries/meetings-held.atom?from=yesterday", 400),
    ],
)
def test_what_has_no_feed_says_so(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path, headers={"Accept": "application/atom+xml, application/problem+json"})
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_pages_name_their_feed(client: FlaskClient) -> None:
    text = client.get("/page/person/mara-lindqvist", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert 'type="application/atom+xml"' in text
    assert 'href="/feeds/person/mara-lindqvist.atom"' in text


def test_what_xml_cannot_hold_is_replaced() -> None:
    entry = Entry("https://x.example/1", "a\x0bb <&> \ud800", "", "", "", "]]>\x00")
    feed_ = Feed("https://x.example/", "t", "a", "https://x.example/f", "", "https://l.example/", (entry,))
    root = ET.fromstring(written(feed_, "2025-01-01"))
    valid(root)
    assert root.findtext(f"{A}entry/{A}title") == "a\ufffdb <&> \ufffd"
    assert root.findtext(f"{A}entry/{A}content") == "]]>\ufffd"
