"""What IRIs of the dataset give: things by way of 303, articles, and the graphs of what articles say."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, Response, abort, redirect, request

from ontology.jsonld import framed
from ontology.uris import SEGMENTS, matches_graph
from server.web import incoming, pages
from server.web.asof import QUERY, asof, suffixed
from server.web.formats import DOCUMENTS, GRAPHS, HTML, Format, by_suffix
from server.web.manners import accepted, respond
from server.web.people.desk import start
from server.web.problems import Problem
from server.web.signposts import Link
from server.web.site import Site, site, where
from server.web.tongue import VARY
from server.workers.answer import Answer, Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("resources", __name__)

_ARTICLE = """CONSTRUCT {{
  {it} ?p ?o . ?words ?wp ?wo . ?claim ?cp ?co . ?co rdfs:label ?name . ?what rdfs:label ?label ; a ?class .
  {it} dcterms:license <{licence}> ; dcterms:isPartOf <{base}> .
}} WHERE {{
  {{ {it} ?p ?o }} UNION {{ ?words cmq:article {it} ; ?wp ?wo }}
  UNION {{ ?words cmq:article {it} . ?claim cmq:evidence ?words ; ?cp ?co OPTIONAL {{ ?co rdfs:label ?name }} }}
  UNION {{ ?words cmq:article {it} . ?claim cmq:evidence ?words ; cmq:about ?what .
           ?what rdfs:label ?label ; a ?class }}
}}"""
_MOST_FRAMED = 2000
"""Triples that are made into nested JSON-LD; more are written node by node, which takes no time."""
_GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {it} {{ ?s ?p ?o }} }}"


@blueprint.get("/id/<segment>/<slug>")
def thing(segment: str, slug: str) -> AnyResponse:
    """Send a client on to the page or the data of a thing."""
    known(segment, slug)
    form, _ = accepted(DOCUMENTS)
    place = f"page/{segment}/{slug}" if form is HTML else f"data/{segment}/{slug}.{form.suffix}"
    response = redirect(suffixed(site().link(site().base + place), asof(segment)), 303)
    response.headers["Vary"] = VARY
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


@blueprint.get("/page/<segment>/<slug>")
def page(segment: str, slug: str) -> Response:
    """Show a thing to people."""
    iri = known(segment, slug)
    here = _things(segment, slug, asof(segment))
    return respond((HTML,), lambda _: pages.thing(segment, iri).encode(), address=here, links=_signposts(segment, slug))


@blueprint.get("/data/<segment>/<name>")
def data(segment: str, name: str) -> Response:
    """Give what is known of a thing, in the format of its suffix, or in one that the client accepts."""
    slug, chosen = split(name, GRAPHS)
    iri = known(segment, slug)
    here, day, begin = site(), asof(segment), start()
    address = f"{here.base}data/{segment}/{slug}"
    posts = _signposts(segment, slug)
    if day:
        make = _maker(QUERY, iri, document=suffixed(address, day), day=day)
        return respond(GRAPHS, make, address=_things(segment, slug, day), links=posts, chosen=chosen)
    it = _node(iri)
    counts, graphs = here.once(f"links to {it}", lambda: incoming.counted(it, here.pool.rows))
    document = incoming.Document(it, address, begin, counts, graphs)
    if begin and begin >= document.longest:
        raise Problem(404, "not-found", "There is no such page", f"{document.total} links come in to {iri}.")
    text = here.once(
        f"document {document.iri} {begin}", lambda: document.query(here.pool.rows, here.base, here.dataset.licence)
    )
    make = _made(text, iri)
    own = _things(segment, slug, "")

    def links(form: Format) -> tuple[Link, ...]:
        beside = (Link(incoming.paged(own(form), begin), relation) for relation, begin in document.neighbours)
        return (*posts(form), *beside)

    return respond(GRAPHS, make, address=lambda form: incoming.paged(own(form), begin), links=links, chosen=chosen)


@blueprint.get("/article/<name>")
def article(name: str) -> Response:
    """Give what is known of an article: its words that are evidence, and what they are evidence of."""
    slug, chosen = split(name, DOCUMENTS)
    iri = known_article(slug)
    posts = where(request.script_root).article(slug)
    query = _maker(_ARTICLE, iri)
    return respond(
        DOCUMENTS,
        lambda form: pages.article(iri).encode() if form is HTML else query(form),
        address=_suffixed("article", slug),
        links=lambda form: posts.at(posts.landing if form is HTML else f"{posts.landing}.{form.suffix}"),
        chosen=chosen,
    )


@blueprint.get("/graph/<name>")
def graph(name: str) -> Response:
    """Give the graph of what one article says."""
    slug, chosen = split(name, DOCUMENTS)
    iri = f"{site().base}graph/{slug}"
    _exists("ASK {{ GRAPH {it} {{ ?s ?p ?o }} }}", iri)
    query = _maker(_GRAPH, iri, into=iri)
    posts = where(request.script_root).article(slug)
    return respond(
        DOCUMENTS,
        lambda form: pages.graph(iri).encode() if form is HTML else query(form),
        address=_suffixed("graph", slug),
        links=[Link(iri, "cite-as"), *posts.at(f"{request.script_root}/graph/{quote(slug)}")],
        chosen=chosen,
    )


def _maker(
    query: str, iri: str, *, into: str | None = None, document: str = "", day: str = ""
) -> Callable[[Format], Answer | bytes]:
    here: Site = site()
    text = query.format(it=_node(iri), base=here.base, licence=here.dataset.licence, document=document, day=day)
    return _made(text, iri, into)


def _made(text: str, iri: str, into: str | None = None) -> Callable[[Format], Answer | bytes]:
    here: Site = site()

    def make(form: Format) -> Answer | bytes:
        if form.suffix == "jsonld" and into is None:
            triples = here.pool.triples(text)
            if len(triples) <= _MOST_FRAMED:
                with contextlib.suppress(KeyError):  # of no class that has a frame
                    return framed(triples, iri)
        return here.pool.run(Job(text, graph=form.suffix, sorted=True, into=into))

    return make


def known(segment: str, slug: str) -> str:
    """Return the IRI of a thing that is known here. Raises Problem 404."""
    iri = f"{site().base}id/{segment}/{slug}"
    if segment not in SEGMENTS:
        raise _missing(iri)
    try:
        _exists("ASK {{ {{ {it} ?p ?o }} UNION {{ ?s ?p {it} }} }}", iri)
    except Problem:
        if meant := _meant(iri):
            place = request.path.rpartition("/")[0].removeprefix("/")
            suffix = request.path.rpartition("/")[2].removeprefix(slug)
            kept = f"?{request.query_string.decode()}" if request.query_string else ""
            abort(redirect(site().link(f"{site().base}{place}/{meant.rpartition('/')[2]}{suffix}{kept}"), 301))
        raise
    return iri


def _meant(iri: str) -> str:
    """Return what an address that one article alone would give is taken to mean, "" where nothing is known of it."""
    here = site()
    log = ox.NamedNode(matches_graph(here.base))
    text = f"SELECT ?x {{ GRAPH {log} {{ ?m cmq:matched {_node(iri)} ; cmq:meant ?x }} }} ORDER BY ?x LIMIT 1"
    found = (row["x"] for row in here.pool.rows(text))
    return next((node.value for node in found if isinstance(node, ox.NamedNode)), "")


def _exists(query: str, iri: str) -> None:
    here = site()
    text = query.format(it=_node(iri))
    if not here.once(text, lambda: here.pool.ask(text)):
        raise _lost(iri)


def _node(iri: str) -> str:
    """Return an IRI as SPARQL writes it. Raises Problem 404 for what is none."""
    try:
        node = ox.NamedNode(iri)
        if any(char in '<>"{}|^`\\' or char <= " " for char in iri):
            raise _missing(iri)
    except ValueError:
        raise _missing(iri) from None
    return str(node)


def _missing(iri: str) -> Problem:
    return Problem(404, "not-found", "There is no such thing here", f"Nothing is known of {iri}")


def _lost(iri: str) -> Problem:
    """Return the problem of what is not here: 410 where it was withdrawn. An article that moved is redirected to."""
    here = site()
    room, _, slug = iri.removeprefix(here.base).partition("/")
    fate = here.fate_of(f"{here.base}graph/{slug}" if room == "article" else iri)
    if fate is None:
        return _missing(iri)
    if fate.graph:
        moved = fate.graph.removeprefix(f"{here.base}graph/")
        suffix = request.path.rpartition("/")[2].removeprefix(slug)
        abort(redirect(here.link(f"{here.base}{room}/{moved}{suffix}"), 301))
    title = "This article was withdrawn" if room in {"article", "graph"} else "This is told here no more"
    reason = f": {fate.reason}" if fate.reason else ""
    detail = f"{iri} was published here and is no more{reason}"
    return Problem(410, "gone", title, detail, iri=iri, reason=fate.reason)


def known_article(slug: str) -> str:
    """Return the IRI of an article that is known here. Raises Problem 404, or 410 for one that was withdrawn."""
    iri = f"{site().base}article/{slug}"
    _exists("ASK {{ {it} ?p ?o }}", iri)
    return iri


def split(name: str, offers: tuple[Format, ...]) -> tuple[str, Format | None]:
    """Return the slug and the format of a name in an address; a name without a suffix leaves the format open."""
    slug, dot, suffix = name.rpartition(".")
    chosen = by_suffix(suffix, offers) if dot else None
    return (slug, chosen) if chosen else (name, None)


def _things(segment: str, slug: str, day: str) -> Callable[[Format], str]:
    root = request.script_root
    return lambda form: suffixed(
        f"{root}/page/{segment}/{slug}" if form is HTML else f"{root}/data/{segment}/{slug}.{form.suffix}", day
    )


def _suffixed(room: str, slug: str) -> Callable[[Format], str]:
    root = request.script_root
    return lambda form: f"{root}/{room}/{slug}.{form.suffix}"


def _signposts(segment: str, slug: str) -> Callable[[Format], tuple[Link, ...]]:
    root = request.script_root
    posts = where(root).thing(segment, slug)
    data = f"{root}/data/{segment}/{quote(slug)}"
    return lambda form: posts.at(posts.landing if form is HTML else f"{data}.{form.suffix}")
