"""Writes from outside: only with the token, never to what articles say, seen when answered, and kept."""

import base64
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import corpus
import pytest
import webserver
from test_endpoint import Answer, asked

from server import cli
from server.store.dataset import Writer, open_dataset
from server.store.publish import publish
from server.store.verify import verify
from server.workers.guard import check
from server.workers.problems import QueryProblem
from server.workers.using import with_using

TOKEN = "open-sesame"
NOTES = "http://notes.example/g"
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <http://notes.example/g> { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("writes") / "data"
    with Writer(folder, corpus.BASE) as writer:
        publish(writer, (corpus.made(number) for number in range(5)), corpus.read)
    return folder


@pytest.fixture(scope="module")
def open_news(folder: Path) -> Iterator[str]:
    with webserver.serving(folder, "--workers", "1", COMMUNIQUE_TOKEN=TOKEN) as address:
        yield address


def update(address: str, text: str, token: str = TOKEN) -> Answer:
    headers = {"Content_Type": "application/sparql-update"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return asked(address, "/sparql", "POST", text.encode(), **headers)


def put(address: str, graph: str, turtle: str, **headers: str) -> Answer:
    headers = {"Content_Type": "text/turtle", "Authorization": f"Bearer {TOKEN}", **headers}
    return asked(address, f"/graph-store?{graph}", "PUT", turtle.encode(), **headers)


@pytest.mark.parametrize("token", ["", "wrong", "open-sesame ", "\u00f6"])
def test_without_the_token_nothing_is_written(open_news: str, token: str) -> None:
    given = f"Basic {base64.b64encode(f'x:{token}'.encode()).decode()}" if token == "\u00f6" else f"Bearer {token}"
    for method, path, body, kind in (
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update"),
        ("POST", "/sparql", b"update=CLEAR%20ALL", "application/x-www-form-urlencoded"),
        ("PUT", f"/graph-store?graph={NOTES}", b"<a:a> <a:b> 1 .", "text/turtle"),
        ("POST", "/graph-store", b"<a:a> <a:b> 1 .", "text/turtle"),
        ("DELETE", f"/graph-store?graph={NOTES}", None, "text/turtle"),
    ):
        headers = {"Content_Type": kind} | ({"Authorization": given} if token.strip() == token and token else {})
        answer = asked(open_news, path, method, body, **headers)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="communique"'), path


def test_where_no_token_is_set_nobody_writes(news: str) -> None:
    assert update(news, "CLEAR ALL").status == 403
    assert update(news, "CLEAR ALL", token="").status == 403


def test_a_write_is_seen_when_it_is_answered(open_news: str) -> None:
    assert update(open_news, f"INSERT DATA {{ GRAPH <{NOTES}> {{ <a:a> rdfs:label 'x' }} }}").status == 204
    assert webserver.rows(asked(open_news, query=COUNT).body) == [{"n": "1"}]
    assert put(open_news, f"graph={quote(NOTES)}", "<a:a> <a:b> 1, 2 .").status == 204
    assert webserver.rows(asked(open_news, query=COUNT).body) == [{"n": "2"}]
    basic = base64.b64encode(f"me:{TOKEN}".encode()).decode()
    again = put(open_news, f"graph={quote(NOTES)}", "<a:a> <a:b> 1, 2, 3 .", Authorization=f"Basic {basic}")
    assert again.status == 204
    assert webserver.rows(asked(open_news, query=COUNT).body) == [{"n": "3"}]


ALL = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
GRAPH = f"{corpus.BASE}graph/x"
FORBIDDEN = [
    "INSERT DATA { <a:a> <a:b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP DEFAULT",
    "CLEAR NAMED",
    f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <a:a> <a:b> 1 }} }}",
    "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    f"INSERT DATA {{ GRAPH <{NOTES}> {{ <a:a> <a:b> 1 }} }} ; DELETE WHERE {{ ?s a ?o }}",
    f"MOVE DEFAULT TO <{NOTES}>",
    f"COPY <{NOTES}> TO DEFAULT",
]


@pytest.mark.parametrize("text", FORBIDDEN)
def test_what_articles_say_takes_no_writes(open_news: str, text: str) -> None:
    assert put(open_news, f"graph={quote(NOTES)}", "<a:a> <a:b> 1, 2, 3 .").status in {201, 204}
    before = webserver.rows(asked(open_news, query=ALL).body)
    answer = update(open_news, text)
    assert (answer.status, answer.problem["type"]) == (403, "urn:communique:problem:query-forbidden")
    assert webserver.rows(asked(open_news, query=ALL).body) == before


