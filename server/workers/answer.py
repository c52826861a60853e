"""A query for a worker, and the answer that comes back from it, block by block."""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from server.workers import wire
from server.workers.problems import QueryProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.workers.pool import Pool
    from server.workers.spawn import Worker

BLOCK = 1 << 18
"""How many bytes of an answer are held back before the first are passed on, so that a failure can still be told."""
_MOMENT = 0.1
"""A job that is not done after so many seconds, nor after so many more of its worker's own time, takes long."""
_PIPE = 1 << 20


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
    _begun: float = -1.0
    _done: bool = False
    _closed: bool = False

    def start(self, message: dict[str, Any]) -> None:
        """Hand the job over; return when the first block, or all there is, has come. Raises QueryProblem."""
        try:
            wire.send(self.worker.socket, message)
        except wire.Closed:
            raise self._died() from None
        first = self._told()
        self.kind = first.get("kind", "")
        if self._pipe < 0:
            self._end(first)
            return
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

    def _end(self, last: dict[str, Any] | None = None) -> None:
        last = last or self._told()
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
            message, data, pipe = wire.receive(self.worker.socket, self.until, waited=True)
        except wire.Closed:
            raise self._died() from None
        except wire.Late:
            raise self._late() from None
        if pipe is not None:
            self._pipe = pipe
        if data:
            self._held.append(data)
        if "problem" in message:
            self._done = True
            raise QueryProblem(message["problem"], message["detail"], message["line"], message["column"])
        return message

    def _wait(self, descriptor: int) -> None:
        """Wait until there is something to read; a job that takes long yields to others meanwhile.

        Its worker is then not fit for another job. So what counts is its own time: on a busy machine short jobs wait
        for it as well, and new workers, which have nothing in their caches yet, would make it busier.
        """
        while not self._slow:
            if wire.ready(descriptor, min(self.until, time.monotonic() + _MOMENT)):
                return
            if time.monotonic() >= self.until:
                raise self._late()
            used = self.worker.used()
            if self._begun < 0 and used < math.inf:
                self._begun = used
            if used - self._begun < _MOMENT:
                continue
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
