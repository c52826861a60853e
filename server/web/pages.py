"""Pages for people: the one seam between what is asked and what is shown.

Each function here takes what a page is of and returns its HTML; the rooms that call them know nothing of templates, so
the look changes here and in `templates/` alone. What a page needs it asks through `site().pool.rows(query, bindings)`,
and addresses come from `site().link(iri)` (in templates: `link(iri)`), which stay on the host that is visited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import render_template

from ontology import terms
from ontology.generate import triples
from server.store.dumps import PREFIXES
from server.web.formats import GRAPHS, RESULTS
from server.web.site import site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.web.problems import Problem
    from server.workers.pool import Row

_MOST = 500
_OUT = """SELECT ?p ?name ?o ?label { ?it ?p ?o OPTIONAL { ?o rdfs:label ?label } } ORDER BY ?p ?label ?o"""
_IN = f"""SELECT ?p ?o ?label {{ ?o ?p ?it OPTIONAL {{ ?o rdfs:label ?label }} }}
ORDER BY ?p ?label ?o LIMIT {_MOST + 1}"""
_WORDS = """SELECT ?words ?text ?sentence ?claim ?status ?what ?label {
  ?words cmq:article ?it ; cmq:text ?text . OPTIONAL { ?words cmq:sentence ?sentence }
  OPTIONAL { ?words cmq:beginIndex ?begin }
  OPTIONAL {
    ?claim cmq:evidence ?words ; cmq:about ?what . ?what rdfs:label ?label OPTIONAL { ?claim cmq:status ?status }
  }
} ORDER BY ?begin ?label"""
_SENTENCES = """SELECT ?words ?text ?sentence ?status ?claim {
  { ?claim cmq:about ?it } UNION { ?claim cmq:evidence ?w FILTER(?claim = ?it) }
  ?claim cmq:evidence ?words . ?words cmq:text ?text
  OPTIONAL { ?words cmq:sentence ?sentence } OPTIONAL { ?claim cmq:status ?status }
} ORDER BY ?words"""
_GRAPH = """SELECT ?s ?p ?o { GRAPH ?it { ?s ?p ?o } } ORDER BY ?s ?p ?o"""


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


def thing(segment: str, iri: str) -> str:
    """Return the page of a thing; `segment` is its kind as in its IRI: person, office, event, claim ..."""
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
        sentences=_sentences(pool.rows(_SENTENCES, it)),
        data=f"{site().base}data/{segment}/{iri.rpartition('/')[2]}",
    )


def article(iri: str) -> str:
    """Return the page of an article: the sentences quoted from it, and the facts that they are evidence of."""
    pool, it = site().pool, {"it": ox.NamedNode(iri)}
    out = pool.rows(_OUT, it)
    sentences = _sentences(pool.rows(_WORDS, it))
    return render_template(
        "article.html", iri=iri, title=_label(out, iri), out=_lines(out), sentences=sentences, data=iri
    )


def graph(iri: str) -> str:
    """Return the page of a named graph: its triples."""
    rows = site().pool.rows(_GRAPH, {"it": ox.NamedNode(iri)})
    triples = [tuple(value(row[name]) for name in "spo") for row in rows]
    return render_template("graph.html", iri=iri, title=f"Graph {iri.rpartition('/')[2]}", triples=triples, data=iri)


def problem(what: Problem) -> str:
    """Return the page that says what went wrong."""
    return render_template("problem.html", title=what.title, problem=what)


def value(term: object, label: object = None) -> Value:
    """Return a term as shown, under a label where it has one."""
    words = label.value if isinstance(label, ox.Literal) else ""
    if isinstance(term, ox.NamedNode):
        return Value(words or _short(term.value), term.value)
    return Value(words or (term.value if isinstance(term, ox.Literal) else str(term)))


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


def _sentences(rows: Iterable[Row]) -> list[dict[str, Value]]:
    return [
        {name: value(term, row.get("label") if name == "what" else None) for name, term in row.items()} for row in rows
    ]


def _short(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2] or iri


def front() -> str:
    """Return the front page."""
    pool = site().pool
    lists = {
        "articles": "SELECT ?it ?label { ?it a cmq:Article ; rdfs:label ?label OPTIONAL { ?it cmq:published ?day } } "
        "ORDER BY DESC(?day) ?it LIMIT 20",
        "persons": "SELECT ?it ?label { ?it a cmq:Person ; rdfs:label ?label } ORDER BY ?label LIMIT 100",
    }
    shown = {name: [value(row["it"], row["label"]) for row in pool.rows(query)] for name, query in lists.items()}
    return render_template("front.html", title=site().dataset.title, **shown)


def dumps(files: list[tuple[str, int]]) -> str:
    """Return the list of files to download, given as names and sizes in bytes."""
    return render_template("dumps.html", title="Dumps", files=files)


def sparql() -> str:
    """Return the page with the query form."""
    query = "SELECT ?person ?name { ?person a cmq:Person ; rdfs:label ?name } ORDER BY ?name LIMIT 100"
    return render_template("sparql.html", title="SPARQL", query=query, formats=[*RESULTS, *GRAPHS], prefixes=PREFIXES)


def ontology() -> str:
    """Return the page of the ontology: each term under its own name as anchor."""
    said: dict[str, dict[str, list[str]]] = {}
    for triple in triples():
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(terms.NS):
            words = triple.object.value if isinstance(triple.object, ox.NamedNode | ox.Literal) else ""
            about = said.setdefault(triple.subject.value.removeprefix(terms.NS), {})
            about.setdefault(_short(triple.predicate.value), []).append(words)
    shown = [
        {
            "name": name,
            "iri": terms.NS + name,
            "label": " ".join(about.get("label") or about.get("prefLabel") or [name]),
            "comment": " ".join(about.get("comment") or about.get("definition") or []),
            "kinds": [_short(kind) for kind in about.get("type", [])],
        }
        for name, about in sorted(said.items())
        if name
    ]
    return render_template("ontology.html", title="Ontology", terms=shown, data=f"{site().base}ontology")
