"""The SPARQL 1.1 Protocol: one query by GET, by a form or as a body; updates with a token; the service described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pyoxigraph as ox
from flask import Blueprint, Response, request

from server.store.change import Change
from server.web import describe, pages, tongue, watching
from server.web.formats import DOCUMENTS, GRAPHS, HTML, RESULTS, Format, by_suffix
from server.web.manners import answered, not_acceptable, respond
from server.web.negotiation import choose
from server.web.problems import Problem, of_query
from server.web.signposts import Link
from server.web.site import here, site
from server.web.tokens import authorised, is_authorised
from server.workers.answer import Answer, Job
from server.workers.guard import MAX_LENGTH, check
from server.workers.problems import QueryProblem
from server.workers.using import with_using

if TYPE_CHECKING:
    from collections.abc import Sequence

blueprint = Blueprint("sparql", __name__)

_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii"})
_MOST = 4 * MAX_LENGTH


@dataclass(frozen=True, slots=True)
class Asked:
    """A request by the protocol: the query, and the graphs of its dataset where the request names them."""

    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    format: str = ""


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """Answer a query; without one, describe the service, to people with a form."""
    parameters = decoded(request.query_string)
    if request.method != "POST":
        if not any(name in {"query", "update"} for name, _ in parameters):
            return respond(DOCUMENTS, _described, links=[Link(f"{request.script_root}/sparql", "service")], key=here())
        return _answer(_asked(parameters))
    kind = request.mimetype
    charset = request.mimetype_params.get("charset", "utf-8").strip("\"'").lower()
    if kind not in {_FORM, _QUERY, _UPDATE} or charset not in _UTF8:
        accepted = {"Accept-Post": f"{_FORM}, {_QUERY}, {_UPDATE}"}
        detail = f"A query comes as {_FORM} or {_QUERY}, an update as {_FORM} or {_UPDATE}, in UTF-8."
        raise Problem(415, "unsupported-media-type", "The body is in no form that is read here", detail, accepted)
    if kind == _UPDATE:
        authorised()  # before a byte of it is read
    elif (request.content_length or 0) > _MOST and not is_authorised():
        raise Problem(413, "too-large", "The query is too long", f"At most {MAX_LENGTH:,} characters are taken.")
    body = request.get_data(cache=False)
    if kind == _FORM:
        parameters += decoded(body)
    else:
        parameters.append(("query" if kind == _QUERY else "update", _text(body)))
    if any(name == "update" for name, _ in parameters):
        return _update(parameters)
    return _answer(_asked(parameters))


def _described(form: Format) -> bytes:
    if form is HTML:
        return pages.sparql()[0].encode()
    return describe.service(form)


def _asked(parameters: Sequence[tuple[str, str]]) -> Asked:
    queries = [value for name, value in parameters if name == "query"]
    if any(name == "update" for name, _ in parameters):
        raise Problem(400, "bad-request", "An update does not come by GET", "POST it, with a token.")
    if len(queries) != 1:
        raise Problem(400, "bad-request", f"One query is wanted, {len(queries)} came", "Give the parameter query once.")
    formats = [value for name, value in parameters if name in {"format", "output"} and value]
    return Asked(
        queries[0],
        _iris(parameters, "default-graph-uri"),
        _iris(parameters, "named-graph-uri"),
        formats[0] if formats else "",
    )


def _update(parameters: Sequence[tuple[str, str]]) -> Response:
    authorised()
    updates = [value for name, value in parameters if name == "update"]
    if len(updates) != 1 or any(name == "query" for name, _ in parameters):
        raise Problem(400, "bad-request", "One update is wanted, and no query", "Give the parameter update once.")
    watching.asked(updates[0])
    check(updates[0], update=True)
    default, named = _iris(parameters, "using-graph-uri"), _iris(parameters, "using-named-graph-uri")
    text = with_using(updates[0], default, named)
    site().scribe.write(Change("update", update=text, base=f"{here()}/sparql"))
    return Response(status=204, headers={"Cache-Control": "no-store"})


def _answer(asked: Asked) -> Response:
    if not asked.format and not asked.default and not asked.named and _for_people():
        return tongue.page(*pages.sparql(asked.query))
    watching.asked(asked.query)
    shape = check(asked.query)
    results, graphs = _formats(asked.format)
    dataset, rows = site().dataset, site().max_rows
    own = (*asked.default, *asked.named)
    job = Job(
        asked.query,
        results=results[0].suffix if results else None,
        graph=graphs[0].suffix if graphs else None,
        base=f"{here()}/sparql" if dataset.plain else dataset.base,
        default=asked.default,
        named=asked.named,
        known=() if dataset.plain else own or shape.graphs,
        described=shape.described if shape.form == "DESCRIBE" else None,
        rows=rows,
        star=shape.star,
        variables=shape.variables,
    )

    def make() -> tuple[Answer | bytes, Format, str]:
        try:
            answer = site().ask(job)
        except QueryProblem as problem:
            if problem.kind == "not-acceptable":
                raise not_acceptable(GRAPHS if problem.detail == "graph" else RESULTS) from None
            raise of_query(problem) from None
        form = graphs if answer.kind == "graph" else results
        assert form is not None
        return answer, *form

    headers = [("Link", f'<{request.script_root}/sparql>; rel="describedby"')]
    headers += [("Communique-Max-Rows", str(rows))] if rows else []
    key = " ".join(form[1] for form in (results, graphs) if form)
    return answered(make, headers=headers, key=key, steady=shape.steady, spoken=True)


def _for_people() -> bool:
    """Say whether a request would rather have a page than data: where it likes both alike it gets data."""
    found = choose(request.headers.get("Accept"), (*RESULTS, *GRAPHS, HTML))
    return found is not None and found[0] is HTML


def _formats(suffix: str) -> tuple[tuple[Format, str] | None, tuple[Format, str] | None]:
    """Return format and media type for solutions and for triples, each None where it is not acceptable."""
    if suffix:
        results, graphs = by_suffix(suffix, RESULTS), by_suffix(suffix, GRAPHS)
        if results or graphs:
            accept = request.headers.get("Accept")
            return (
                (results, results.types[0]) if results else choose(accept, RESULTS),
                (graphs, graphs.types[0]) if graphs else choose(accept, GRAPHS),
            )
    accept = request.headers.get("Accept")
    results_, graphs_ = choose(accept, RESULTS), choose(accept, GRAPHS)
    if not results_ and not graphs_:
        raise not_acceptable([*RESULTS, *GRAPHS])
    return results_, graphs_


def decoded(data: bytes) -> list[tuple[str, str]]:
    """Return the parameters of a query string or a form. Raises Problem 400 where they are not UTF-8."""
    try:
        text = data.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=200)
    except ValueError:
        raise _unreadable() from None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise _unreadable() from None


def _unreadable() -> Problem:
    detail = "Write parameters as name=value&..., percent-encoded UTF-8."
    return Problem(400, "bad-request", "The request cannot be read", detail)


def _iris(parameters: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    found = tuple(value for given, value in parameters if given == name)
    for iri in found:
        try:
            ox.NamedNode(iri)
        except ValueError:
            raise Problem(400, "bad-request", f"{name} is no IRI", f"{iri!r} is not an absolute IRI.") from None
    return found
