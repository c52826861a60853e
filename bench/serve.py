"""`python -m bench.serve`: the same data and requests against this server and its peers, in one run.

The peers are those that `bench.peers` finds. CPU is what the server's processes used, by the kernel's count.
Connections stay open. Each request differs from the last, so that no answer is one that was kept, but for those whose
name ends in `again`: these are kept representations, which are dropped with the checkpoint that they are of. Front page
and VoID are made of counts and lists that are made with a checkpoint; the same by SPARQL is asked as well.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import json
import math
import os
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyoxigraph as ox

from bench.accuracy import FLOORS, floors
from bench.bulk import publish
from bench.peers import communique, present
from ontology import terms
from ontology.facts import Article, Claim, Entity, Event, Holding, Moment, Office, Report, Span
from ontology.prefixes import WRITTEN
from queries.catalogue import question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.peers import Peer

BASE = "https://news.example.org/"
STATES = [Entity("State", name, name.lower()) for name in ("Peru", "Chile", "Kenya", "Norway", "Japan", "Oman", "Fiji")]
TICKS = os.sysconf("SC_CLK_TCK")
_OPEN = threading.local()
OURS = "/sparql"
SAVED = "violence-by-month"
TIMED = (
    "front page", "front page, by SPARQL", "VoID", "VoID, by SPARQL",
    "monthly counts", "monthly counts, again", "saved question", "saved question, again",
)  # fmt: skip
"""What is to take no longer than with Virtuoso, which asks for the same by SPARQL where it has no such page."""
ROUNDS = 4
"""In so many turns each server is asked."""
_NUMBERS = itertools.count(10**8)
TURTLE, JSON, CSV = "text/turtle", "application/sparql-results+json", "text/csv"


@dataclass(frozen=True, slots=True)
class Request:
    """One kind of request: a query, what is accepted, how often it is sent, and how often to the slowest peer."""

    name: str
    query: str
    accept: str
    times: int
    slowly: int
    again: bool = False
    page: str = ""
    """The path of our page that gives what peers are asked for by the query."""

    def of(self, peer: Peer) -> int:
        """Return how often it is sent to a server."""
        return self.slowly if peer.name == "rdflib-endpoint" else self.times


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of a kind of request: CPU and latencies in ms, requests a second by number of clients."""

    cpu: float
    p50: float
    p99: float
    rates: dict[int, float]


