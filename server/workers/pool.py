"""The pool of workers, as the web process sees it: a job goes in, blocks of bytes come out, or a QueryProblem.

A job has until its deadline, waiting included. Then its worker is killed and another takes its place, as it is when a
worker dies or its answer is not wanted any more. A job that is not done after a moment goes on at the lowest priority,
and more workers than there are jobs are kept ready, so that short queries need not wait for long ones.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from server.store.dumps import PREFIXES
from server.workers import wire
from server.workers.problems import QueryProblem
from server.workers.spawn import Spawner, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Row = dict[str, Term]
"""A solution: the terms of the variables that are bound, by name."""

BLOCK = 1 << 18
"""How many bytes of an answer are held back before the first are passed on, so that a failure can still be told."""
_MOMENT = 0.1
_EARLY = 1.0
_SPARE = 4
"""How many workers more than that are kept warm: as many long queries may come in one moment and delay nobody."""
_PIPE = 1 << 20
_F_SETPIPE_SZ = 1031


@dataclass(frozen=True, slots=True)
class Job:
    """A query for a worker.

    `results` and `graph` are the suffixes of the formats for solutions and for triples, None where that kind of answer
    is not acceptable. `default` and `named` are the IRIs of the dataset's graphs in place of those in the query;
    `known` those that must be there; `described` IRIs whose incoming links belong to the answer, None where it is no
    DESCRIBE.
    `sorted` puts triples in order and takes duplicates out; `into` names the graph that they go to, in formats that
    know graphs. An answer of more than `rows` rows is refused, where that is not 0. `star` is where the * of SELECT *
    stands, and `variables` in which order it is to give them.
    """

    query: str
    results: str | None = "json"
    graph: str | None = "ttl"
    base: str | None = None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    described: tuple[str, ...] | None = None
    sorted: bool = False
    into: str | None = None
    rows: int = 0
    star: int = -1
    variables: tuple[str, ...] = ()


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
    query may take, waiting included, `memory` how many bytes of address space. Close it, or use it in `with`.
    """

    def __init__(
        self,
        checkpoint: Callable[[], Path | None],
        *,
        workers: int = 2,
        deadline: float = 10.0,
        memory: int = 1 << 30,
        at_once: int = 0,
    ) -> None:
        self.deadline = deadline
        self.counts = Counts()
        self._checkpoint = checkpoint
        self._warm, self._most = workers + _SPARE, at_once or 5 * workers
        self._spawner = Spawner(memory)
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
        message = self._message(job)
        try:
            answer = self._started(message, until)
        except QueryProblem as problem:
            if problem.kind != "died" or time.monotonic() > until - self.deadline + _EARLY:
                raise
            # nothing was passed on and it died early: perhaps not of this query, which a second death would show
            answer = self._started(message, until)
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
            "prefixes": PREFIXES,
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


@dataclass(slots=True)
class Answer:
    """An answer on its way: its kind, and its bytes in blocks. Close it, whether all blocks were taken or not.

    Going through it raises QueryProblem where the answer cannot be finished: what came before is then no whole answer.
    """

    pool: Pool
    worker: Worker
    until: float
    kind: str = ""
    whole: bool = False
    then: Callable[[], None] = lambda: None
    _held: list[bytes] = field(default_factory=list)
    _pipe: int = -1
    _slow: bool = False
    _done: bool = False
    _closed: bool = False

    def start(self, message: dict[str, Any]) -> None:
        """Hand the job over; return when the first block, or all there is, has come. Raises QueryProblem."""
        self._pipe, end = os.pipe()
        with contextlib.suppress(OSError):
            _enlarge(self._pipe)
        try:
            wire.send(self.worker.socket, message, end)
        except wire.Closed:
            raise self._died() from None
        finally:
            os.close(end)
        first = self._told()
        self.kind = first["kind"]
        size = 0
        while size < BLOCK and (block := self._block()):
            self._held.append(block)
            size += len(block)
        if size < BLOCK:
            self._end()

    @property
    def length(self) -> int | None:
        """How many bytes the answer has, where all of it is there."""
        return sum(map(len, self._held)) if self.whole else None

    def __iter__(self) -> Iterator[bytes]:
        """Go through the blocks: each has BLOCK bytes or more, but the last."""
        while not self.whole:
            yield b"".join(self._held)
            self._held = []
            size = 0
            while size < BLOCK and (block := self._block()):
                self._held.append(block)
                size += len(block)
            if size < BLOCK:
                self._end()
        yield b"".join(self._held)

    def close(self) -> None:
        """Give the worker back; one that has not finished is killed."""
        if not self._closed:
            self._closed = True
            if self._pipe >= 0:
                os.close(self._pipe)
            self.pool._release(self.worker, fit=self._done and not self._slow)  # noqa: SLF001 - a part of the pool
            self.then()

    def _end(self) -> None:
        last = self._told()
        if not last.get("done"):
            raise self._died()
        self._done = self.whole = True

    def _block(self) -> bytes:
        self._wait(self._pipe)
        return os.read(self._pipe, _PIPE)

    def _told(self) -> dict[str, Any]:
        """Return the worker's next message. Raises QueryProblem where it tells of one."""
        self._wait(self.worker.socket.fileno())
        try:
            message, _ = wire.receive(self.worker.socket, self.until)
        except wire.Closed:
            raise self._died() from None
        except wire.Late:
            raise self._late() from None
        if "problem" in message:
            self._done = True
            raise QueryProblem(message["problem"], message["detail"], message["line"], message["column"])
        return message

    def _wait(self, descriptor: int) -> None:
        """Wait until there is something to read; a job that takes long yields to others meanwhile."""
        while not self._slow:
            if wire.ready(descriptor, min(self.until, time.monotonic() + _MOMENT)):
                return
            if time.monotonic() >= self.until:
                raise self._late()
            self._slow = True
            self.pool.counts.slow += 1
            self.worker.yield_to_others()
        if not wire.ready(descriptor, self.until):
            raise self._late()

    def _late(self) -> QueryProblem:
        self.pool.counts.timeouts += 1
        self.worker.kill()
        seconds = f"{self.pool.deadline:g} s"
        return QueryProblem("timeout", f"the query took longer than {seconds} and was stopped; ask for less at once")

    def _died(self) -> QueryProblem:
        self.pool.counts.deaths += 1
        return QueryProblem("died", "the engine gave up on the query: it needs more memory than a query may take")


def bound(query: str, bindings: Mapping[str, Term] | None) -> str:
    """Return a query with terms for variables of its outermost group, as a row of VALUES at its end."""
    if not bindings:
        return query
    names = " ".join(f"?{name}" for name in bindings)
    return f"{query}\nVALUES ({names}) {{ ({' '.join(map(str, bindings.values()))}) }}"


def _enlarge(pipe: int) -> None:
    import fcntl  # noqa: PLC0415 - where there is none, pipes stay as they are

    fcntl.fcntl(pipe, _F_SETPIPE_SZ, _PIPE)
