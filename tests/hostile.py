"""Requests that mean harm, by class: each is what is sent over a socket, byte for byte."""

import itertools
from collections.abc import Iterator
from urllib.parse import quote

EACH = 84
"""How many requests a class has."""
_B, _E = "{", "}"


def get(path: str, *headers: str, version: str = "1.1") -> bytes:
    lines = [f"GET {path} HTTP/{version}", "Host: localhost", "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def query(text: str, *headers: str) -> bytes:
    return get(f"/sparql?query={quote(text, safe='')}", *headers)


def post(path: str, body: bytes, kind: str, *headers: str, method: str = "POST", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", f"Content-Type: {kind}"]
    head = "\r\n".join([*lines, f"Content-Length: {size}", *headers]) + "\r\n\r\n"
    return head.encode() + body


def runaways() -> Iterator[bytes]:
    product = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
    for number in itertools.count():
        for head in (
            f"SELECT (COUNT(*) AS ?n) {{ {product} }}",
            f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{ {product} FILTER(?a != ?d) }}",
            f"SELECT * {{ {product} }} ORDER BY ?c ?f DESC(?i)",
            f"SELECT DISTINCT ?a ?e ?i {{ {product} }} ORDER BY ?a",
            f"ASK {{ {product} FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) > 100000) }}",
            f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {product} }}",
            "SELECT (COUNT(*) AS ?n) { ?a (<a:1>|!<a:2>)* ?b . ?b (<a:1>|!<a:3>)* ?c . ?c (<a:1>|!<a:4>)* ?d }",
            f"SELECT ?a {{ {product} FILTER(REGEX(CONCAT(STR(?a), STR(?f)), '(a|b|ab)*c(d|e|de)*f{number}$')) }}",
            f"CONSTRUCT {{ ?a ?b ?l }} {{ {product} FILTER(?c = <a:{number}>) }}",
            f"SELECT (MAX(?c) AS ?m) {{ {product} {{ SELECT ?z {{ ?z ?y ?x . ?w ?v ?u }} }} }} GROUP BY ?a ?d",
        ):
            yield query(head)


