"""The endpoint as clients see it: what it answers, in what form, and what it says when it does not."""

import gzip
import http.client
import json
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
import webserver
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, POSTDIRECTLY, SPARQLExceptions, SPARQLWrapper

NAMES = "SELECT ?name { ?p a cmq:Person ; rdfs:label ?name } ORDER BY ?name"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DEADLINE = 2.0


class Answer:
    """An HTTP answer, read to its end."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def problem(self) -> dict[str, object]:
        assert self.headers["Content-Type"] == "application/problem+json"
        found: dict[str, object] = json.loads(self.body)
        assert found["status"] == self.status
        return found


def asked(
    news: str, path: str = "", method: str = "GET", body: bytes | None = None, query: str = "", **headers: str
) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(news).netloc, timeout=20)
    path = path or f"/sparql?query={quote(query)}"
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        return Answer(connection.getresponse())
    finally:
        connection.close()


RESULTS = {
    "application/sparql-results+json": b'{"head"',
    "application/json": b'{"head"',
    "application/sparql-results+xml": b"<?xml",
    "text/csv": b"name\r\n",
    "text/tab-separated-values": b"?name\n",
}


@pytest.mark.parametrize("accept", RESULTS)
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_solutions_in_every_format_by_every_way(news: str, accept: str, way: str) -> None:
    if way == "get":
        answer = asked(news, query=NAMES, Accept=accept)
    else:
        form = way == "form"
        kind = "application/x-www-form-urlencoded" if form else "application/sparql-query; charset=UTF-8"
        body = urlencode({"query": NAMES}).encode() if form else NAMES.encode()
        answer = asked(news, "/sparql", "POST", body, Accept=accept, Content_Type=kind)
    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (200, accept)
    assert answer.body.startswith(RESULTS[accept])
    assert "Élise N'Diaye".encode() in answer.body or b"Ana Lopes" in answer.body


GRAPHS = ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
GRAPHS += ["application/trig", "application/n-quads"]


@pytest.mark.parametrize("accept", GRAPHS)
@pytest.mark.parametrize("form", ["CONSTRUCT WHERE { ?p a cmq:Person }", "DESCRIBE ?p { ?p a cmq:Person }"])
def test_triples_in_every_format(news: str, accept: str, form: str) -> None:
    answer = asked(news, query=form, Accept=accept)
    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (200, accept)
    said = set(ox.parse(answer.body, format=ox.RdfFormat.from_media_type(accept), base_iri=news))
    assert len(said) > 3
    if form.startswith("DESCRIBE"):
        person = ox.NamedNode(f"{news}/id/person/ana-lopes")
        assert any(quad.object == person for quad in said), "what leads to it belongs to its description"


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/html, */*;q=0.1", "text/html"),
        ("text/csv;q=nonsense, application/xml", "application/xml"),
        (",,;", "application/sparql-results+json"),
        ("text/csv; charset=utf-8; q=0.9, application/json; q=0.8", "text/csv"),
        ("text/turtle", None),
        ("image/png", None),
        ("*/*;q=0", None),
    ],
)
def test_weights_and_wildcards(news: str, accept: str, given: str | None) -> None:
    answer = asked(news, query=NAMES, Accept=accept)
    assert answer.headers["Vary"] == "Accept, Accept-Encoding, Accept-Language"
    if given:
        assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (200, given)
    else:
        assert answer.status == 406
        assert "text/csv" in str(answer.problem["available"])


@pytest.mark.parametrize(
    ("query", "head"),
    [
        ("SELECT * { ?s a ?class ; rdfs:label ?a }", b"s,class,a\r\n"),
        ("SELECT DISTINCT * # ?x\n{ VALUES (?z $a) { (1 2) } }", b"z,a\r\n"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", b"n\r\n"),
        ("SELECT ?b ?a { VALUES (?a ?b) { (1 2) } { SELECT * { ?x a ?y } } }", b"b,a\r\n"),
    ],
)
def test_columns_come_in_the_order_of_the_query(news: str, query: str, head: bytes) -> None:
    assert asked(news, query=query, Accept="text/csv").body.startswith(head)


def test_format_in_the_address_comes_before_accept(news: str) -> None:
    answer = asked(news, f"/sparql?query={quote(NAMES)}&format=csv", Accept="application/json")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


ERRORS: dict[str, tuple[str, str, bytes | None, str, int]] = {
    "no SPARQL": ("GET", "?query=SELECT%20*%0A%7B%20%3Fx%20foo:bar%20%3Fy%20%7D", None, "", 400),
    "two queries": ("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", None, "", 400),
    "a query twice": ("POST", "?query=ASK%7B%7D", b"query=ASK%7B%7D", "application/x-www-form-urlencoded", 400),
    "an update by GET": ("GET", "?update=CLEAR%20ALL", None, "", 400),
    "no query": ("POST", "", b"", "application/x-www-form-urlencoded", 400),
    "no IRI": ("GET", "?query=ASK%7B%7D&default-graph-uri=a%20b", None, "", 400),
    "a graph that is not here": ("GET", "?query=ASK%7B%7D&default-graph-uri=http://127.0.0.1:9/x", None, "", 400),
    "FROM elsewhere": ("GET", f"?query={quote('SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }')}", None, "", 400),
    "no UTF-8": ("GET", "?query=ASK%7B%7D%20%23%ff", None, "", 400),
    "no UTF-8 in a body": ("POST", "", b"ASK {} # \xff", "application/sparql-query", 400),
    "another charset": ("POST", "", b"ASK {}", "application/sparql-query; charset=utf-16", 415),
    "another type": ("POST", "", b"ASK {}", "text/plain", 415),
    "no type": ("POST", "", b"ASK {}", "", 415),
    "too long": ("POST", "", b"x" * 300_000, "application/sparql-query", 413),
    "another method": ("PUT", "", b"ASK {}", "application/sparql-query", 405),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_are_problems_that_any_origin_may_read(news: str, name: str) -> None:
    method, path, body, kind, status = ERRORS[name]
    answer = asked(news, "/sparql" + path, method, body, **({"Content_Type": kind} if kind else {}))
    assert (answer.status, answer.problem["type"]) == (status, answer.problem["type"])
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    if status == 405:
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    if name == "no SPARQL":
        assert (answer.problem["line"], answer.problem["column"]) == (2, 13)
    assert b"Traceback" not in answer.body


def test_people_get_errors_as_a_page(news: str) -> None:
    answer = asked(news, "/page/person/%3Cscript%3E", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"<script>" not in answer.body


@pytest.mark.parametrize(
    "path", ["", "/data/person/ana-lopes", "/page/person/ana-lopes", "/ontology.ttl", "/.well-known/void"]
)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_is_unchanged_is_not_sent_again(news: str, path: str, encoding: str) -> None:
    first = asked(news, path, query="CONSTRUCT WHERE { ?s ?p ?o }", Accept_Encoding=encoding)
    tag = first.headers["ETag"]
    assert first.status == 200
    assert tag.startswith('"'), "a strong tag"
    again = asked(news, path, query="CONSTRUCT WHERE { ?s ?p ?o }", Accept_Encoding=encoding, If_None_Match=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Vary"] == first.headers["Vary"]
    other = asked(
        news, path, query="CONSTRUCT WHERE { ?s ?p ?o }", If_None_Match=tag, Accept="application/n-triples, */*;q=0.1"
    )
    fixed = path in {"/page/person/ana-lopes", "/ontology.ttl"}  # the address alone says which format
    assert other.status == (304 if fixed and encoding == "identity" else 200)
    assert (other.headers["ETag"] == tag) == (other.status == 304)


def test_answers_are_packed_on_demand(news: str) -> None:
    plain = asked(news, query="SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 2000")
    packed = asked(
        news, query="SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 2000", Accept_Encoding="br;q=1, gzip;q=0.5"
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 4
    unpacked = asked(news, query="SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 2000", Accept_Encoding="gzip;q=0")
    assert unpacked.headers["Content-Encoding"] is None


def test_answers_that_change_by_themselves_are_not_kept(news: str) -> None:
    answer = asked(news, query="SELECT (RAND() AS ?x) {}")
    assert (answer.headers["ETag"], answer.headers["Cache-Control"]) == (None, "no-store")


@pytest.mark.parametrize(
    "path", ["", "/data/person/ana-lopes.ttl", "/page/person/ana-lopes", "/dumps/communique.nq.gz"]
)
def test_head_and_options(news: str, path: str) -> None:
    whole = asked(news, path, query=NAMES)
    head = asked(news, path, "HEAD", query=NAMES)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(whole.body))
    assert head.headers["ETag"] == whole.headers["ETag"]
    options = asked(news, path, "OPTIONS", query=NAMES, Origin="https://other.example")
    assert options.status == 204
    assert "GET" in options.headers["Allow"]
    assert "Content-Type" in options.headers["Access-Control-Allow-Headers"]


def test_heads_of_long_answers_give_their_workers_back(news: str) -> None:
    for _ in range(12):
        assert asked(news, method="HEAD", query=STREAM).status == 200
    assert asked(news, query=NAMES).status == 200


def test_links_tell_what_else_there_is(news: str) -> None:
    links = asked(news, "/data/person/ana-lopes.ttl").headers["Link"]
    assert f'<{news}/id/person/ana-lopes>; rel="cite-as"' in links
    assert '</data/person/ana-lopes.jsonld>; rel="alternate"; type="application/ld+json"' in links
    assert '</.well-known/void>; rel="describedby"' in links
    assert 'rel="license"' in links
    answer = asked(news, "/data/person/ana-lopes", Accept="application/ld+json")
    assert answer.headers["Content-Location"] == "/data/person/ana-lopes.jsonld"


def test_links_stay_right_behind_a_proxy(news: str) -> None:
    told = {"X_Forwarded_Prefix": "/news", "X_Forwarded_Proto": "https", "X_Forwarded_Host": "news.example"}
    answer = asked(news, "/id/person/ana-lopes", Accept="text/turtle", **told)
    assert answer.headers["Location"] == "/news/data/person/ana-lopes.ttl"
    assert b'href="/news/page/' in asked(news, "/page/person/ana-lopes", **told).body
    assert (
        b"<https://news.example/news/sparql>"
        in asked(news, "/.well-known/void", Accept="application/n-triples", **told).body
    )
    evil = asked(news, "/page/person/ana-lopes", X_Forwarded_Prefix='/"><script>', X_Forwarded_Host='x"><script>')
    assert b"<script>" not in evil.body


def test_an_endless_query_is_stopped_while_others_are_answered(news: str) -> None:
    found: list[tuple[int, float]] = []

    def attack() -> None:
        begun = time.monotonic()
        # another client: each may have only so many queries at once
        status, _ = webserver.get(news, f"/sparql?query={quote(ENDLESS)}", source="127.0.0.2")
        found.append((status, time.monotonic() - begun))

    attackers = [threading.Thread(target=attack) for _ in range(4)]
    for thread in attackers:
        thread.start()
    while any(thread.is_alive() for thread in attackers):
        begun = time.monotonic()
        assert asked(news, query=NAMES).status == 200
        assert time.monotonic() - begun < DEADLINE
    assert [status for status, _ in found] == [503] * 4
    assert max(seconds for _, seconds in found) < DEADLINE + 0.5


def test_a_cut_answer_does_not_look_whole(news: str) -> None:
    with pytest.raises(http.client.IncompleteRead) as cut:
        asked(news, query=STREAM)
    assert len(cut.value.partial) > 200_000
    with pytest.raises((http.client.IncompleteRead, EOFError)):
        gzip.decompress(asked(news, query=STREAM, Accept_Encoding="gzip").body)


def test_a_client_that_knows_no_chunks_is_never_given_a_part(news: str) -> None:
    def old(query: str) -> tuple[bytes, bytes]:
        host = urlsplit(news)
        with socket.create_connection((host.hostname, host.port), timeout=20) as sock:
            sock.sendall(f"GET /sparql?query={quote(query)} HTTP/1.0\r\nAccept: text/csv\r\n\r\n".encode())
            data = b""
            while block := sock.recv(1 << 20):
                data += block
        head, _, body = data.partition(b"\r\n\r\n")
        return head, body

    head, body = old(STREAM)
    assert b" 503 " in head.split(b"\r\n")[0]
    head, body = old("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")
    assert b" 200 " in head.split(b"\r\n")[0]
    assert f"Content-Length: {len(body)}".encode() in head
    assert body.count(b"\r\n") == 20_001


def test_nested_braces_do_not_kill_the_server(news: str) -> None:
    for shape in ("{", "{ ?s ?p ?o OPTIONAL {", "{ FILTER(" + "(" * 40, "{ ?s ?p [ <p> ["):
        answer = asked(news, query="SELECT * " + shape * (3000 // len(shape)))
        assert answer.status == 400
    answer = asked(news, query="SELECT * " + "{" * 3000 + "}" * 3000)
    assert (answer.status, answer.problem["type"]) == (400, "urn:communique:problem:query-refused")
    assert asked(news, query=NAMES).status == 200


@pytest.fixture
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """A listener on loopback that nobody is to reach, and what it heard."""
    heard: list[bytes] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                heard.append(b"connected")
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", heard
        stop.set()
        thread.join()


def test_no_query_reaches_the_network(news: str, canary: tuple[str, list[bytes]]) -> None:
    address, heard = canary
    for query in (
        f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND(<{address}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
        f"SELECT * FROM <{address}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"LOAD <{address}>",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    ):
        assert asked(news, query=query).status == 400, query
    for name in ("default-graph-uri", "named-graph-uri"):
        assert asked(news, f"/sparql?query=ASK%7B%7D&{name}={quote(address)}").status == 400
    time.sleep(0.3)
    assert heard == []


def test_sparqlwrapper(news: str) -> None:
    for method in ("GET", POST):
        client = SPARQLWrapper(f"{news}/sparql", returnFormat=JSON)
        client.setMethod(method)
        client.setQuery(
            "PREFIX cmq: <https://w3id.org/communique/ns#> "
            + NAMES.replace("rdfs:label", "<http://www.w3.org/2000/01/rdf-schema#label>")
        )
        found = client.queryAndConvert()["results"]["bindings"]
        assert "Ana Lopes" in [row["name"]["value"] for row in found]
    client.setRequestMethod(POSTDIRECTLY)
    assert client.queryAndConvert()["results"]["bindings"] == found
    client.setQuery("SELECT * { ?x nonsense }")
    with pytest.raises(SPARQLExceptions.QueryBadFormed):
        client.query()
    graphs = SPARQLWrapper(f"{news}/sparql")
    graphs.setQuery("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 5")
    graphs.setReturnFormat("turtle")
    assert len(rdflib.Graph().parse(data=graphs.query().convert())) == 5


def test_rdflib_as_a_client(news: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{news}/sparql"))
    person = rdflib.URIRef(f"{news}/id/person/ana-lopes")
    assert str(graph.value(person, rdflib.RDFS.label)) == "Ana Lopes"


def test_the_usual_requests_of_a_query_editor(news: str) -> None:
    accept = "application/sparql-results+json,*/*;q=0.9"
    form = urlencode({"query": NAMES}).encode()
    kind = "application/x-www-form-urlencoded; charset=UTF-8"
    answer = asked(news, "/sparql", "POST", form, Accept=accept, Content_Type=kind, Origin="https://yasgui.example")
    assert webserver.rows(answer.body)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    with urllib.request.urlopen(f"{news}/sparql?query={quote(NAMES)}", timeout=20) as response:
        assert response.status == 200


def test_the_service_describes_itself(news: str) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for accept in GRAPHS[:4]:
        answer = asked(news, "/sparql", Accept=accept)
        form = ox.RdfFormat.from_media_type(accept)
        lines = ox.serialize(
            (quad.triple for quad in ox.parse(answer.body, format=form)), format=ox.RdfFormat.N_TRIPLES
        )
        graph = rdflib.Graph().parse(data=lines, format="nt")
        (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
        assert str(graph.value(service, sd.endpoint)) == f"{news}/sparql"
        assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
    page = asked(news, "/sparql", Accept="text/html")
    assert b"<textarea" in page.body


def test_the_graphs_of_a_request_come_before_those_of_the_query(news: str) -> None:
    graphs = asked(news, query="SELECT ?g { GRAPH ?g { ?a cmq:published ?d } } ORDER BY ?d")
    one, two = (row["g"] for row in webserver.rows(graphs.body)[:2])
    count = "SELECT (COUNT(?a) AS ?n) FROM <GRAPH> { ?a a cmq:Article }".replace("GRAPH", two)
    path = f"/sparql?query={quote(count)}"
    assert webserver.rows(asked(news, path).body) == [{"n": "1"}]
    assert webserver.rows(
        asked(news, f"{path}&default-graph-uri={quote(one)}&default-graph-uri={quote(two)}").body
    ) == [{"n": "2"}]
    named = quote("SELECT ?g { GRAPH ?g { ?a a cmq:Article } }")
    assert webserver.rows(asked(news, f"/sparql?query={named}&named-graph-uri={quote(one)}").body) == [{"g": one}]


def test_health_and_robots(news: str) -> None:
    assert asked(news, "/healthz").body == b"ok\n"
    assert b"Disallow: /sparql" in asked(news, "/robots.txt").body
