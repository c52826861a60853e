"""A SPARQL endpoint on loopback that speaks as Wikidata does and fails as it is told to."""

import json
import socket
import struct
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox

WORLD = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
wd:Q9001 rdfs:label "Minister of Foreign Affairs of Peru"@en ; wdt:P1001 wd:Q419 .
wd:Q9002 rdfs:label "President of Peru"@en ; wdt:P1001 wd:Q419 .
wd:Q9003 rdfs:label "Minister of Foreign Affairs of Ecuador"@en ; wdt:P1001 wd:Q736 .
wd:Q9004 rdfs:label "Foreign minister"@en ; wdt:P1001 wd:Q736 .
wd:Q9101 wdt:P31 wd:Q5 ; rdfs:label "Ana Lopes"@en ; skos:altLabel "A. M. Lopes"@en ; wdt:P39 wd:Q9001 .
wd:Q9102 wdt:P31 wd:Q5 ; rdfs:label "Ana Lopes"@en .
wd:Q9103 wdt:P31 wd:Q5 ; rdfs:label "Bo Ferri"@en ; wdt:P39 wd:Q9002 .
wd:Q9104 wdt:P31 wd:Q5 ; rdfs:label "Kari Dahl"@en .
wd:Q9105 wdt:P31 wd:Q5 ; rdfs:label "Omar Haddad"@en .
wd:Q9106 wdt:P31 wd:Q5 ; rdfs:label "Omar Haddad"@en .
wd:Q9107 rdfs:label "Ruth Paz"@en .
"""


@dataclass
class Faults:
    """How the next answers go: names of faults, first to last; then all go well. `asked` counts the questions."""

    url: str = ""
    next: list[str] = field(default_factory=list)
    asked: int = 0


@contextmanager
def endpoint() -> Iterator[Faults]:
    """Serve the world; yield what its answers can be made to be."""
    store = ox.Store()
    store.load(WORLD, format=ox.RdfFormat.TURTLE)
    faults = Faults()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            faults.asked += 1
            fault = faults.next.pop(0) if faults.next else ""
            found = store.query(form["query"][0])
            body = bytes(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
            if fault == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
                return
            if fault in {"503", "400", "500"}:
                self.send_response(int(fault))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if fault == "short":  # closed validly, with all but the first row left out
                whole = json.loads(body)
                whole["results"]["bindings"] = whole["results"]["bindings"][:1]
                body = json.dumps(whole).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            if fault == "closed":
                self.send_header("Connection", "close")
            else:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if fault in {"cut", "closed"}:
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
            elif fault == "slow":
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.05)
            else:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Clients go away: that is what is tested."""

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        faults.url = f"http://127.0.0.1:{server.server_port}/sparql"
        try:
            yield faults
        finally:
            server.shutdown()
