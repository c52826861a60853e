"""What goes wrong on the web, as RFC 9457 problem details for programs and as a page for people."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from server.search import NoIndexError
from server.web import pages, tongue
from server.web.negotiation import weight, wishes
from server.workers.problems import QueryProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

_LOG = logging.getLogger("communique")
_TYPES = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 406: "not-acceptable", 413: "too-large"}
_QUERY = {
    "malformed": (400, "The query is not SPARQL as it should be"),
    "refused": (400, "The query is refused"),
    "unknown-graph": (400, "The query takes its data from a graph that is not here"),
    "too-many-rows": (422, "The answer is longer than this service gives at once"),
    "not-acceptable": (406, "The answer is not to be had in the format asked for"),
    "timeout": (503, "The query took too long"),
    "busy": (503, "All workers are busy"),
    "died": (503, "The query could not be finished"),
    "unreadable": (415, "The data are in no format that is read here"),
    "forbidden": (403, "Writes to this graph are not taken"),
    "unwritable": (406, "The answer cannot be written in this format"),
}


class Problem(Exception):  # noqa: N818 - as the standard calls it
    """An answer that says what is wrong: an HTTP status, a name for the kind of problem, a title, what to do."""

    def __init__(
        self,
        status: int,
        kind: str,
        title: str,
        detail: str = "",
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(f"{title}: {detail}")
        self.status, self.kind, self.title, self.detail = status, kind, title, detail
        self.headers = dict(headers or {})
        self.more = more


def response(problem: Problem) -> Response:
    """Return a problem as JSON, or as a page for those who would rather have HTML."""
    wanted = wishes(request.headers.get("Accept", ""))
    asked = max(weight("application/problem+json", wanted), weight("application/json", wanted))
    html = weight("text/html", wanted)
    if html > asked or (html == asked and any(wish.value == "text/html" for wish in wanted)):
        answer = tongue.page(pages.problem(problem), problem.status)
    else:
        body = {"type": f"urn:communique:problem:{problem.kind}", "title": problem.title, "status": problem.status}
        body |= {"detail": problem.detail} if problem.detail else {}
        body |= {"instance": request.path, **problem.more}
        text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
        answer = Response(text, problem.status, content_type="application/problem+json")
    answer.headers.extend(problem.headers)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Vary"] = tongue.SPOKEN
    return answer


_NO_INDEX = (
    "An older version wrote this dataset, without the index of words and lists. Whoever keeps it makes that with"
    " 'communique rebuild', with the next 'communique publish', or by starting the server again."
)


def of_query(problem: QueryProblem) -> Problem:
    """Return the HTTP problem of a query that has no answer."""
    status, title = _QUERY[problem.kind]
    place = {"line": problem.line, "column": problem.column} if problem.line else {}
    headers = {"Retry-After": "2"} if problem.kind == "busy" else {}
    return Problem(status, f"query-{problem.kind}", title, str(problem), headers, **place)


def register(app: Flask) -> None:
    """Let an application answer with problems whatever goes wrong."""

    @app.errorhandler(Problem)
    def _problem(problem: Problem) -> Response:
        return response(problem)

    @app.errorhandler(QueryProblem)
    def _query(problem: QueryProblem) -> Response:
        return response(of_query(problem))

    @app.errorhandler(NoIndexError)
    def _no_index(_error: NoIndexError) -> Response:
        return response(Problem(503, "no-index", "Nothing can be searched or listed at present", _NO_INDEX))

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        code = error.code or 500
        if code < 400:
            return Response(status=code, headers=dict(error.get_headers()))
        headers = {}
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            headers["Allow"] = ", ".join(sorted(error.valid_methods))
        kind = _TYPES.get(code, f"http-{code}")
        return response(Problem(code, kind, error.name, error.description or "", headers))

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        _LOG.exception("%s %s failed", request.method, ascii(request.path), exc_info=error)
        return response(Problem(500, "unexpected", "Something went wrong here", "It is noted in the server's log."))
