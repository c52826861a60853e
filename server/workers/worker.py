"""What a worker does: it opens a checkpoint, and answers one job after the other.

A small answer goes out with one message: what kind it is, that it is whole, and its bytes. A larger one takes a pipe,
whose end goes out with a message that tells the kind; when all is written, another says that it is whole. What a job
is, `answer.Job` says.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import re
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from ontology.prefixes import PREDEFINED, WRITTEN
from server.store import engine
from server.workers import sandbox, wire
from server.workers.joins import joined

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable

    from server.store.engine import Store

_BUFFER = 1 << 18
"""How many bytes an answer may have to go out with its message."""
_PIPE = 1 << 20
_F_SETPIPE_SZ = 1031
_DEFAULT = ox.DefaultGraph()
_AT = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def work(sock: socket.socket, memory: int, *, sockets: bool = False) -> None:
    """Answer jobs until the other side goes away. Everything that could do harm is given up first."""
    banned = sandbox.confine(memory, sockets=sockets)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123
        file.write("1000")
    wire.send(sock, {"ready": True, "sockets banned": banned})
    opened = ""
    store: Store = ox.Store()
    while True:
        job, _, _ = wire.receive(sock)
        if job["checkpoint"] and job["checkpoint"] != opened:
            try:
                opened, store = job["checkpoint"], engine.opened(job["checkpoint"])
            except (OSError, ValueError) as error:
                opened, store = "", ox.Store()
                wire.send(sock, _problem("died", f"the checkpoint cannot be opened ({error})"))
                continue
        if "query" not in job:  # it was to open the checkpoint ahead of the first job
            wire.send(sock, {"opened": opened})
            continue
        raw = _Output(sock)
        last = _answered(store, job, raw)
        raw.shut()
        wire.send(sock, last, raw.held if last.get("done") else b"")


class _Output(io.RawIOBase):
    """Where an answer goes: it is held here while it is small, and goes through a pipe once there is more of it."""

    def __init__(self, sock: socket.socket) -> None:
        self.held = b""
        self.kind = ""
        self._sock, self._pipe = sock, -1

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self._pipe < 0 and not self.held and len(data) < _BUFFER:  # all there is, or the first of it
            self.held = bytes(data)
            return len(data)
        if self._pipe < 0:
            end, self._pipe = os.pipe()
            with contextlib.suppress(OSError):
                enlarge(self._pipe)
            try:
                wire.send(self._sock, {"kind": self.kind}, b"", end)
            finally:
                os.close(end)
            while self.held:
                self.held = self.held[os.write(self._pipe, self.held) :]
        return os.write(self._pipe, data)

    def shut(self) -> None:
        """Close the pipe: there is no more."""
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1


def enlarge(pipe: int) -> None:
    """Let a pipe hold as much as the system lets it."""
    import fcntl  # noqa: PLC0415 - where there is none, pipes stay as they are

    fcntl.fcntl(pipe, _F_SETPIPE_SZ, _PIPE)


def _answered(store: Store, job: dict[str, Any], raw: _Output) -> dict[str, Any]:
    """Write the answer to a job and return the last message about it."""
    try:
        for graph in job["known"]:
            if not store.contains_named_graph(ox.NamedNode(graph)):
                return _problem(
                    "unknown-graph", f"there is no graph <{graph}> here, and none is fetched from elsewhere"
                )
        try:
            found = _evaluated(store, job)
        except RuntimeError as error:  # before anything was evaluated: the query asks for what there is not
            return _problem("refused", " ".join(str(error).split())[:300])
        kind = _kind(found)
        wanted = job["graphs" if kind == "graph" else "results"]
        if wanted is None:
            return _problem("not-acceptable", kind)
        if job["rows"] and kind != "boolean" and _longer(found, job["rows"]):
            rows = f"the answer has more than the {job['rows']:,} rows that this service gives at once"
            return _problem("too-many-rows", f"{rows}; page through it with ORDER BY, LIMIT and OFFSET")
        if job["rows"]:
            found = _evaluated(store, job)
        raw.kind = kind
        output = io.BufferedWriter(raw, _BUFFER)
        try:
            _write(store, found, job, wanted, output)
            output.flush()
        finally:
            output.detach()
    except SyntaxError as error:
        return malformed(str(error))
    except BrokenPipeError:
        return {"done": False}
    except (ValueError, RuntimeError, OSError) as error:
        return _problem("unwritable" if isinstance(error, ValueError) else "died", " ".join(str(error).split())[:300])
    except MemoryError:
        return _problem("died", "it needs more memory than a query may take")
    return {"done": True, "kind": raw.kind}


def _evaluated(store: Store, job: dict[str, Any]) -> _Found:
    default = [ox.NamedNode(iri) for iri in job["default"]]
    named = [ox.NamedNode(iri) for iri in job["named"]]
    chosen: dict[str, Any] = {"default_graph": default, "named_graphs": named} if default or named else {}
    query: str = job["query"]
    found = store.query(query, base_iri=job["base"], prefixes=PREDEFINED, **chosen)
    if not isinstance(found, ox.QuerySolutions):
        return found
    if job["star"] < 0:
        return found if chosen or not isinstance(store, ox.Store) else _counted(store, job, found)
    # the engine gives the variables of SELECT * in the order of their names, people expect that of their query
    names = [variable.value for variable in found.variables]
    order = {name: place for place, name in enumerate(job["variables"])}
    if not names or any(name not in order for name in names):
        return found
    listed = " ".join(f"?{name}" for name in sorted(names, key=order.__getitem__))
    text = f"{query[: job['star']]}{listed}{query[job['star'] + 1 :]}"
    return store.query(text, base_iri=job["base"], prefixes=PREDEFINED, **chosen)


def _counted(store: ox.Store, job: dict[str, Any], found: ox.QuerySolutions) -> ox.QuerySolutions:
    """Return the solutions of a query that was understood, by the faster way where it counts over much."""

    def asked(text: str) -> ox.QuerySolutions:
        solutions = store.query(text, base_iri=job["base"], prefixes=PREDEFINED)
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions

    text = joined(job["query"], lambda small: [(int(row[0].value), int(row[1].value)) for row in asked(small)])
    return found if text == job["query"] else asked(text)


def _kind(found: _Found) -> str:
    if isinstance(found, ox.QueryTriples):
        return "graph"
    return "boolean" if isinstance(found, ox.QueryBoolean) else "solutions"


def _longer(found: Any, rows: int) -> bool:
    return next(itertools.islice(found, rows, None), None) is not None


def _write(store: Store, found: _Found, job: dict[str, Any], form: str, output: IO[bytes]) -> None:
    if not isinstance(found, ox.QueryTriples):
        results = ox.QueryResultsFormat.from_extension({"json": "srj", "xml": "srx"}.get(form, form))
        assert results is not None
        found.serialize(output, format=results)
        return
    triples: Iterable[ox.Triple] = found
    if job["described"] is not None:
        triples = _both_ways(store, found, job["described"])
    elif job["sorted"]:
        triples = _sorted(found)
    if job["into"] and form in {"trig", "nq", "jsonld"}:
        name = ox.NamedNode(job["into"])
        quads = (ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)
        ox.serialize(quads, output, format=_format(form), prefixes=WRITTEN)
        return
    ox.serialize(triples, output, format=_format(form), prefixes=WRITTEN)


def _format(suffix: str) -> ox.RdfFormat:
    found = ox.RdfFormat.from_extension(suffix)
    assert found is not None
    return found


def _both_ways(store: Store, found: Iterable[ox.Triple], described: list[str]) -> list[ox.Triple]:
    """Return a description with the triples that lead to what is described, from the default graph."""
    triples = list(found)
    things = {t.subject for t in triples if isinstance(t.subject, ox.NamedNode)} | {ox.NamedNode(i) for i in described}
    for thing in things:
        triples += (quad.triple for quad in store.quads_for_pattern(None, None, thing, _DEFAULT))
    return _sorted(triples)


def _sorted(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    return sorted(set(triples), key=str)


def malformed(words: str) -> dict[str, Any]:
    """Return the problem of a query that the engine's parser refuses, in fewer words than the parser has."""
    found = _AT.match(words)
    if not found:
        return _problem("malformed", " ".join(words.split())[:300])
    line, column, expected = int(found[1]), int(found[2]), found[3].removeprefix("one of ")
    plain = re.sub(r"\[(?:[^\]']|'(?:\\.|[^'])*')*\]", "", expected)
    # a sentence among the tokens that could follow says what is wrong; the tokens alone say little
    told = [part.strip() for part in plain.split(", ") if " " in part.strip() and part.strip()[0].isalpha()]
    tokens = [part.strip() for part in plain.split(", ") if part.strip()]
    shown = "; ".join(told) or "here one of these was expected: " + " ".join(tokens[:24])
    return _problem("malformed", shown, line, column)


def _problem(kind: str, detail: str, line: int = 0, column: int = 0) -> dict[str, Any]:
    return {"problem": kind, "detail": detail, "line": line, "column": column}
