"""The OpenAPI description of what programs ask here, each saved question an operation of its own."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from flask import Blueprint, Response

from ontology.uris import SEGMENTS
from queries.catalogue import Question, catalogue
from server.web.formats import ATOM, GRAPHS, HTML, RESULTS, Format
from server.web.manners import respond
from server.web.ontology import OFFERS
from server.web.site import here, site

blueprint = Blueprint("openapi", __name__)

_JSON = Format("json", "page", ("application/json", "application/openapi+json"), "OpenAPI")
_TYPES = {"integer": {"type": "integer"}, "date": {"type": "string", "format": "date"}}
_EXAMPLES = {
    "person": "SELECT ?it { ?it a cmq:Person } ORDER BY ?it LIMIT 1",
    "article": "SELECT ?it { ?it a cmq:Article } ORDER BY ?it LIMIT 1",
}


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe every address for programs."""
    return respond(
        (_JSON,), lambda _: (json.dumps(_document(), ensure_ascii=False, indent=1) + "\n").encode(), key=here()
    )


def _document() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": site().dataset.title, "version": version("communique"), "license": _licence()},
        "servers": [{"url": here()}],
        "paths": {
            "/sparql": {"get": _sparql(), "post": _sparql_post()},
            "/graph-store": {"get": _graph_store()},
            "/id/{kind}/{slug}": {
                "get": _things("The thing itself: 303 to its page or its data", {303: "where it is"})
            },
            "/data/{kind}/{slug}": {"get": _things("What is known of a thing", _ok(*GRAPHS))},
            "/page/{kind}/{slug}": {"get": _things("The page of a thing", _ok(HTML))},
            "/article/{slug}": {"get": _article("What is known of an article", _ok(HTML, *GRAPHS))},
            "/graph/{slug}": {"get": _article("What one article says", _ok(HTML, *GRAPHS))},
            "/ontology": {"get": _operation("The vocabulary", [], _ok(*OFFERS))},
            "/queries/": {"get": _operation("The saved questions, as queries that can be run", [], _ok(HTML, *GRAPHS))},
            "/.well-known/void": {"get": _operation("What is in the dataset, counted", [], _ok(*GRAPHS))},
            "/search": {"get": _search()},
            "/changes": {"get": _changes()},
            "/healthz": {"get": _operation("Whether queries are answered", [], {200: "they are"})},
            "/metrics": {"get": _operation("Counts for Prometheus", [], {200: "the counts"})},
            **{f"/queries/{one.name}": {"get": _question(one)} for one in catalogue()},
        },
    }


def _licence() -> dict[str, str]:
    return {"name": "licence of the data", "url": site().dataset.licence}


def _operation(summary: str, parameters: list[dict[str, Any]], answers: dict[int, Any], **more: Any) -> dict[str, Any]:
    problem = {"content": {"application/problem+json": {"schema": {"type": "object"}}, "text/html": {}}}
    told = {str(code): told if isinstance(told, dict) else {"description": told} for code, told in answers.items()}
    told["default"] = {"description": "What is wrong, by RFC 9457", **problem}
    return {"summary": summary, "parameters": parameters, "responses": told, **more}


def _ok(*forms: Format) -> dict[int, Any]:
    return {200: {"description": "the answer", "content": {form.types[0]: {} for form in forms}}}


def _parameter(name: str, place: str, schema: dict[str, Any], description: str, example: Any = None) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "in": place, "schema": schema, "description": description}
    told |= {"required": True} if place == "path" else {}
    return told | ({"example": example} if example not in {None, ""} else {})


def _sparql() -> dict[str, Any]:
    text = {"type": "string", "maxLength": 65_536}
    graphs = {"type": "array", "items": {"type": "string", "format": "iri"}}
    return _operation(
        "Ask a SPARQL query",
        [
            _parameter("query", "query", text, "the query; without one the service is described", "ASK { ?s ?p ?o }"),
            _parameter("default-graph-uri", "query", graphs, "graphs in place of the default graph"),
            _parameter("named-graph-uri", "query", graphs, "graphs in place of the named graphs"),
            _parameter("format", "query", {"type": "string", "enum": _suffixes()}, "in place of Accept"),
        ],
        _ok(*RESULTS, *GRAPHS),
    )


def _sparql_post() -> dict[str, Any]:
    form = {"schema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}}
    content = {"application/x-www-form-urlencoded": form, "application/sparql-query": {"schema": {"type": "string"}}}
    return _operation("Ask a SPARQL query", [], _ok(*RESULTS, *GRAPHS), requestBody={"content": content})


def _graph_store() -> dict[str, Any]:
    graph = _parameter("graph", "query", {"type": "string", "format": "iri"}, "the graph's IRI")
    return _operation("Read a graph", [graph], _ok(*GRAPHS))


def _search() -> dict[str, Any]:
    words = _parameter("q", "query", {"type": "string"}, "the words; the last may be the beginning of one", "minister")
    most = _parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 60}, "how many of each", 8)
    answers = _ok(Format("json", "page", ("application/json",), "JSON"), HTML)
    only = {302: "the page of the one thing that is meant"}
    return _operation("Names, events, headlines and sentences with words", [words, most], answers | only)


def _changes() -> dict[str, Any]:
    number = {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}
    since = _parameter("since", "query", number, "number of the version that is known", 0)
    answers = _ok(Format("json", "page", ("application/json",), "JSON"), ATOM)
    return _operation("Which articles are new, replaced, withdrawn or reinterpreted since a version", [since], answers)


def _suffixes() -> list[str]:
    return [form.suffix for form in (*RESULTS, *GRAPHS)]


def _things(summary: str, answers: dict[int, Any]) -> dict[str, Any]:
    kind = {"type": "string", "enum": sorted(SEGMENTS)}
    slug = _parameter("slug", "path", {"type": "string"}, "the last part of its IRI", _example("person"))
    return _operation(summary, [_parameter("kind", "path", kind, "what it is", "person"), slug], answers)


def _article(summary: str, answers: dict[int, Any]) -> dict[str, Any]:
    slug = _parameter("slug", "path", {"type": "string"}, "the last part of its IRI", _example("article"))
    return _operation(summary, [slug], answers)


def _example(kind: str) -> str:
    rows = site().pool.rows(_EXAMPLES[kind])
    return str(rows[0]["it"].value).rpartition("/")[2] if rows else ""  # type: ignore[union-attr]


def _question(one: Question) -> dict[str, Any]:
    parameters = [
        _parameter(p.name, "query", _TYPES.get(p.type, {"type": "string"}), p.description, p.default)
        for p in one.parameters
    ]
    if one.day:
        asof = {"type": "string", "format": "date"}
        parameters.append(_parameter("asof", "query", asof, f"as of which day: the same as {one.day}"))
    more = {"operationId": one.name, "tags": list(one.tags)} | (
        {"description": one.description} if one.description else {}
    )
    return _operation(one.summary, parameters, _ok(*RESULTS, HTML), **more)
