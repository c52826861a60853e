"""A store on another server that fails: what is tried again, what is told in one line, what never passes for whole."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from server import cli
from server.remote.address import Address, address, is_address
from server.remote.client import JSON, Client
from server.remote.errors import AddressError, RemoteError
from server.remote.framing import constructed, framed, inlined, prefixed, selected
from server.remote.store import Remote

BASE = "https://words.example.org/"
A, P = ox.NamedNode(f"{BASE}a"), ox.NamedNode(f"{BASE}p")


@dataclass
class Server:
    """A SPARQL server in this process: `faults` is how its next answers go, `asked` what came (path, header, text)."""

    address: str = ""
    store: ox.Store = field(default_factory=ox.Store)
    faults: list[str] = field(default_factory=list)
    asked: list[tuple[str, str, str]] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = parse_qs(body)
            text = (form.get("query") or form.get("update") or [body])[0]
            server.asked.append((self.path, self.headers.get("Authorization", ""), text))
            self.answer(lambda: done(form, text))

        def do_GET(self) -> None:
            graph = parse_qs(urlsplit(self.path).query)["graph"][0]
            server.asked.append((self.path, self.headers.get("Authorization", ""), ""))
            quads = server.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
            self.answer(lambda: "".join(f"{quad.triple} .\n" for quad in quads).encode())

        def answer(self, made: object) -> None:
            fault = server.faults.pop(0) if server.faults else ""
            status, _, header = fault.partition(" ")
            data = made() if not status.isdigit() or status == "200" else b"told by the server"  # type: ignore[operator]
            if fault == "rows":
                found = json.loads(data)
                found["results"]["bindings"] = found["results"]["bindings"][:-1]
                data = json.dumps(found).encode()
            if fault == "lines":
                data = data[: data.rstrip().rfind(b"\n") + 1]
            self.send_response(int(status) if status.isdigit() else 200)
            if header:
                self.send_header(*header.split("=", 1))
            length = len(data) + 10 if fault == "short" else len(data)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2] if fault == "cut" else data)
            self.wfile.flush()
            if fault in {"cut", "short"}:
                self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = fault != ""

        def log_message(self, *_: object) -> None:
            pass

    def done(form: dict[str, list[str]], text: str) -> bytes:
        if "update" in form:
            server.store.update(text)
            return b""
        found = server.store.query(text)
        return found.serialize(format=ox.QueryResultsFormat.JSON) or b""  # type: ignore[union-attr, arg-type]

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads, web.block_on_close = True, False
    threading.Thread(target=web.serve_forever, daemon=True).start()
    server.address = f"sparql+http://127.0.0.1:{web.server_port}/query"
    try:
        yield server
    finally:
        web.shutdown()
        web.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def remote(server: Server, **told: str) -> Remote:
    return Remote(
        address(server.address, {f"COMMUNIQUE_STORE_{name.upper()}": value for name, value in told.items()}), BASE
    )


# addresses


def test_addresses_come_from_the_query_address_and_the_environment() -> None:
    assert address("sparql+http://h:7878/query", {}) == Address("http://h:7878/query", "http://h:7878/update")
    found = address(
        "sparql+https://h/ds/sparql",
        {
            "COMMUNIQUE_STORE_UPDATE": "update",
            "COMMUNIQUE_STORE_GRAPHS": "https://g.example/data",
            "COMMUNIQUE_STORE_USER": "u",
            "COMMUNIQUE_STORE_PASSWORD": "secret",
            "COMMUNIQUE_STORE_DEADLINE": "5",
        },
    )
    assert (found.query, found.update) == ("https://h/ds/sparql", "https://h/ds/update")
    assert (found.graphs, found.user, found.deadline) == ("https://g.example/data", "u", 5.0)
    assert "secret" not in repr(found) + str(found)
    assert str(found) == "sparql+https://h/ds/sparql"
    assert is_address(str(found))
    assert not is_address("https://h/ds/sparql")


@pytest.mark.parametrize(
    ("text", "environment", "reason"),
    [
        ("http://h/query", {}, "no address of a store"),
        ("sparql+ftp://h/query", {}, "no address of a store"),
        ("sparql+http://", {}, "no address of a store"),
        ("sparql+http://h:x/", {}, "no address of a store"),
        ("sparql+http://h/a b", {}, "no address of a store"),
        ("sparql+http://u:p@h/query", {}, "COMMUNIQUE_STORE_USER"),
        ("sparql+http://h/query#x", {}, "has a # in it"),
        ("sparql+http://h/query", {"COMMUNIQUE_STORE_AUTH": "ntlm"}, "basic or digest"),
        ("sparql+http://h/query", {"COMMUNIQUE_STORE_DEADLINE": "soon"}, "number of seconds"),
        ("sparql+http://h/query", {"COMMUNIQUE_STORE_UPDATE": "mailto:x"}, "no address of a store"),
    ],
)
def test_a_wrong_address_is_told(text: str, environment: dict[str, str], reason: str) -> None:
    with pytest.raises(AddressError, match=reason):
        address(text, environment)


# faults


@pytest.mark.parametrize("fault", ["cut", "short", "rows", "503", "429", "500", "502"])
def test_what_passes_is_asked_again_until_the_answer_is_whole(server: Server, fault: str) -> None:
    store = remote(server)
    store.clear()
    quads = {ox.Quad(A, P, ox.Literal(str(n))) for n in range(20)}
    store.extend(quads)
    before = len(server.asked)
    server.faults = [fault, fault]
    assert set(store.quads_for_pattern(A, None, None)) == quads
    assert len(server.asked) == before + 3


@pytest.mark.parametrize("fault", ["cut", "short", "lines", "503"])
def test_a_graph_of_the_graph_store_comes_whole(server: Server, fault: str) -> None:
    store = remote(server, graphs="/store")
    store.clear()
    graph = ox.NamedNode(f"{BASE}graph/one")
    quads = {ox.Quad(A, P, ox.Literal(str(n)), graph) for n in range(20)}
    store.extend(quads)
    server.faults = [fault]
    assert set(store.quads_for_pattern(None, None, None, graph)) == quads


def test_an_update_whose_answer_was_lost_is_sent_again_and_is_done_once(server: Server) -> None:
    store = remote(server)
    store.clear()
    server.faults = ["short", "503"]
    store.extend([ox.Quad(A, P, A)])
    assert set(store) == {ox.Quad(A, P, A)}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("400", "refuses it"),
        ("401", "refuses it"),
        ("403", "told by the server"),
        ("404", "refuses it"),
        ("302 Location=/elsewhere", "302"),
        ("200 X-SPARQL-MaxRows=5", "at most 5 rows"),
        ("200 X-SQL-State=S1TAT", "ran out of its own time"),
        ("206", "a part"),
    ],
)
def test_what_does_not_pass_is_told_at_once(server: Server, fault: str, reason: str) -> None:
    store = remote(server)
    store.clear()
    before = len(server.asked)
    server.faults = [fault]
    with pytest.raises(RemoteError, match=reason):
        list(store.quads_for_pattern(A, None, None))
    assert len(server.asked) == before + 1


def test_an_error_that_stays_is_told_in_time(server: Server) -> None:
    store = remote(server, deadline="1")
    store.clear()
    server.faults = ["503"] * 100
    begun = time.monotonic()
    with pytest.raises(RemoteError, match=r"no whole answer in 1 s \(503 told by the server\)"):
        list(store.quads_for_pattern(A, None, None))
    assert time.monotonic() - begun < 3


def test_an_answer_on_its_way_that_breaks_off_is_an_error(server: Server) -> None:
    store = remote(server)
    store.clear()
    store.extend([ox.Quad(A, P, ox.Literal(str(n))) for n in range(2000)])
    server.faults = ["cut"]
    with pytest.raises((OSError, SyntaxError, ValueError)):
        list(store.query("SELECT * { ?s ?p ?o }"))


def test_pauses_grow_and_are_never_in_step() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        where = address(f"sparql+http://127.0.0.1:{unused.getsockname()[1]}/query", {"COMMUNIQUE_STORE_DEADLINE": "3"})
        waited: list[float] = []
        with pytest.raises(RemoteError, match="Connection refused"):
            Client(where, lambda seconds: (waited.append(seconds), time.sleep(seconds))[1]).select("ASK {}", bytes)
    assert len(waited) > 2
    assert len(set(waited)) == len(waited)
    assert waited[-1] > waited[0]


@pytest.mark.parametrize(
    ("told", "header"),
    [
        ({"user": "u", "password": "p"}, "Basic dTpw"),
        ({"key": "abc"}, "Bearer abc"),
        ({}, ""),
    ],
)
def test_credentials_are_sent(server: Server, told: dict[str, str], header: str) -> None:
    remote(server, **told).clear()
    assert {sent for _, sent, _ in server.asked} == {header}


def test_a_store_that_has_nothing_of_the_dataset_says_so(server: Server) -> None:
    with pytest.raises(
        RemoteError, match=r"has nothing of the dataset https://words\.example\.org/; say 'communique publish'"
    ):
        remote(server).query("ASK {}")
    assert remote(server).version == -1


def test_the_version_is_the_last_that_was_settled(server: Server) -> None:
    store = remote(server)
    for version in (0, 7, 8, 8):
        store.settle(version)
        assert store.version == version
    assert len(list(server.store)) == 1


def test_what_others_have_in_the_store_is_not_ours(server: Server) -> None:
    other = ox.Quad(A, P, A, ox.NamedNode("https://elsewhere.example/graph"))
    server.store.add(other)
    store = remote(server)
    store.clear()
    store.extend([ox.Quad(A, P, A, ox.NamedNode(f"{BASE}graph/one"))])
    assert [quad.graph_name.value for quad in store] == [f"{BASE}graph/one"]
    assert [quad.graph_name.value for quad in store.about([A])] == [f"{BASE}graph/one"]
    store.clear()
    assert other in server.store


# the command line


def test_a_store_that_is_not_there_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        store = f"sparql+http://127.0.0.1:{unused.getsockname()[1]}/query"
        status = cli.main(["verify", "--dataset", str(made(tmp_path)), "--store", store])
    told = capsys.readouterr().err
    assert status == 1
    assert told.count("\n") == 1
    assert "gives no whole answer in 5 s" in told
    assert "give the same command again" in told


def made(folder: Path) -> Path:
    from tests import world_dataset

    return world_dataset.made(folder / "data")


def test_a_dataset_moves_to_a_store_and_back(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made(tmp_path)

    def dumped(*options: str) -> str:
        assert cli.main(["dump", "--dataset", str(folder), *options]) == 0
        return capsys.readouterr().out

    whole = dumped()
    assert cli.main(["verify", "--dataset", str(folder), "--store", server.address]) == 0
    assert f'store = "{server.address}"' in (folder / "communique.toml").read_text("utf-8")
    assert capsys.readouterr().out == f"{folder}: sound (11 articles)\n"
    assert dumped() == whole
    assert not (folder / "store").exists()
    server.store.clear()  # it lost all it had: the next command notices
    assert cli.main(["verify", "--dataset", str(folder)]) == 0
    capsys.readouterr()
    assert dumped("--store", server.address) == whole
    assert cli.main(["verify", "--dataset", str(folder), "--store", "local"]) == 0
    assert "store =" not in (folder / "communique.toml").read_text("utf-8")
    capsys.readouterr()
    assert dumped() == whole


# queries as another engine is asked them


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * { GRAPH <m> { ?s ?p ?o } }"),
        ("SELECT (EXISTS {?a ?b ?c} AS ?x) WHERE { }", "SELECT (EXISTS {?a ?b ?c} AS ?x) WHERE { }"),
        (
            "SELECT ?g{GRAPH ?g{?s ?p ?o}}",
            "SELECT ?g{ GRAPH <m> {GRAPH ?g{?s ?p ?o} FILTER(?g NOT IN (<h>)) } }",
        ),
        ("SELECT ?s FROM <g> { ?s ?p ?o }", "SELECT ?s FROM <g> { ?s ?p ?o }"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <m> { ?s ?p ?o } }"),
        ("CONSTRUCT { ?s ?p 1 } { ?s ?p ?o }", "CONSTRUCT { ?s ?p 1 } { GRAPH <m> { ?s ?p ?o } }"),
        ('ASK { ?s ?p "} GRAPH ?x {" }', 'ASK { GRAPH <m> { ?s ?p "} GRAPH ?x {" } }'),
        ("SELECT * { { SELECT ?s { ?s ?p ?o } } }", "SELECT * { GRAPH <m> { { SELECT ?s { ?s ?p ?o } } } }"),
    ],
)
def test_what_is_asked_outside_graph_is_asked_of_the_named_default(query: str, wanted: str) -> None:
    found = framed(query, "m", ["h"])
    assert found.split() == wanted.split()
    ox.Store().query(found, base_iri=BASE)


def test_only_prefixes_that_are_used_and_not_declared_are_added() -> None:
    query = "PREFIX a: <https://a.example/> SELECT * { ?s a:p b:q ; c:r 'd:s' }"
    found = prefixed(query, BASE, {"a": "1", "b": "2:", "c": "3:", "d": "4:"})
    assert found == f"BASE <{BASE}> PREFIX b: <2:> PREFIX c: <3:> {query}"


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("SELECT ?p { ?s ?p ?o } VALUES ?s { <a> }", False),
        (f"SELECT ?o (COUNT(*) AS ?n) {{ ?s ?p ?o }} GROUP BY ?o VALUES ?o {{ {A} {P} }}", True),
        ("SELECT ?s { VALUES ?s { <a> } ?s ?p ?o }", True),
    ],
)
def test_a_last_values_is_put_into_the_group_where_it_means_the_same(query: str, same: bool) -> None:
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode(f"{BASE}{name}"), P, A) for name in "abc")
    found = inlined(query)
    assert (found == query) is same
    assert [str(row) for row in store.query(found, base_iri=BASE)] == [
        str(row) for row in store.query(query, base_iri=BASE)
    ]


def test_descriptions_and_questions_of_yes_or_no_are_asked_in_other_words() -> None:
    store = ox.Store()
    store.extend([ox.Quad(A, P, A), ox.Quad(P, P, A)])
    for query in (
        f"DESCRIBE {A}",
        f"DESCRIBE ?s {P} {{ ?s {P} {A} FILTER(?s != {P}) }}",
        f"DESCRIBE ?s WHERE {{ ?s {P} ?o }} LIMIT 1",
    ):
        assert set(store.query(constructed(query))) == set(store.query(query))
    with pytest.raises(ValueError, match="name the variables"):
        constructed("DESCRIBE * { ?s ?p ?o }")
    for query in ("ASK {}", "ASK { ?s ?p 7 }"):
        found = store.query(selected(query))
        assert (next(iter(found), None) is not None) is bool(store.query(query))


def test_a_stream_has_the_bytes_of_the_answer(server: Server) -> None:
    client = Client(address(server.address, {}))
    assert json.loads(client.stream("ASK {}", JSON).read())["boolean"] is True