def streams() -> Iterator[bytes]:
    for accept in itertools.cycle(("text/csv", "application/json", "application/sparql-results+xml", "text/turtle")):
        yield query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", f"Accept: {accept}, */*;q=0.1")
        yield query("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", f"Accept: {accept}, */*;q=0.1")
        yield query(
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", f"Accept: {accept}, */*;q=0.1", "Accept-Encoding: gzip"
        )


def bombs() -> Iterator[bytes]:
    sizes = (65, 100, 300, 1000, 3000, 9000, 30000)
    shapes = (
        lambda n: "SELECT * " + _B * n + _E * n,
        lambda n: "SELECT * " + _B * n,
        lambda n: "SELECT * { FILTER(" + "(" * n + "1" + ")" * n + ") }",
        lambda n: "SELECT * { ?s " + "(" * n + "<a:b>" + ")" * n + " ?o }",
        lambda n: "SELECT * { " + "[ <a:b> " * n + "1" + "]" * n + " <a:b> 1 }",
        lambda n: "SELECT * { " + "(" * n + "1" + ")" * n + " <a:b> 1 }",
        lambda n: "SELECT * { " + "{ SELECT * { " * n + "}}" * n + " }",
        lambda n: "SELECT * { " + "GRAPH ?g { " * n + "}" * n + " }",
        lambda n: "SELECT * { " + "FILTER EXISTS { " * n + "}" * n + " }",
        lambda n: "SELECT (" + "IF(true, 1, " * n + "1" + ")" * n + " AS ?x) {}",
        lambda n: "SELECT * { " + "<<( ?s ?p " * n + "?o" + " )>>" * n + " ?p ?o }",
        lambda n: "SELECT * { ?s ?p ?o " + "{| ?p ?o " * n + "|}" * n + " }",
    )
    for size, shape in itertools.product(sizes, shapes):
        yield post("/sparql", shape(size).encode(), "application/sparql-query")


def chains() -> Iterator[bytes]:
    shapes = (
        lambda n: "SELECT * { FILTER(" + "true||" * n + "true) }",
        lambda n: "SELECT * { FILTER(" + "!" * n + "true) }",
        lambda n: "SELECT * { FILTER(" + "1+" * n + "1) }",
        lambda n: "SELECT * { FILTER(" + "- " * n + "1) }",
        lambda n: "SELECT * { ?s " + "<a:b>/" * n + "<a:b> ?o }",
        lambda n: "SELECT * { ?s " + "<a:b>|" * n + "<a:b> ?o }",
        lambda n: "SELECT * { ?s " + "^" * n + "<a:b> ?o }",
        lambda n: "SELECT * { ?s <a:b>" + "*" * n + " ?o }",
        lambda n: "SELECT * { " + "{} UNION " * n + "{} }",
        lambda n: "SELECT * { " + "OPTIONAL { ?a ?b ?c } " * n + "}",
        lambda n: "SELECT * { " + "MINUS { ?a ?b ?c } " * n + "}",
        lambda n: "SELECT * { " + "".join(f"BIND({i} AS ?a{i}) " for i in range(n)) + "}",
        lambda n: "SELECT * { " + "?s ?p ?o . " * n + "}",
        lambda n: "SELECT * { ?s ?p ?o } ORDER BY " + "?s " * n,
    )
    for size, shape in itertools.product((50, 150, 399, 1000, 4000, 9000), shapes):
        yield post("/sparql", shape(size).encode(), "application/sparql-query")


def network(canary: str) -> Iterator[bytes]:
    forms = (
        "SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ sErViCe<{}>{{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND(<{}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
        "SELECT * {{ VALUES ?x {{ <{}> }} SERVICE SILENT ?x {{ ?s ?p ?o }} }}",
        "ASK {{ FILTER EXISTS {{ SERVICE <{}> {{ ?s ?p ?o }} }} }}",
        "SELECT * {{ # '\n SERVICE <{}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p '\\'' . SERVICE <{}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p '''a''b''' . SERVICE <{}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p <a:\\u0041#> . SERVICE <{}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ \\u0053ERVICE <{}> {{ ?s ?p ?o }} }}",
        "SELECT * FROM <{}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "DESCRIBE <{}> FROM <{}>",
        "LOAD <{}>",
        "LOAD SILENT <{}> INTO GRAPH <a:b>",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    )
    while True:
        for form in forms:
            text = form.replace("{}", canary).replace("{{", "{").replace("}}", "}")
            yield query(text)
            yield post("/sparql", text.encode(), "application/sparql-query")
            yield post("/sparql", f"update={quote(text)}".encode(), "application/x-www-form-urlencoded")
        for name in ("default-graph-uri", "named-graph-uri"):
            yield get(f"/sparql?query=SELECT%20*%20%7B%7D&{name}={quote(canary)}")
        context = f'{{"@context": "{canary}", "@id": "a:b"}}'.encode()
        yield post("/graph-store?default", context, "application/ld+json", method="PUT")


def headers() -> Iterator[bytes]:
    long = "x" * 60_000
    for name, value in itertools.product(
        (
            "Accept",
            "Accept-Encoding",
            "If-None-Match",
            "Authorization",
            "X-Forwarded-Prefix",
            "X-Forwarded-Host",
            "Range",
        ),
        (
            "text/html\r\nX-Injected: 1",
            "a\x00b",
            long,
            "," * 5000,
            "*/*;q=" + "9" * 500,
            ";" * 3000,
            '"' * 2000,
            "bytes=" + "0-1," * 2000,
            "Bearer " + "\u00ff" * 300,
            "Basic !!!!",
            "/../../x",
            "<script>alert(1)</script>",
        ),
    ):
        yield get("/data/person/ana-lopes.ttl", f"{name}: {value}")


def parameters() -> Iterator[bytes]:
    values = (
        "%00",
        "%0d%0aX-Injected:%201",
        "%ff%fe",
        "%c0%ae",
        "%ed%a0%80",
        "%",
        "%zz",
        "'%3B--",
        "%E2%80%AE",
        "a" * 9000,
    )
    for value, path in itertools.product(
        values,
        (
            "/sparql?query=ASK%7B%7D&default-graph-uri={}",
            "/sparql?query=ASK%7B%7D&format={}",
            "/sparql?query={}",
            "/sparql?query=ASK%7B%7D&query={}",
            "/sparql?{}=x",
            "/graph-store?graph={}",
            "/search?q={}",
            "/data/person/{}",
            "/page/{}/x",
        ),
    ):
        yield get(path.replace("{}", value))


def encodings() -> Iterator[bytes]:
    bodies = (
        b"\xff\xfe",
        b"ASK {} # \xc3\x28",
        b"\xef\xbb\xbfASK {}",
        b"A\x00S\x00K\x00",
        b"\xed\xa0\x80",
        b"query=%ff",
        b"=&=&=",
        b"",
    )
    kinds = (
        "application/sparql-query",
        "application/sparql-query; charset=utf-16",
        "application/sparql-query; charset=nonsense",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-7",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "text/plain",
        "*/*",
        "a" * 5000,
        "",
    )
    for body, kind in itertools.product(bodies, kinds):
        yield post("/sparql", body, kind)


