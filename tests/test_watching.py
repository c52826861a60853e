"""What one client may take, and what operators see."""

import json
import threading
from collections.abc import Iterator

import pytest
from test_endpoint import ENDLESS, asked
from test_pool import folder  # noqa: F401 - a fixture

from server.web.admission import Admission, client_of
from server.web.problems import Problem
from server.workers.problems import QueryProblem


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_seconds_are_spent_and_come_back() -> None:
    clock = Clock()
    admission = Admission(budget=10.0, refill=0.5, clock=clock)
    ticket = admission.enter("192.0.2.1")
    clock.now = 20.0
    ticket.leave()
    ticket.leave()
    with pytest.raises(Problem) as refused:
        admission.enter("192.0.2.1")
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (429, "21")
    admission.enter("192.0.2.2").leave()
    clock.now = 41.0
    admission.enter("192.0.2.1").leave()
    assert admission.refused == 1


def test_a_client_has_so_many_queries_at_once() -> None:
    admission = Admission(at_once=2, queue=1, patience=0.2)
    first, _second = admission.enter("192.0.2.1"), admission.enter("192.0.2.1")
    with pytest.raises(QueryProblem, match="under way"):
        admission.enter("192.0.2.1")  # waits in vain
    entered: list[object] = []
    thread = threading.Thread(target=lambda: entered.append(admission.enter("192.0.2.1")))
    thread.start()
    first.leave()
    thread.join()
    assert len(entered) == 1
    admission.enter("192.0.2.2")


def test_clients_are_addresses_or_networks() -> None:
    assert client_of("192.0.2.1") == client_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert client_of("2001:db8::1") == client_of("2001:db8::2:3") != client_of("2001:db8:0:1::1")
    assert client_of("") == client_of("<script>") == "unknown"


def test_the_oldest_clients_are_forgotten() -> None:
    admission = Admission(budget=1.0)
    for number in range(10_050):
        admission.enter(f"10.0.{number // 250}.{number % 250}").leave()
    assert len(admission._clients) <= 10_001


@pytest.fixture
def app(folder: object) -> Iterator[object]:  # noqa: F811
    from server.web.app import close, create_app

    app = create_app(folder, workers=1, deadline=0.5)  # type: ignore[arg-type]
    yield app
    close(app)


def test_requests_are_counted_and_told(app: object, caplog: pytest.LogCaptureFixture) -> None:
    client = app.test_client()  # type: ignore[attr-defined]
    with caplog.at_level("INFO", "communique"):
        assert client.get("/sparql", query_string={"query": "ASK {}"}, buffered=True).data
        assert client.get("/sparql", query_string={"query": ENDLESS}, buffered=True).status_code == 503
        assert client.get("/data/person/nobody\r\n{", headers={"User-Agent": 'a" }'}, buffered=True).status_code == 404
    lines = [json.loads(record.message) for record in caplog.records if record.name == "communique.access"]
    assert [line["status"] for line in lines] == [200, 503, 404]
    assert lines[0]["query"] != lines[1]["query"]
    assert lines[1]["ms"] >= 500
    assert "query" not in lines[2]
    slow = [json.loads(record.message) for record in caplog.records if record.name == "communique.slow"]
    assert [line["text"] for line in slow] == [ENDLESS]
    text = client.get("/metrics").text
    told = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert told['communique_requests_total{room="sparql",status="200"}'] == "1"
    assert told['communique_requests_total{room="sparql",status="503"}'] == "1"
    assert told['communique_query_seconds_bucket{le="+Inf"}'] == told["communique_query_seconds_count"] == "2"
    assert told["communique_worker_timeouts_total"] == "1"


def test_who_spends_too_much_is_told_when_to_come_again(app: object) -> None:
    client = app.test_client()  # type: ignore[attr-defined]
    site = app.extensions["communique"]  # type: ignore[attr-defined]
    site.admission.budget = 0.4
    statuses = [client.get("/sparql", query_string={"query": ENDLESS}).status_code for _ in range(2)]
    assert statuses[0] == 503
    assert statuses[1] == 429
    answer = client.get("/sparql", query_string={"query": "ASK {}"})
    assert (answer.status_code, answer.json["type"]) == (429, "urn:communique:problem:too-many-seconds")
    assert int(answer.headers["Retry-After"]) >= 1
    assert client.get("/page/person/ana-lopes").status_code == 200, "pages are still there"


def test_long_answers_are_refused_where_rows_are_limited(folder: object) -> None:  # noqa: F811
    from server.web.app import close, create_app

    app = create_app(folder, workers=1, max_rows=10)  # type: ignore[arg-type]
    try:
        client = app.test_client()
        fine = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o } LIMIT 10"})
        assert (fine.status_code, fine.headers["Communique-Max-Rows"]) == (200, "10")
        for query in ("SELECT * { ?s ?p ?o } LIMIT 11", "CONSTRUCT WHERE { ?s ?p ?o }"):
            long = client.get("/sparql", query_string={"query": query})
            assert (long.status_code, long.json["type"]) == (422, "urn:communique:problem:query-too-many-rows")
            assert "LIMIT" in long.json["detail"]
    finally:
        close(app)


def test_metrics_are_served(news: str) -> None:
    assert b"communique_worker_jobs_total" in asked(news, "/metrics").body
