"""What IRIs of the dataset give: things by way of 303, articles, and the graphs of what articles say."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, Response, abort, redirect, request

from ontology.jsonld import framed
from ontology.uris import SEGMENTS, matches_graph
from server.web import pages
from server.web.asof import QUERY, asof, suffixed
from server.web.formats import DOCUMENTS, GRAPHS, HTML, Format, by_suffix
from server.web.manners import accepted, respond
from server.web.problems import Problem
from server.web.site import Site, site
from server.workers.answer import Answer, Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("resources", __name__)

_THING = """CONSTRUCT {{
  {it} ?p ?o . ?s ?q {it} . ?other rdfs:label ?label . ?near ?np ?no . ?words ?wp ?wo .
  <{document}> a foaf:Document ; foaf:primaryTopic {it} ; dcterms:license <{licence}> ; dcterms:isPartOf <{base}> .
}} WHERE {{
  {{ {it} ?p ?o }} UNION {{ ?s ?q {it} }}
  UNION {{ {it} ?up ?other . ?other rdfs:label ?label }} UNION {{ ?other ?down {it} ; rdfs:label ?label }}
  UNION {{ ?near cmq:about|cmq:holder|cmq:office {it} ; ?np ?no }}
  UNION {{ ?claim cmq:about {it} ; cmq:evidence ?words . ?words ?wp ?wo }}
  UNION {{ {it} cmq:evidence ?words . ?words ?wp ?wo }}
}}"""
"""What a thing's document says: all of it both ways, its neighbours' names, its claims and holdings, the words."""
_ARTICLE = """CONSTRUCT {{
  {it} ?p ?o . ?words ?wp ?wo . ?claim ?cp ?co . ?what rdfs:label ?label ; a ?class .
  {it} dcterms:license <{licence}> ; dcterms:isPartOf <{base}> .
}} WHERE {{
  {{ {it} ?p ?o }} UNION {{ ?words cmq:article {it} ; ?wp ?wo }}
  UNION {{ ?words cmq:article {it} . ?claim cmq:evidence ?words ; ?cp ?co }}
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
    response.headers["Vary"] = "Accept, Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


@blueprint.get("/page/<segment>/<slug>")
def page(segment: str, slug: str) -> Response:
    """Show a thing to people."""
    iri = known(segment, slug)
    here = _things(segment, slug, asof(segment))
    return respond((HTML,), lambda _: pages.thing(segment, iri).encode(), address=here, links=_about(iri))


@blueprint.get("/data/<segment>/<name>")
def data(segment: str, name: str) -> Response:
    """Give what is known of a thing, in the format of its suffix, or in one that the client accepts."""
    slug, chosen = _split(name, GRAPHS)
    iri = known(segment, slug)
    day = asof(segment)
    document = suffixed(f"{site().base}data/{segment}/{slug}", day)
    make = _maker(QUERY if day else _THING, iri, document=document, day=day)
    return respond(GRAPHS, make, address=_things(segment, slug, day), links=_about(iri), chosen=chosen)


@blueprint.get("/article/<name>")
def article(name: str) -> Response:
    """Give what is known of an article: its words that are evidence, and what they are evidence of."""
    slug, chosen = _split(name, DOCUMENTS)
    iri = f"{site().base}article/{slug}"
    _exists("ASK {{ {it} ?p ?o }}", iri)
    query = _maker(_ARTICLE, iri)
    return respond(
        DOCUMENTS,
        lambda form: pages.article(iri).encode() if form is HTML else query(form),
        address=_suffixed("article", slug),
        links=[(iri, "cite-as"), (f"{site().base}graph/{slug}", "related")],
        chosen=chosen,
    )


@blueprint.get("/graph/<name>")
def graph(name: str) -> Response:
    """Give the graph of what one article says."""
    slug, chosen = _split(name, DOCUMENTS)
    iri = f"{site().base}graph/{slug}"
    _exists("ASK {{ GRAPH {it} {{ ?s ?p ?o }} }}", iri)
    query = _maker(_GRAPH, iri, into=iri)
    return respond(
        DOCUMENTS,
        lambda form: pages.graph(iri).encode() if form is HTML else query(form),
        address=_suffixed("graph", slug),
        links=[(iri, "cite-as"), (f"{site().base}article/{slug}", "related")],
        chosen=chosen,
    )


def _maker(
    query: str, iri: str, *, into: str | None = None, document: str = "", day: str = ""
) -> Callable[[Format], Answer | bytes]:
    here: Site = site()
    text = query.format(it=_node(iri), base=here.base, licence=here.dataset.licence, document=document, day=day)

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
    reason = f": {fate.reason}" if fate.reason else ""
    return Problem(410, "gone", "This was withdrawn", f"{iri} was published here and is no more{reason}")


def _split(name: str, offers: tuple[Format, ...]) -> tuple[str, Format | None]:
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


def _about(iri: str) -> list[tuple[str, str]]:
    return [(iri, "cite-as"), (iri, "http://xmlns.com/foaf/0.1/primaryTopic")]
