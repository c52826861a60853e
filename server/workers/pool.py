"""The pool of workers, as the web process sees it: a job goes in, blocks of bytes come out, or a QueryProblem.

A job has until its deadline, waiting included. Then its worker is killed and another takes its place, as it is when a
worker dies or its answer is not wanted any more. A job that takes long goes on at the lowest priority, and more workers
than there are jobs are kept ready, so that short queries need not wait for long ones.
"""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from server.workers import wire
from server.workers.answer import Answer, Job
from server.workers.problems import QueryProblem
from server.workers.spawn import Spawner, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Row = dict[str, Term]
"""A solution: the terms of the variables that are bound, by name."""

_EARLY = 1.0
_TRIES = 3
_SPARE = 4
"""How many workers more than that are kept warm: as many long queries may come in one moment and delay nobody."""


@dataclass(slots=True)
class Counts:
    """What happened so far, for operators."""

    jobs: int = 0
    timeouts: int = 0
    deaths: int = 0
    busy: int = 0
    slow: int = 0


class Pool:
    """Workers on the current checkpoint of a dataset.

    `checkpoint` returns the folder that is current, `workers` is how many queries are to be answered side by side,
    `at_once` how many may run while most of them take long (0: five for each of these), `deadline` how many seconds a
    query may take, waiting included, `memory` how many bytes of address space; with `sockets` workers may reach a store
    on another server. Close it, or use it in `with`.
    """

    def __init__(
        self,
        checkpoint: Callable[[], Path | str | None],
        *,
        workers: int = 2,
        deadline: float = 10.0,
        memory: int = 1 << 30,
        at_once: int = 0,
        sockets: bool = False,
    ) -> None:
        self.deadline = deadline
        self.counts = Counts()
        self._checkpoint = checkpoint
        self._warm, self._most = workers + _SPARE, at_once or 5 * workers
        self._spawner = Spawner(memory, sockets=sockets)
        self._finalizer = weakref.finalize(self, self._spawner.close)
        self._state = threading.Condition()
        self._idle: list[Worker] = []
        self._coming = self._running = 0
        self._closed = False
        with self._state:
            self._ahead()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        with self._state:
            self._closed = True
            idle, self._idle = self._idle, []
            self._state.notify_all()
        for worker in idle:
            worker.kill()
        self._finalizer()

    @property
    def sockets_banned(self) -> bool:
        """Whether the system keeps workers from the network; where not, the guard alone does."""
        return self._spawner.sockets_banned

    def run(self, job: Job, *, deadline: float | None = None, then: Callable[[], None] = lambda: None) -> Answer:
        """Start a job and return its answer, once its kind and first bytes are there; `then` is called when it closes.

        Raises QueryProblem.
        """
        until = time.monotonic() + (self.deadline if deadline is None else deadline)
        self.counts.jobs += 1
        message, begun, tries = self._message(job), time.monotonic(), 1
        while True:
            try:
                answer = self._started(message, until)
            except QueryProblem as problem:
                # nothing was passed on: where it died early it was perhaps not of this query, which other workers show
                if problem.kind != "died" or tries == _TRIES or time.monotonic() > begun + _EARLY:
                    raise
                tries += 1
            else:
                answer.then = then
                return answer

    def bytes(self, job: Job, *, deadline: float | None = None) -> bytes:
        """Return the whole answer of a job. Raises QueryProblem."""
        with contextlib.closing(self.run(job, deadline=deadline)) as answer:
            return b"".join(answer)

    def rows(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[Row]:
        """Return the solutions of a SELECT query, with terms as pyoxigraph has them (NamedNode, Literal ...).

        `bindings` are terms for variables of the query's outermost group. The usual prefixes are known. Raises
        QueryProblem.
        """
        found = ox.parse_query_results(self.bytes(Job(bound(query, bindings))), format=ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [
            {name: term for name, term in zip(names, solution, strict=True) if term is not None} for solution in found
        ]

    def ask(self, query: str, bindings: Mapping[str, Term] | None = None) -> bool:
        """Return the answer of an ASK query. Raises QueryProblem."""
        return b"true" in self.bytes(Job(bound(query, bindings)))

    def triples(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT query, sorted. Raises QueryProblem."""
        data = self.bytes(Job(bound(query, bindings), graph="nt", sorted=True))
        return [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]

    def _started(self, message: dict[str, Any], until: float) -> Answer:
        answer = Answer(self, self._acquire(until), until)
        try:
            answer.start(message)
        except BaseException:
            answer.close()
            raise
        return answer

    def _message(self, job: Job) -> dict[str, Any]:
        path = self._checkpoint()
        return {
            "checkpoint": str(path) if path else "",
            "query": job.query,
            "base": job.base,
            "default": job.default,
            "named": job.named,
            "results": job.results,
            "graphs": job.graph,
            "described": job.described,
            "known": job.known,
            "sorted": job.sorted,
            "into": job.into,
            "rows": job.rows,
            "star": job.star,
            "variables": job.variables,
        }

    def _acquire(self, until: float) -> Worker:
        with self._state:
            while True:
                while not self._idle or self._running >= self._most:
                    self._ahead()
                    if self._closed or not self._state.wait(max(0.0, until - time.monotonic())):
                        self.counts.busy += 1
                        raise QueryProblem("busy", "other queries keep all workers busy; try again in a while")
                worker = self._idle.pop()
                self._ahead()
                if not wire.ready(worker.socket, 0.0):
                    self._running += 1
                    return worker
                worker.kill()  # an idle one has nothing to say: this one is dead

    def _release(self, worker: Worker, *, fit: bool) -> None:
        """Take a worker back: among the idle where it is fit for another job, else it is killed."""
        with self._state:
            self._running -= 1
            fit = fit and not self._closed and len(self._idle) < 2 * self._warm
            if fit:
                self._idle.append(worker)
            else:
                self._ahead()
            self._state.notify()
        if not fit:
            worker.kill()

    def _ahead(self) -> None:
        """See to it that workers are idle when the next jobs come: they are forked while nobody waits for them."""
        while len(self._idle) + self._coming < self._warm and not self._closed:
            self._coming += 1
            threading.Thread(target=self._spawn, name="spawn", daemon=True).start()

    def _spawn(self) -> None:
        pause = 0.05
        while not self._closed:
            try:
                worker = self._spawner.spawn(self._checkpoint())
            except (OSError, wire.Closed, wire.Late):
                time.sleep(pause)
                pause = min(2.0, pause * 2)
                continue
            with self._state:
                if not self._closed:
                    self._coming -= 1
                    self._idle.insert(0, worker)
                    self._state.notify()
                    return
            worker.kill()


def bound(query: str, bindings: Mapping[str, Term] | None) -> str:
    """Return a query with terms for variables of its outermost group, as a row of VALUES at its end."""
    if not bindings:
        return query
    names = " ".join(f"?{name}" for name in bindings)
    return f"{query}\nVALUES ({names}) {{ ({' '.join(map(str, bindings.values()))}) }}"
