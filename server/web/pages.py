"""Pages for people: the one seam between what is asked and what is shown.

Each function here takes what a page is of and returns its HTML; the rooms that call them know nothing of templates, so
the look changes in `people/`, `drawings/` and `templates/` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import g, render_template, request

from ontology import documents, terms
from ontology.facts import STATUSES
from ontology.prefixes import PREDEFINED
from ontology.uris import article_of, links_graph, matches_graph
from queries.catalogue import catalogue
from server.web.drawings.classes import classes
from server.web.people import about as abouts
from server.web.people import lists, questions, things
from server.web.people.asking import found
from server.web.people.desk import Desk, GoneError, start
from server.web.people.examples import live
from server.web.people.links import FORMATS, Links, built
from server.web.people.nodes import Data
from server.web.people.vocabulary import vocabulary
from server.web.people.wording import plural
from server.web.site import here, site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

    from server.web.problems import Problem
    from server.workers.pool import Row

_MOST = 500
_TRIPLES = 150
_OUT = """SELECT ?p ?name ?o ?label { ?it ?p ?o OPTIONAL { ?o rdfs:label ?label } } ORDER BY ?p ?label ?o"""
_IN = f"""SELECT ?p ?o ?label {{ ?o ?p ?it OPTIONAL {{ ?o rdfs:label ?label }} }}
ORDER BY ?p ?label ?o LIMIT {_MOST + 1}"""
_GRAPH = "SELECT ?s ?p ?o { GRAPH ?it { ?s ?p ?o } } ORDER BY ?s ?p ?o"
_BESIDE = (("JSON-LD context", "context.jsonld"), ("SHACL shapes", "shapes.ttl"))
SAMPLES = (
    (
        "Meetings that took place, with the sentence that says so",
        """SELECT DISTINCT ?day ?event ?sentence WHERE {
  ?e a cmq:Meeting ; cmq:status cmq:happened ; rdfs:label ?event ; cmq:latest ?day .
  ?claim cmq:about ?e ; cmq:evidence/cmq:sentence ?sentence .
}
ORDER BY ?day""",
    ),
    (
        "What is claimed, planned or denied: by whom, and what kind of event it is",
        """SELECT DISTINCT ?event ?kind ?standing ?who WHERE {
  ?claim cmq:about ?e ; cmq:status/rdfs:label ?standing ; cmq:by/rdfs:label ?who .
  ?e a ?class ; rdfs:label ?event .
  ?class rdfs:subClassOf cmq:Event ; rdfs:label ?kind .
  FILTER(?standing != "happened")
}
ORDER BY ?event ?who""",
    ),
)
"""Queries that show how to ask, each with what it asks."""


@dataclass(frozen=True, slots=True)
class Value:
    """A term as shown: its words, and the IRI that it leads to, "" where it is a literal."""

    words: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A property and its values."""

    name: str
    iri: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file to download: its name, what is in it, and its size in bytes."""

    name: str
    what: str
    size: int


@dataclass(frozen=True, slots=True)
class Group:
    """Files to download that belong together, under a title."""

    title: str
    files: tuple[File, ...]


def register(app: Flask) -> None:
    """Let the templates of an application know the site and count in words."""

    @app.context_processor
    def _known() -> dict[str, object]:
        return {"site": desk().site, "plural": plural}


def desk() -> Desk:
    """Return what the pages of the current request need of the server."""
    if "desk" not in g:
        dataset = site().dataset
        g.desk = Desk(
            data=Data(_rows, site().lists, dataset.base),
            site=Links(dataset.base, request.script_root, dataset.title, dataset.licence, site().stamp[:8], built()),
            text_of=site().text_of,
            once=site().once,
            find=site().find,
            whole=dataset.show == "texts",
            box=site().box,
        )
    found_ = g.desk
    assert isinstance(found_, Desk)
    return found_


def _rows(query: str) -> list[dict[str, ox.NamedNode | ox.Literal]]:
    """Return the solutions of a query of the pages: published data has neither blank nodes nor quoted triples."""
    return [
        {name: term for name, term in row.items() if isinstance(term, ox.NamedNode | ox.Literal)}
        for row in site().pool.rows(query)
    ]


def thing(segment: str, iri: str) -> str:
    """Return the page of a thing; `segment` is its kind as in its IRI: person, office, event, claim ..."""
    try:
        return things.thing(desk(), segment, iri)
    except GoneError:
        return _plain(segment, iri)


def article(iri: str) -> str:
    """Return the page of an article: the sentences quoted from it, and the facts that they are evidence of."""
    return things.article(desk(), iri)


def graph(iri: str) -> str:
    """Return the page of a named graph: its triples."""
    rows = site().pool.rows(_GRAPH, {"it": ox.NamedNode(iri)})
    names = {row["s"]: row["o"] for row in rows if row["p"] == _LABEL}
    here = rows[start() : start() + _TRIPLES]
    shown = [
        (
            None if at and here[at - 1]["s"] == row["s"] else value(row["s"], names.get(row["s"])),
            value(row["p"]),
            value(row["o"], names.get(row["o"])),
        )
        for at, row in enumerate(here)
    ]
    base = site().base
    own = {matches_graph(base): "What is the same across articles", links_graph(base): "Links to other datasets"}
    return render_template(
        "graph.html",
        title=own.get(iri, "Graph of an article"),
        iri=iri,
        article="" if iri in own else article_of(iri),
        triples=shown,
        total=len(rows),
        start=start(),
        size=_TRIPLES,
        subject=iri,
    )


def problem(what: Problem) -> str:
    """Return the page that says what went wrong."""
    return render_template("problem.html", title=what.title, problem=what)


def front() -> str:
    """Return the front page."""
    return lists.home(desk())


def about(publisher: str, cited: str, offered: frozenset[str]) -> str:
    """Return the page about the dataset: by whom, which version to cite, and the names of the files to download."""
    return abouts.about(desk(), publisher, version("communique"), cited, offered)


def dumps(groups: list[Group]) -> str:
    """Return the list of files to download."""
    return render_template("dumps.html", title="Downloads", current="Downloads", groups=groups)


def sparql(query: str = "") -> tuple[str, int]:
    """Return the page with the query form, with the answer to a query where there is one, and its HTTP status."""
    view = request.args.get("view", "")
    return questions.ask_page(desk(), found, query, view, site().pool.deadline, f"{here()}/sparql")


def ontology(part: str = "") -> str:
    """Return the page of the ontology, on which each term's name is an anchor, or that of a part of its terms."""
    here_, root, page = desk(), request.script_root, vocabulary()
    shown = [section for section in page.sections if section.page == part]
    return render_template(
        "ontology-terms.html" if part else "ontology.html",
        title=page.pages[part] if part else "Ontology",
        current="Ontology",
        page=page,
        sections=shown,
        iri=documents.IRI,
        ns=terms.NS,
        statuses=STATUSES,
        place=lambda name: f"{root}/ontology/{page.page_of(name)}#{name}",
        live=site().once("ontology examples", lambda: live(here_.rows)) if part else {},
        documents=[
            *((name, f"{root}/ontology.{suffix}", documents.MEDIA_TYPES[suffix]) for name, _, suffix in FORMATS),
            *((text, f"{root}/ontology/{name}", documents.document(name)[1]) for text, name in _BESIDE),
        ],
        drawing="" if part else classes(lambda name: f"{root}/ontology/{page.page_of(name)}#{name}"),
        samples=SAMPLES,
        prefixes=sorted(PREDEFINED.items()),
        questions=len(catalogue()),
        subject=f"{site().base}ontology",
    )


