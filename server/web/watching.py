"""What operators see: a line of JSON for every request, slow queries in full, and counts for Prometheus."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, request

from server.web.site import site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

blueprint = Blueprint("watching", __name__)

_ACCESS, _SLOW = logging.getLogger("communique.access"), logging.getLogger("communique.slow")
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LONGEST = 8192


@dataclass(slots=True)
class Tally:
    """What happened since the start, counted."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    buckets: Counter[float] = field(default_factory=Counter)
    seconds: float = 0.0
    queries: int = 0
    cut: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give the counts in the text format of Prometheus."""
    text = "".join(f"{line}\n" for line in _lines())
    return Response(
        text, content_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


def asked(query: str) -> None:
    """Note the query of the current request, for the logs."""
    g.query = query


def register(app: Flask) -> None:
    """Count and log every request of an application, when its answer is out."""

    @app.before_request
    def _begin() -> None:
        g.begun = time.monotonic()

    @app.after_request
    def _end(response: Response) -> Response:
        begun, query = g.get("begun", time.monotonic()), g.get("query", "")
        facts = {
            "client": request.remote_addr or "",
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "length": response.content_length,
            "agent": request.headers.get("User-Agent", "")[:200],
        }
        tally, room, here, noted = site().tally, request.blueprint or "none", site(), g._get_current_object()  # noqa: SLF001 - Flask's own way to keep it

        def out() -> None:
            seconds = time.monotonic() - begun
            cut = bool(noted.get("cut"))
            with tally.lock:
                tally.requests[room, response.status_code] += 1
                tally.cut += cut
                if query:
                    tally.queries += 1
                    tally.seconds += seconds
                    tally.buckets.update(bound for bound in _BOUNDS if seconds <= bound)
            told = {**facts, "ms": round(seconds * 1000, 1), **({"cut": True} if cut else {})}
            if query:
                told["query"] = hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest()[:16]
                if seconds >= here.slow:
                    _SLOW.warning(
                        "%s", json.dumps({"query": told["query"], "ms": told["ms"], "text": query[:_LONGEST]})
                    )
            _ACCESS.info("%s", json.dumps(told))

        response.call_on_close(out)
        return response


def _lines() -> Iterator[str]:
    tally, pool, admission = site().tally, site().pool.counts, site().admission
    with tally.lock:
        requests, buckets = sorted(tally.requests.items()), dict(tally.buckets)
        seconds, queries, cut = tally.seconds, tally.queries, tally.cut
    yield "# TYPE communique_requests_total counter"
    for (room, status), number in requests:
        yield f'communique_requests_total{{room="{room}",status="{status}"}} {number}'
    yield "# TYPE communique_query_seconds histogram"
    for bound in _BOUNDS:
        yield f'communique_query_seconds_bucket{{le="{bound:g}"}} {buckets.get(bound, 0)}'
    yield f'communique_query_seconds_bucket{{le="+Inf"}} {queries}'
    yield f"communique_query_seconds_sum {seconds:.6f}"
    yield f"communique_query_seconds_count {queries}"
    for name, number in (
        ("answers_cut", cut),
        ("worker_jobs", pool.jobs),
        ("worker_timeouts", pool.timeouts),
        ("worker_deaths", pool.deaths),
        ("workers_busy", pool.busy),
        ("worker_slow_jobs", pool.slow),
        ("clients_refused", admission.refused),
    ):
        yield f"# TYPE communique_{name}_total counter"
        yield f"communique_{name}_total {number}"
    yield "# TYPE communique_dataset_info gauge"
    yield f'communique_dataset_info{{version="{site().version}"}} 1'