def paths() -> Iterator[bytes]:
    aims = ("etc/passwd", "communique.toml", "ledger.sqlite", "store/CURRENT", ".lock", "graphs.nq", "reports.jsonl")
    ways = (
        "/dumps/../{}",
        "/dumps/..%2F{}",
        "/dumps/%2e%2e/{}",
        "/dumps/..%5c{}",
        "/static/../../{}",
        "/static/..%2f..%2f{}",
        "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/{}",
        "/data/../../{}",
        "/graph/..%2F..%2F{}",
        "//{}",
        "/dumps/....//{}",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/{}",
    )
    for aim, way in itertools.product(aims, ways):
        yield get(way.replace("{}", aim))


def oversize() -> Iterator[bytes]:
    while True:
        yield get("/sparql?query=" + "a" * 120_000)
        yield get("/" + "a/" * 30_000)
        yield get("/sparql?" + "&".join(f"a{n}=1" for n in range(5000)))
        yield post("/sparql", b"x" * 300_000, "application/sparql-query")
        yield post("/sparql", b"x", "application/sparql-query", length=10**10)
        yield post("/sparql", b"query=" + b"%20" * 90_000, "application/x-www-form-urlencoded")
        yield post("/graph-store?default", b"x" * 2_000_000, "text/turtle", method="PUT")
        yield get("/", *(f"X-H{n}: {'y' * 900}" for n in range(200)))
        yield query("SELECT * { VALUES ?x { " + "1 " * 30_000 + "} }")
        yield query("SELECT * { ?s ?p '" + "\\u0041" * 10_000 + "' }")


def malformed() -> Iterator[bytes]:
    while True:
        yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200 + b"\r\n\r\n"
        yield b"GET\r\n\r\n"
        yield b"GET / HTTP/9.9\r\nConnection: close\r\n\r\n"
        yield b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"
        yield b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"
        yield b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nASK {}"
        yield b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\nConnection: close\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
        yield b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"
        yield b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
        yield b"GET http://other.example/ HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n"
        yield b"GET /\x00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        yield b"GET / HTTP/1.1\r\nHost : a\r\n b: c\r\nConnection: close\r\n\r\n"
        yield b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
        yield b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


def writes() -> Iterator[bytes]:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    bomb += b'<]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&j;</rdf:RDF>'
    while True:
        for token in ("", "Authorization: Bearer wrong", "Authorization: Basic eDp5", "Authorization: Bearer "):
            more = (token,) if token else ()
            yield post("/sparql", b"CLEAR ALL", "application/sparql-update", *more)
            yield post("/sparql", b"update=DROP%20ALL", "application/x-www-form-urlencoded", *more)
            yield post("/sparql?update=DROP%20ALL", b"", "application/x-www-form-urlencoded", *more)
            yield post("/graph-store?default", b"<a:a> <a:b> 1 .", "text/turtle", *more, method="PUT")
            yield post("/graph-store", bomb, "application/rdf+xml", *more)
            yield post("/graph-store?default", b"", "text/turtle", *more, method="DELETE")
            yield post("/graph-store/x", b"<a:a> <a:b> 1 .", "text/turtle", *more, method="PATCH")


def methods() -> Iterator[bytes]:
    names = (
        "TRACE",
        "CONNECT",
        "PATCH",
        "DELETE",
        "PUT",
        "PROPFIND",
        "get",
        "G" * 3000,
        "OPTIONS",
        "HEAD",
        "POST",
        "\u00e9",
    )
    for name, path in itertools.product(
        names,
        ("/", "/sparql", "/id/person/ana-lopes", "/data/person/ana-lopes.ttl", "/ontology", "/dumps/", "/metrics"),
    ):
        yield f"{name} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()


def classes(canary: str) -> dict[str, list[bytes]]:
    """Return all requests by class, EACH of a class; `canary` is an address that no query may reach."""
    makers = (
        runaways,
        streams,
        bombs,
        chains,
        headers,
        parameters,
        encodings,
        paths,
        oversize,
        malformed,
        writes,
        methods,
    )
    found = {maker.__name__: list(itertools.islice(maker(), EACH)) for maker in makers}
    return found | {"network": list(itertools.islice(network(canary), EACH))}
