"""How long the server takes for each kind of page of a large dataset, asked for the first time, and how large it is."""

from __future__ import annotations

import http.client
import json
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from bench.bulk import STATES, build
from bench.peers import communique
from bench.serve import cpu
from ontology import terms
from ontology.prefixes import WRITTEN
from server.store import description
from server.store.dataset import open_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.peers import Peer
    from server.store.dataset import Dataset
    from server.store.engine import Store

BASE = "https://news.example.org/"
SLOWEST = 300.0
"""Milliseconds of CPU that any page may take, of all processes of the server: on a machine that is used by others too
the clock tells of these."""
LARGEST = 1500
"""Elements that any page may have."""
MEETINGS = """SELECT ?day ?event ?sentence {
  ?e a cmq:Meeting ; cmq:status cmq:happened ; rdfs:label ?event ; cmq:latest ?day .
  ?claim cmq:about ?e ; cmq:evidence/cmq:sentence ?sentence } LIMIT 200"""
"""What somebody might ask of the graph."""
_TRIES = 5
"""How many pages of a kind are asked for, where there are as many; each is asked for once."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page, with paths of such pages: those that have most on them first."""

    name: str
    paths: tuple[str, ...]


class Elements(HTMLParser):
    """Counts the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - as the parser calls it
        """Count one."""
        self.number += 1


def elements(page: str) -> int:
    """Return how many elements a page has: the nodes of its DOM that are no text. What is for programs is no page."""
    if "<html" not in page[:200]:
        return 0
    parser = Elements()
    parser.feed(page)
    return parser.number


def run(articles: int, keep: Path | None) -> tuple[list[str], list[str]]:
    """Measure; return what to print, and what is over its bound. With `keep` the dataset is made there, or found."""
    with tempfile.TemporaryDirectory() as place:
        folder = keep or Path(place) / "data"
        begun = time.monotonic()
        if not (folder / description.NAME).exists():
            build(folder, BASE, articles)
        made = time.monotonic() - begun
        lines, over = [f"{articles:,} articles, made in {made:,.0f} s\n"], []
        head = f"{'kind of page':<24}{'median ms':>10}{'worst ms':>10}{'CPU: median':>13}{'worst':>7}"
        lines.append(f"{head}{'most elements':>15}{'kB':>6}")
        asked = list(kinds(open_dataset(folder)))
        with communique(folder, "--deadline", "60") as server:
            for kind in asked:
                clock, used, sizes, lengths = zip(*(_measured(server, path) for path in kind.paths), strict=True)
                worst, most = max(used), max(sizes)
                times = f"{kind.name:<24}{statistics.median(clock):>10.0f}{max(clock):>10.0f}"
                times += f"{statistics.median(used):>13.0f}{worst:>7.0f}"
                lines.append(f"{times}{most:>15,}{max(lengths) / 1000:>6.0f}")
                if worst > SLOWEST:
                    over.append(f"pages: {kind.name} takes {worst:.0f} ms of CPU, more than {SLOWEST:g}")
                if most > LARGEST:
                    over.append(f"pages: {kind.name} has {most:,} elements, more than {LARGEST:,}")
    return lines, over


def kinds(dataset: Dataset) -> Iterator[Kind]:
    """Yield the kinds of pages, each with the pages that have most on them."""
    store = dataset.read_only()
    state, other, third = (f"/page/state/{quote(one.key)}" for one in STATES[:3])
    pair = f"/page/dyad/{STATES[0].key}/{STATES[1].key}"
    yield Kind("home", ("/",))
    yield Kind("articles", ("/articles", "/articles?start=500", f"/articles?start={_half(store, terms.Article)}"))
    yield Kind("events", ("/events", "/events?start=500", f"/events?start={_half(store, terms.Event)}"))
    listed = ("person", "office", "state", "organization", "place")
    yield Kind("list of people", ("/entities", f"/entities?start={_half(store, terms.Person)}"))
    yield Kind("lists of other things", tuple(f"/entities?kind={kind}" for kind in listed[1:]))
    articles = _some(store, "?x a cmq:Article . GRAPH ?g { ?x a cmq:Article }")
    yield Kind("article", articles)
    told = _most(store, terms.about)
    yield Kind("event", tuple(map(_page, [iri for iri in told if "/event/" in iri][:_TRIES])))
    holdings = [iri for iri in told if "/holding/" in iri][:_TRIES]
    yield Kind("holding", tuple(map(_page, holdings)))
    yield Kind("claim", _some(store, f"?x cmq:about <{holdings[0]}>"))
    yield Kind("person", _some(store, f"VALUES ?h {{ {' '.join(f'<{iri}>' for iri in holdings)} }} ?h cmq:holder ?x"))
    yield Kind(
        "office", _some(store, f"?x cmq:officeOf <{BASE}id/state/{STATES[0].key}> ; cmq:kind cmq:foreign-minister")
    )
    many = f"/page/office/{STATES[0].key}-spokesperson"
    yield Kind("office with many holders", (many, f"{many}?start=900", f"{many}?asof=2019-06-01"))
    yield Kind("state", (state, other, third, f"{state}?start=2000"))
    yield Kind("state on a day", (f"{state}?asof=2019-06-01",))
    yield Kind("organisation", _some(store, "?x a cmq:InternationalOrganization"))
    yield Kind("place", tuple(map(_page, _most(store, terms.place)[:_TRIES])))
    yield Kind("pair of states", (pair, f"{pair}?kind=talks", f"/page/dyad/{STATES[2].key}/{STATES[0].key}"))
    asked: tuple[dict[str, object], ...]
    asked = ({}, {"words": "ba"}, {"speaker": "an"}, {"from": "2019-06-01", "until": "2019-09-01"}, {"start": 500})
    yield Kind("quotations", tuple(f"/quotations?{urlencode(one)}" for one in asked))
    yield Kind(
        "search", ("/search?q=no", "/search?q=is+foreign+minister", f"/search?q={quote(STATES[0].name)}+minister")
    )
    said = f"who was the foreign minister of {STATES[0].name} on the day of the talks"
    yield Kind("search that finds nothing", tuple(f"/search?{urlencode({'q': q})}" for q in (said, "is no one xyzzy")))
    yield Kind("question", tuple(f"/queries/{name}" for name in ("office-on-day", "meetings-held", "visits")))
    drawn = (
        "SELECT ?one ?other { ?e a cmq:Meeting ; cmq:agent ?one , ?other FILTER (STR(?one) < STR(?other)) } LIMIT 500"
    )
    yield Kind("graph of an answer", (f"/sparql?{urlencode({'query': drawn, 'view': 'graph'})}",))
    yield Kind("feed", ("/feeds/events.atom", f"{state.replace('page', 'feeds')}.atom", "/feeds/events/Statement.atom"))
    yield Kind("graph of an article", tuple(path.replace("/article/", "/graph/") for path in articles))
    yield Kind("changes", ("/changes", f"/changes?since={_half(store, terms.Article)}"))
    yield Kind("sitemaps", ("/sitemap.xml", *(f"/sitemap/{one}.xml" for one in ("person-1", "event-1", "article-1"))))
    yield Kind("descriptions", ("/.well-known/void", "/dcat", "/llms.txt"))
    yield Kind("about", ("/about",))
    yield Kind("ontology", ("/ontology", "/ontology/classes", "/ontology/properties", "/ontology/plover"))
    yield Kind("questions", ("/queries/", "/sparql", f"/sparql?{urlencode({'query': MEETINGS})}"))
    yield Kind("downloads", ("/dumps/",))
    yield Kind("report", (f"/report?about={quote(told[0])}",))


def _most(store: Store, predicate: ox.NamedNode) -> list[str]:
    """Return what a property leads to, what it leads to most often first."""
    found = Counter(
        str(quad.object)[1:-1] for quad in store.quads_for_pattern(None, predicate, None, ox.DefaultGraph())
    )
    return [iri for iri, _ in found.most_common()]


def _half(store: Store, kind: ox.NamedNode) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, kind, ox.DefaultGraph())) // 2


def _some(store: Store, pattern: str) -> tuple[str, ...]:
    found = store.query(f"SELECT DISTINCT ?x {{ {pattern} }} LIMIT {_TRIES}", prefixes=dict(WRITTEN))
    assert isinstance(found, ox.QuerySolutions)
    return tuple(_page(row["x"].value) for row in found)


def _page(iri: str) -> str:
    path = iri.removeprefix(BASE)
    return f"/page/{path.removeprefix('id/')}" if path.startswith("id/") else f"/{path}"


def _measured(server: Peer, path: str) -> tuple[float, float, int, int]:
    """Return milliseconds by the clock and of CPU, elements and bytes of a page."""
    before, begun = cpu(server.process), time.monotonic()
    page = _get(server.port, path)
    spent = (time.monotonic() - begun) * 1000
    return spent, (cpu(server.process) - before) * 1000, elements(page), len(page.encode())


def _get(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path, headers={"Accept": "text/html, application/atom+xml, */*;q=0.5"})
        answer = connection.getresponse()
        page = answer.read().decode()
        if answer.status != 200:
            raise SystemExit(f"bench: {path}: {answer.status} {json.dumps(page[:300])}")
        return page
    finally:
        connection.close()
