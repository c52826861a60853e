"""The SPARQL 1.1 Graph Store Protocol, with graphs named by a parameter or by their own address below /graph-store."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, Response, request

from server.store.change import Change, Part
from server.web.formats import GRAPHS
from server.web.manners import header_safe, respond
from server.web.problems import Problem, of_query
from server.web.signposts import Link
from server.web.site import here, site
from server.web.sparql import decoded
from server.web.tokens import authorised
from server.workers.answer import Answer, Job
from server.workers.problems import QueryProblem

if TYPE_CHECKING:
    from server.web.formats import Format

blueprint = Blueprint("graphs", __name__)

_METHODS = ["GET", "PUT", "POST", "DELETE"]
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii"})
_NEW = "/graph-store/new/"


@blueprint.route("/graph-store", methods=_METHODS)
@blueprint.route("/graph-store/<path:name>", methods=_METHODS)
def graph_store(name: str = "") -> Response:
    """Give, replace, add to or delete a graph."""
    graph = _graph(name)
    if request.method in {"GET", "HEAD"}:
        if graph is None:
            raise Problem(
                400, "bad-request", "No graph is named", "Say /graph-store?graph=IRI or /graph-store?default."
            )
        return _given(graph)
    authorised()
    if graph is None:
        if request.method != "POST":
            raise Problem(
                400, "bad-request", "No graph is named", "Say /graph-store?graph=IRI or /graph-store?default."
            )
        graph = f"{here()}{_NEW}{secrets.token_hex(8)}"
        _write("post", graph)
        return _done(201, graph)
    if request.method == "DELETE":
        if not _write("delete", graph):
            raise _missing(graph)
        return _done(204)
    before = _write("put" if request.method == "PUT" else "post", graph)
    return _done(204) if before else _done(201, graph)


def _graph(name: str) -> str | None:
    """Return the IRI of the graph that a request names, "" for the default graph, None where it names none."""
    parameters = decoded(request.query_string)
    graphs = [value for key, value in parameters if key == "graph"]
    default = any(key == "default" for key, _ in parameters)
    if name:
        graphs.append(f"{here()}/graph-store/{name}")
    if len(graphs) + default > 1:
        raise Problem(400, "bad-request", "More than one graph is named", "Name one graph.")
    if not graphs:
        return "" if default else None
    try:
        return ox.NamedNode(graphs[0]).value
    except ValueError:
        raise Problem(400, "bad-request", "graph is no IRI", f"{graphs[0]!r} is not an absolute IRI.") from None


def _given(graph: str) -> Response:
    node = str(ox.NamedNode(graph)) if graph else ""
    pattern = f"GRAPH {node} {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    job = Job(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", known=(graph,) if graph else ())

    def make(form: Format) -> Answer:
        try:
            return site().pool.run(Job(job.query, graph=form.suffix, known=job.known, into=graph or None, sorted=True))
        except QueryProblem as problem:
            raise (_missing(graph) if problem.kind == "unknown-graph" else of_query(problem)) from None

    return respond(GRAPHS, make, links=[Link(graph, "cite-as")] if graph.startswith("http") else [])


def _write(kind: str, graph: str) -> bool:
    parts = () if kind == "delete" else _parts()
    change = Change(kind, graph=graph, parts=parts, base=f"{here()}/graph-store")  # type: ignore[arg-type]
    return site().scribe.write(change)


def _parts() -> list[Part]:
    if request.mimetype == "multipart/form-data":
        files = [file for files in request.files.listvalues() for file in files]
        return [Part(file.stream.read(), _media_type(file.mimetype)) for file in files]
    if request.mimetype_params.get("charset", "utf-8").strip("\"'").lower() not in _UTF8:
        raise _unsupported()
    return [Part(request.get_data(cache=False), _media_type(request.mimetype))]


def _media_type(given: str) -> str:
    if not any(given in form.types for form in GRAPHS):
        raise _unsupported()
    return given


def _unsupported() -> Problem:
    have = ", ".join(form.types[0] for form in GRAPHS)
    return Problem(
        415, "unsupported-media-type", "The data are in no format that is read here", f"Send {have}, in UTF-8."
    )


def _missing(graph: str) -> Problem:
    return Problem(404, "not-found", "There is no such graph here", f"Nothing is known of {graph}")


def _done(status: int, graph: str = "") -> Response:
    headers = {"Cache-Control": "no-store"} | ({"Location": header_safe(graph)} if graph else {})
    return Response(status=status, headers=headers)