def test_the_graph_store_forbids_the_same(open_news: str) -> None:
    for graph in ("default", f"graph={quote(GRAPH)}"):
        assert put(open_news, graph, "<a:a> <a:b> 1 .").status == 403


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("INSERT DATA {", 400),
        ("LOAD <http://127.0.0.1:9/>", 400),
        ("LOAD SILENT <file:///etc/passwd> INTO GRAPH <a:b>", 400),
        ("INSERT { GRAPH <a:b> { ?s ?p ?o } } WHERE { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
        ("DELETE WHERE " + "{" * 3000, 400),
    ],
)
def test_updates_that_are_refused(open_news: str, text: str, status: int) -> None:
    assert update(open_news, text).status == status


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/turtle", b"<a:a> <a:b> nonsense .", 400),
        ("text/html", b"<p>", 415),
        ("text/turtle; charset=utf-16", b"", 415),
        ("application/ld+json", b'{"@context": "http://127.0.0.1:9/context", "name": "x"}', 400),
        ("application/n-triples", b"\xff\xfe", 400),
        (
            "application/rdf+xml",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(
                b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (98 + n, *[97 + n] * 10) for n in range(9)
            )
            + b']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="a:a">'
            b'<x xmlns="a:">&j;</x></rdf:Description></rdf:RDF>',
            503,
        ),
    ],
)
def test_data_that_are_refused(open_news: str, kind: str, body: bytes, status: int) -> None:
    headers = {"Content_Type": kind, "Authorization": f"Bearer {TOKEN}"}
    answer = asked(open_news, f"/graph-store?graph={NOTES}2", "PUT", body, **headers)
    assert answer.status in {status, 400}
    assert asked(open_news, f"/graph-store?graph={NOTES}2").status == 404


def test_two_at_once_are_both_written(open_news: str) -> None:
    assert put(open_news, f"graph={quote(NOTES)}", "<a:a> <a:b> 0 .").status in {201, 204}
    statuses: list[int] = []

    def write(number: int) -> None:
        statuses.append(update(open_news, f"INSERT DATA {{ GRAPH <{NOTES}> {{ <a:a> <a:b> {number} }} }}").status)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [204] * 4
    assert webserver.rows(asked(open_news, query=COUNT).body) == [{"n": "5"}]


def test_what_was_written_outlives_a_store_made_anew(folder: Path, open_news: str) -> None:
    assert put(open_news, f"graph={quote(NOTES)}", "<a:a> <a:b> 1, 2, [] .").status in {201, 204}
    person = f"{corpus.BASE}id/person/ana-lopes"
    assert update(open_news, f"INSERT DATA {{ GRAPH <{NOTES}-2> {{ <{person}> rdfs:label 'gossip' }} }}").status == 204
    with Writer(folder) as writer:
        assert list(verify(writer)) == []
        publish(writer, (corpus.made(number) for number in range(5, 9)), corpus.read)
        assert list(verify(writer)) == []
    assert b"true" not in asked(open_news, query=f"ASK {{ <{person}> rdfs:label|skos:altLabel 'gossip' }}").body
    with Writer(folder, rebuild=True) as writer:
        assert list(verify(writer)) == []
    assert webserver.rows(asked(open_news, query=COUNT).body) == [{"n": "3"}]
    (folder / "graphs.nq").write_bytes(b"")
    with Writer(folder) as writer:
        assert any(NOTES in finding for finding in verify(writer))


def test_a_plain_dataset_takes_no_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Writer(tmp_path / "data", plain=True).close()
    assert open_dataset(tmp_path / "data").plain
    (tmp_path / "a.txt").write_text("Words.")
    command = ["publish", str(tmp_path / "a.txt"), "--dataset", str(tmp_path / "data"), "--published", "2024-01-01"]
    assert cli.main(command) == 2
    assert "made with --plain" in capsys.readouterr().err
    with Writer(tmp_path / "other") as writer:
        publish(writer, [], corpus.read)
    assert cli.main(["serve", "--plain", "--dataset", str(tmp_path / "other")]) == 2
    assert "made without --plain" in capsys.readouterr().err
    assert cli.main(["serve", "--base", "http://x/", "--dataset", str(tmp_path / "other")]) == 2


def test_the_protocol_s_dataset_is_written_into_updates() -> None:
    text = (
        "CLEAR ALL ; INSERT { ?s a 'WHERE' } WHERE { ?s ?p ?o { SELECT * WHERE { ?s ?p ?o } } } ;"
        " DELETE WHERE { ?s a ?o }"
    )
    done = with_using(text, ["http://g/1"], ["http://g/2"])
    using = "USING <http://g/1> USING NAMED <http://g/2>"
    assert done == (
        f"CLEAR ALL ; INSERT {{ ?s a 'WHERE' }}  {using} WHERE {{ ?s ?p ?o {{ SELECT * WHERE {{ ?s ?p ?o }} }} }} ;"
        f" DELETE  {{ ?s a ?o }} {using} WHERE {{ ?s a ?o }}"
    )
    check(done, update=True)
    assert with_using(text, [], []) == text
    for own in (
        "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p 1 } USING <a:a> WHERE { ?s ?p ?o }",
    ):
        with pytest.raises(QueryProblem, match="give one"):
            with_using(own, ["http://g/1"], [])
