"""A query asked for a page: the whole answer, or why there is none, in words."""

from __future__ import annotations

from contextlib import closing

import pyoxigraph as ox

from server.web import watching
from server.web.people.questions import Found, RefusedError
from server.web.site import here, site
from server.workers.answer import Job
from server.workers.guard import check
from server.workers.problems import QueryProblem

MOST = 10_000
"""How many rows a page reads; of more it says so, and leaves them to the downloads."""

_SAID = {
    "malformed": (400, "The query cannot be read"),
    "refused": (400, "The query is refused"),
    "unknown-graph": (400, "The query takes its data from a graph that is not here"),
    "timeout": (503, "The query took too long"),
    "busy": (503, "Other queries keep this server busy"),
    "died": (503, "The query could not be finished"),
}
"""HTTP status and words for people, by the kind of a problem."""


def found(query: str) -> Found:
    """Return the answer to a query. Raises RefusedError."""
    most = min(site().max_rows or MOST, MOST)
    try:
        shape = check(query)
        described = shape.described if shape.form == "DESCRIBE" else None
        watching.asked(query)
        job = Job(
            query,
            base=site().base,
            known=shape.graphs,
            described=described,
            rows=most,
            star=shape.star,
            variables=shape.variables,
        )
        with closing(site().ask(job)) as answer:
            kind, data = answer.kind, b"".join(answer)
    except QueryProblem as problem:
        if problem.kind == "too-many-rows":
            detail = f"The answer has more than {most:,} rows. Add a LIMIT, or download all of it from {here()}/sparql."
            raise RefusedError("That is more than a page can show", detail, status=422) from None
        raise _refused(problem) from None
    if kind == "graph":
        return Found(turtle=data.decode() or "# no triples")
    results = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return Found(truth=bool(results))
    assert isinstance(results, ox.QuerySolutions)
    names = [variable.value for variable in results.variables]
    rows = [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in results]
    return Found(tuple(names), rows)


def _refused(problem: QueryProblem) -> RefusedError:
    status, title = _SAID.get(problem.kind, (400, "The query was not answered"))
    return RefusedError(title, str(problem), problem.line, problem.column, status)
