"""The servers that `bench.serve` and the proofs measure beside ours: how each is given the data and started.

The programs `oxigraph` and `rdflib-endpoint` are looked for in the folder that COMMUNIQUE_PEERS names, `virtuoso-t`
and `isql-vt` (Debian's virtuoso-opensource) on the path. What is not there is not measured.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GRAPH = "http://localhost/data"
"""The graph that Virtuoso holds the data in: it has no default graph of its own."""
_PATIENCE = 900.0
_VIRTUOSO = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
DirsAllowed = {data}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 100
MaxKeepAlives = 100
KeepAliveTimeout = 120
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 300
"""


class PeerError(RuntimeError):
    """A peer did not start, or did not take the data."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A server that runs: its process number, its port on loopback, and the path that takes queries."""

    name: str
    process: int
    port: int
    path: str


@contextlib.contextmanager
def communique(folder: Path, *options: str) -> Iterator[Peer]:
    """Serve a dataset by our own server."""
    port = free_port()
    command = [sys.executable, "-m", "server.cli", "serve", "--dataset", str(folder), "--port", str(port), *options]
    with started("communique", command, port, "/sparql") as peer:
        yield peer


@contextlib.contextmanager
def oxigraph(program: str, dump: Path, work: Path) -> Iterator[Peer]:
    """Serve N-Triples by the oxigraph server."""
    store, port = work / "oxigraph", free_port()
    subprocess.run([program, "load", "-l", str(store), "-f", str(dump)], check=True, capture_output=True)
    command = [program, "serve-read-only", "-l", str(store), "-b", f"127.0.0.1:{port}"]
    with started("oxigraph", command, port, "/query") as peer:
        yield peer


@contextlib.contextmanager
def rdflib_endpoint(program: str, dump: Path) -> Iterator[Peer]:
    """Serve N-Triples by rdflib-endpoint."""
    port = free_port()
    with started("rdflib-endpoint", [program, "serve", "--port", str(port), str(dump)], port, "/") as peer:
        yield peer


@contextlib.contextmanager
def virtuoso(work: Path, dump: Path | None = None, *, buffers: int = 170_000, port: int = 0) -> Iterator[Peer]:
    """Serve N-Triples, or nothing yet, by Virtuoso from a database below a folder; `buffers` are of 8 kB.

    Raises PeerError where it does not take them.
    """
    folder, port, sql = work / "virtuoso", port or free_port(), free_port()
    folder.mkdir(exist_ok=True)
    settings, sizes = folder / "virtuoso.ini", {"buffers": buffers, "dirty": buffers * 3 // 4}
    data = dump.parent if dump else folder
    settings.write_text(_VIRTUOSO.format(folder=folder, data=data, port=port, sql=sql, **sizes), "utf-8")
    path = f"/sparql?default-graph-uri={GRAPH}"
    with started("virtuoso", ["virtuoso-t", "+foreground", "+configfile", str(settings)], port, path) as peer:
        if dump:
            load = f"DB.DBA.TTLP_MT(file_to_string_output('{dump}'), '', '{GRAPH}', 0); checkpoint;"
            command = ["isql-vt", str(sql), "dba", "dba", f"EXEC={load}"]
            told = subprocess.run(command, check=False, capture_output=True, text=True)
            if told.returncode or "Error" in told.stdout + told.stderr:
                raise PeerError(f"virtuoso did not load {dump}: {(told.stderr or told.stdout).strip()[-500:]}")
        yield peer


def present(dump: Path, work: Path) -> Iterator[contextlib.AbstractContextManager[Peer]]:
    """Yield the peers that are there, each to be started by `with`."""
    folder = os.environ.get("COMMUNIQUE_PEERS")
    if program := shutil.which("oxigraph", path=folder) if folder else None:
        yield oxigraph(program, dump, work)
    if shutil.which("virtuoso-t") and shutil.which("isql-vt"):
        yield virtuoso(work, dump)
    if program := shutil.which("rdflib-endpoint", path=folder) if folder else None:
        yield rdflib_endpoint(program, dump)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def started(name: str, command: list[str], port: int, path: str) -> Iterator[Peer]:
    """Start a server and give it once it answers. Raises PeerError where it ends, or does not answer in time."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + _PATIENCE
        while not _answers(port, path):
            if process.poll() is not None or time.monotonic() > end:
                raise PeerError(f"{name} did not start: {' '.join(command)}")
            time.sleep(0.2)
        yield Peer(name, process.pid, port, path)
    finally:
        process.terminate()
        process.wait()


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", f"{path}{'&' if '?' in path else '?'}query=ASK%7B%7D")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
