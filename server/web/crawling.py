"""What search engines and language models ask for first: robots.txt, the sitemap, llms.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape  # writes only: nothing is parsed here

from flask import Blueprint, Response, request

from ontology.uris import KINDS
from queries.catalogue import catalogue
from server.web.formats import TEXT, XML
from server.web.manners import respond
from server.web.problems import Problem
from server.web.site import here, site

if TYPE_CHECKING:
    from collections.abc import Iterable

blueprint = Blueprint("crawling", __name__)

SIZE = 10_000
"""How many addresses a sitemap has; 50,000 are allowed, and would take a second."""
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NAMED = ("person", "office", "state", "organization", "community", "place")
_KINDS = ("article", *_NAMED, "event")
"""What sitemaps list: the segments of IRIs."""
_LLMS = """# {title}

> News articles as linked data: who held which office, who met whom, what was agreed, demanded or only planned. Every \
fact has the exact words of the article that say so.

Mind two things. An event is not yet something that happened: `cmq:status` says happened, ongoing, planned, sought, \
claimed, denied, didNotHappen or hypothetical, and an answer should say which. An office is held as seen on days \
(`cmq:seenFrom`, `cmq:seenTo`): these are the days of articles, not of taking or leaving office. Quote the words and \
give their address.

## Find and read

- [Search]({here}/search?q=minister): `/search?q=WORDS`; with `Accept: application/json` names, IRIs and sentences
- [Things]({here}/entities): each thing has an IRI `{base}id/KIND/SLUG`, a page `/page/KIND/SLUG` and data \
`/data/KIND/SLUG.ttl` (also jsonld, nt, rdf, trig, nq), with its claims and their sentences
- As of a day: `/data/office/SLUG.ttl?asof=2025-10-12` on people, offices, states and organisations
- [Feeds]({here}/feeds/events.atom): `/feeds/KIND/SLUG.atom`, `/feeds/events/CLASS.atom`, `/feeds/queries/NAME.atom`

## Ask

- [SPARQL endpoint]({here}/sparql): `/sparql?query=...` with `Accept: application/sparql-results+json`; the prefixes \
cmq, rdfs, skos, prov, schema, foaf, dcterms, xsd and owl are known. A query has {deadline:g} seconds.
- [The ontology]({here}/ontology.ttl): every class and property with its meaning and an example

What was said of an event, in which words and where:

    SELECT ?event ?status ?sentence ?words {{
      ?e a cmq:Meeting ; rdfs:label ?event ; cmq:status ?status .
      ?claim cmq:about ?e ; cmq:evidence ?words .
      ?words cmq:sentence ?sentence }}
    LIMIT 20

## Saved questions

Each takes its parameters in the address and answers as CSV, TSV, JSON or XML (`Accept`, or `format=csv`).

{questions}

## Download

- [Dumps]({here}/dumps/): N-Quads, TriG and Turtle with SHA-256
- [VoID]({here}/.well-known/void) and [DCAT]({here}/dcat): what is in it, counted
- [About]({here}/about): the sources with the days of their articles, what read them, how to cite
- [Licence]({licence})
"""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Ask robots to leave queries and dumps alone: pages and data are for them to read."""
    root = request.script_root
    text = f"User-agent: *\nDisallow: {root}/sparql\nDisallow: {root}/dumps/\n\nSitemap: {here()}/sitemap.xml\n"
    return respond((TEXT,), lambda _: text.encode(), key=here())


@blueprint.get("/llms.txt")
def llms() -> Response:
    """Tell language models what there is, how to ask, and what to mind."""

    def made(_: object) -> bytes:
        questions = "\n".join(
            f"- [{one.summary}]({here()}/queries/{one.name}): "
            + (", ".join(f"`{p.name}` ({p.description})" for p in one.parameters) or "no parameters")
            for one in catalogue()
        )
        dataset, deadline = site().dataset, site().pool.deadline
        told = {"title": dataset.title, "licence": dataset.licence, "base": site().base}
        return _LLMS.format(**told, here=here(), deadline=deadline, questions=questions).encode()

    return respond((TEXT,), made, key=here())


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """List the sitemaps."""

    def made(_: object) -> bytes:
        names = [f"{kind}-{number}" for kind in _KINDS for number in range(1, -(-_count(kind) // SIZE) + 1)]
        return _xml("sitemapindex", "sitemap", (f"{here()}/sitemap/{name}.xml" for name in names))

    return respond((XML,), made, key=here())


@blueprint.get("/sitemap/<kind>-<int:number>.xml")
def sitemap(kind: str, number: int) -> Response:
    """List the pages of some things of a kind."""
    if kind not in _KINDS or not 0 < number <= -(-_count(kind) // SIZE):
        raise Problem(404, "not-found", "There is no such sitemap", "See the list at /sitemap.xml.")

    def made(_: object) -> bytes:
        root = here().removesuffix(request.script_root) if request.script_root else here()
        found = _listed(kind, (number - 1) * SIZE, SIZE)
        return _xml("urlset", "url", (root + site().link(iri) for iri in found))

    return respond((XML,), made, key=here())


def _listed(kind: str, start: int, size: int) -> list[str]:
    lists = site().lists
    if kind in _NAMED:
        return lists.named(_classes(kind), start, size)[0]
    return lists.oldest(events=kind == "event", start=start, size=size)


def _count(kind: str) -> int:
    lists = site().lists
    events, articles = lists.totals()
    own = {"event": events, "article": articles}
    return own[kind] if kind in own else lists.named(_classes(kind), 0, 0)[1]


def _classes(kind: str) -> list[str]:
    """Return the narrowest classes, by local name, of what has IRIs with a segment."""
    return ["Office"] if kind == "office" else [name for name, segment in KINDS.items() if segment == kind]


def _xml(name: str, element: str, addresses: Iterable[str]) -> bytes:
    lines = "".join(f"<{element}><loc>{escape(address)}</loc></{element}>\n" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {_XMLNS}>\n{lines}</{name}>\n'.encode()