def report(number: int) -> Report:
    """Return the facts of one of an endless series of articles."""
    day = date(2020, 1, 1) + timedelta(days=number % 1500)
    one, two = STATES[number % 7], STATES[(number // 7 + 1 + number) % 7]
    person = Entity("Person", f"Ana Lopes {number % 400}", f"ana-lopes-{number % 400}")
    text = f"{person.name} of {one.name} met the president of {two.name} on {day}. They agreed on water. " * 4
    article = Article(text, url=f"https://wire.example/{number}", headline=f"Talks, no. {number}", published=day)
    length = len(text) // 4
    spans = [Span(at * length, (at + 1) * length - 1) for at in range(4)]
    claims = tuple(Claim("happened", (span,), "bench", 0.9) for span in spans)
    moment = Moment(day, day)
    holding = Holding(person, Office("foreign-minister", one), "current", "foreign minister", claims[:1])
    kinds = ("Meeting", "Agreement", "Visit", "Clash")
    events = tuple(
        Event(f"e{at}", kinds[(number + at) % 4], "happened", (claims[at],), (one, two), (), None, moment)
        for at in range(4)
    )
    return Report(article, (person, one, two), (holding,), events, tuple(spans), "bench", "", "1")


def requests(store: ox.Store) -> list[Request]:
    """Return the requests to send, about things that the data hold."""
    event = _first(store, "SELECT ?x { ?x a cmq:Meeting } ORDER BY ?x LIMIT 1")
    article = _first(store, "SELECT ?x { ?x a cmq:Article } ORDER BY ?x LIMIT 1")
    peru = f"<{BASE}id/state/peru>"
    saved = question(SAVED)
    head = "".join(f"PREFIX {name}: <{iri}> " for name, iri in WRITTEN.items() if name in {"cmq", "rdfs"})
    months = (
        f"{head}SELECT ?month (COUNT(?event) AS ?n) {{ ?event cmq:participant {peru} ; cmq:date ?day"
        " BIND(SUBSTR(STR(?day), 1, 7) AS ?month) } GROUP BY ?month ORDER BY ?month"
    )
    newest = (
        f"{head}SELECT ?event ?day ?label {{ ?event a cmq:Event ; cmq:earliest ?day ; rdfs:label ?label }}"
        " ORDER BY DESC(?day) ?event LIMIT 12"
    )
    classes = "SELECT ?class (COUNT(?s) AS ?n) { ?s a ?class } GROUP BY ?class"
    violence, asked = saved.bound({"who": "Peru"}), f"/queries/{SAVED}?who=Peru&format=json"
    return [
        Request("describe", f"DESCRIBE {event}", TURTLE, 300, 60),
        Request("describe, again", f"DESCRIBE {event}", TURTLE, 300, 60, again=True),
        Request(
            "article page",
            f"{head}SELECT ?text ?claim ?what ?label {{ ?words cmq:article {article} ; cmq:text ?text ."
            " ?claim cmq:evidence ?words ; cmq:about ?what . ?what rdfs:label ?label } ORDER BY ?text",
            JSON, 300, 60,
        ),
        Request(
            "timeline",
            f"{head}SELECT ?event ?day ?label {{ ?event cmq:participant {peru} ; cmq:date ?day ; rdfs:label ?label ;"
            " cmq:status cmq:happened } ORDER BY DESC(?day) ?event LIMIT 50",
            JSON, 60, 8,
        ),
        Request(
            "who met whom",
            f"{head}SELECT ?one ?two (COUNT(?event) AS ?n) {{ ?event a cmq:Meeting ; cmq:agent ?one, ?two"
            " FILTER(STR(?one) < STR(?two)) } GROUP BY ?one ?two ORDER BY DESC(?n)",
            JSON, 60, 4,
        ),
        Request("monthly counts", months, JSON, 60, 8),
        Request("monthly counts, again", months, JSON, 60, 8, again=True),
        Request("saved question", violence, JSON, 60, 3, page=asked),
        Request("saved question, again", violence, JSON, 60, 3, again=True, page=asked),
        Request("front page", newest, JSON, 60, 3, page="/"),
        Request("front page, by SPARQL", newest, JSON, 12, 3),
        Request("VoID", classes, JSON, 60, 3, page="/.well-known/void"),
        Request("VoID, by SPARQL", classes, JSON, 60, 3),
        Request("100k rows of CSV", "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 100000", CSV, 6, 1),
    ]  # fmt: skip


def _first(store: ox.Store, query: str) -> str:
    found = store.query(query, prefixes=dict(WRITTEN))
    assert isinstance(found, ox.QuerySolutions)
    return str(next(iter(found))["x"])


def measured(peers: Sequence[Peer], request: Request, clients: Sequence[int]) -> dict[str, Figure]:
    """Return what each server does with one kind of request: in turns, so that all have the same of a busy machine."""
    sizes = {}
    for peer in peers:
        sizes[peer.name] = ask(peer.port, peer.path, request)
        hang_up(peer.port)
    latencies: dict[str, list[float]] = {peer.name: [] for peer in peers}
    used = dict.fromkeys(sizes, 0.0)
    for _, peer in itertools.product(range(ROUNDS), peers):
        before = cpu(peer.process)
        for _ in range(math.ceil(request.of(peer) / ROUNDS)):
            begun = time.monotonic()
            if ask(peer.port, peer.path, request) != sizes[peer.name]:
                raise SystemExit(f"bench: {request.name} was answered with another length")
            latencies[peer.name].append((time.monotonic() - begun) * 1000)
        used[peer.name] += cpu(peer.process) - before
        hang_up(peer.port)
    found = {}
    for peer in peers:
        some = sorted(latencies[peer.name])
        rates = {number: _rate(peer, request, number) for number in clients}
        p99 = some[int(len(some) * 0.99)]
        found[peer.name] = Figure(used[peer.name] / len(some) * 1000, statistics.median(some), p99, rates)
    return found


def _rate(peer: Peer, request: Request, clients: int) -> float:
    """Return how many requests a second a server answers that so many clients send."""
    begun, times = time.monotonic(), request.of(peer)
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda _: ask(peer.port, peer.path, request), range(times)))
    return times / (time.monotonic() - begun)