def value(term: object, label: object = None) -> Value:
    """Return a term as shown, under a label where it has one."""
    words = label.value if isinstance(label, ox.Literal) else ""
    if isinstance(term, ox.NamedNode):
        return Value(words or _short(term.value), term.value)
    return Value(words or (term.value if isinstance(term, ox.Literal) else str(term)))


def _plain(segment: str, iri: str) -> str:
    """Return the page of a thing of which there is no page of its kind: all that is said of it."""
    pool, it = site().pool, {"it": ox.NamedNode(iri)}
    out, into = pool.rows(_OUT, it), pool.rows(_IN, it)
    return render_template(
        "thing.html",
        segment=segment,
        iri=iri,
        title=_label(out, iri),
        out=_lines(out),
        into=_lines(into[:_MOST]),
        more=len(into) > _MOST,
        subject=iri,
    )


def _label(out: Iterable[Row], iri: str) -> str:
    names = (row["o"] for row in out if row["p"] == _LABEL)
    return next((name.value for name in names if isinstance(name, ox.Literal)), _short(iri))


_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def _lines(rows: Iterable[Row]) -> list[Line]:
    groups: dict[str, list[Value]] = {}
    for row in rows:
        predicate = row["p"]
        assert isinstance(predicate, ox.NamedNode)
        groups.setdefault(predicate.value, []).append(value(row["o"], row.get("label")))
    return [Line(_short(iri), iri, tuple(values)) for iri, values in groups.items()]


def _short(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2] or iri