def ask(port: int, path: str, request: Request) -> int:
    """Send a request over this thread's connection and return the length of its answer, which must be 200."""
    connection = _held().setdefault(port, http.client.HTTPConnection("127.0.0.1", port, timeout=300))
    mark = "" if request.again else f"\n# {next(_NUMBERS)}"
    if request.page and path == OURS:
        # pages take no notice of a view that there is none of
        address = f"{request.page}{'&' if '?' in request.page else '?'}view={mark.strip()[2:]}"
        accept = "text/html, text/turtle;q=0.9"
    else:
        address, accept = f"{path}{'&' if '?' in path else '?'}query={quote(request.query + mark)}", request.accept
    try:
        connection.request("GET", address, headers={"Accept": accept})
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        raise
    if response.status != 200:
        raise SystemExit(f"bench: {request.name}: {response.status} {body[:200]!r}")
    return len(body)


def hang_up(port: int) -> None:
    """Close this thread's connection to a server, which would not wait for as long as the others take."""
    if connection := _held().pop(port, None):
        connection.close()


def _held() -> dict[Any, http.client.HTTPConnection]:
    """Return this thread's open connections by their ports."""
    return _OPEN.__dict__


def cpu(process: int) -> float:
    """Return the seconds of CPU that a process, its children and those that it has outlived used."""
    stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    total = sum(int(field) for field in stat[11:15]) / TICKS
    for task in Path(f"/proc/{process}/task").iterdir():
        with contextlib.suppress(OSError):  # threads and processes end while they are looked at
            for child in (task / "children").read_text(encoding="ascii").split():
                total += cpu(int(child))
    return total


def ratios(found: dict[str, dict[str, Figure]]) -> dict[str, float]:
    """Return how many times our CPU each peer needs for a request, and our time Virtuoso; more is better for us."""
    ours = found["communique"]
    times = {
        f"{name}: time of virtuoso to ours": found["virtuoso"][name].p50 / ours[name].p50
        for name in (TIMED if "virtuoso" in found else ())
        if name in ours
    }
    return times | {
        f"{name}: CPU of {peer} to ours": figures[name].cpu / ours[name].cpu
        for peer, figures in found.items()
        if peer != "communique"
        for name in figures
        if ours[name].cpu
    }


def main() -> int:
    """Measure, print and compare with the floors; return 1 where a figure is under its floor."""
    parser = argparse.ArgumentParser(prog="python -m bench.serve", description="Measure the server beside its peers.")
    parser.add_argument(
        "--articles", type=int, default=7400, metavar="N", help="how many to serve: 7400 are a million triples"
    )
    parser.add_argument("--clients", type=int, nargs="*", default=[1, 8, 64], metavar="N", help="for throughput")
    parser.add_argument("--only", action="append", metavar="NAME", help="only this kind of request; may be repeated")
    args = parser.parse_args()
    found: dict[str, dict[str, Figure]] = {}
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        folder, dump = work / "data", work / "data.nt"
        publish(folder, BASE, map(report, range(args.articles)))
        store = ox.Store.read_only(str(folder / "checkpoints/current"))
        store.dump(str(dump), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        asked = [one for one in requests(store) if not args.only or one.name in args.only]
        triples = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        del store
        print(f"{args.articles} articles, {triples:,} triples ({terms.NS})")
        with contextlib.ExitStack() as running:
            starts = (communique(folder, "--deadline", "120"), *present(dump, work))
            peers = [running.enter_context(start) for start in starts]
            for one in asked:
                for name, figure in measured(peers, one, args.clients).items():
                    found.setdefault(name, {})[one.name] = figure
                    rates = ", ".join(f"{number}: {rate:.0f}/s" for number, rate in figure.rates.items())
                    told = f"{figure.cpu:9.2f} ms CPU  p50 {figure.p50:8.1f}  p99 {figure.p99:8.1f} ms  {rates}"
                    print(f"{name:16} {one.name:22} {told}", flush=True)
    figures = ratios(found)
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}, indent=1))
    faults = [
        f"{name}: {figures[name]:.2f} is under the floor of {row.floor}"
        for name, row in floors().get("serve", {}).items()
        if name in figures and figures[name] < row.floor
    ]
    print("\n".join(faults) or f"no figure is under its floor in {FLOORS.name}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
