"""Stores for the contract and the proofs: in a folder, an oxigraph server, a Virtuoso; servers on free ports of loopback.

The program `oxigraph` (PyPI's `oxigraph`) is looked for in the folder that COMMUNIQUE_PEERS names, then on the path;
`virtuoso-t` is Debian's `virtuoso-opensource`. `.ci/run` installs both.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bench import peers

NAMES = ("embedded", *(pytest.param(name, marks=pytest.mark.prove) for name in ("oxigraph", "virtuoso")))
_VIRTUOSO = {
    "COMMUNIQUE_STORE_UPDATE": "/sparql-auth",
    "COMMUNIQUE_STORE_GRAPHS": "/sparql-graph-crud-auth",
    "COMMUNIQUE_STORE_AUTH": "digest",
    "COMMUNIQUE_STORE_USER": "dba",
    "COMMUNIQUE_STORE_PASSWORD": "dba",
}


@dataclass(frozen=True)
class Place:
    """Where a store is: the value of --store, "" for the folder; what the environment says of it; the server's number."""

    name: str
    store: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    process: int = 0


@contextmanager
def running(name: str, work: Path, port: int = 0) -> Iterator[Place]:
    """Run a store whose data are below a folder; on a given port, or any."""
    with pytest.MonkeyPatch.context() as patch:
        for known in [name for name in os.environ if name.startswith("COMMUNIQUE_STORE")]:
            patch.delenv(known)
        with {"embedded": _embedded, "oxigraph": _oxigraph, "virtuoso": _virtuoso}[name](work, port) as place:
            for key, value in place.environment.items():
                patch.setenv(key, value)
            yield place


@contextmanager
def _embedded(_work: Path, _port: int) -> Iterator[Place]:
    yield Place("embedded")


@contextmanager
def _oxigraph(work: Path, port: int) -> Iterator[Place]:
    program = shutil.which("oxigraph", path=os.environ.get("COMMUNIQUE_PEERS")) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("there is no oxigraph server: pip install oxigraph, and name its folder in COMMUNIQUE_PEERS")
    port = port or peers.free_port()
    command = [program, "serve", "-l", str(work / "oxigraph"), "-b", f"127.0.0.1:{port}"]
    with peers.started("oxigraph", command, port, "/query") as peer:
        address = f"sparql+http://127.0.0.1:{port}/query"
        yield Place("oxigraph", address, {"COMMUNIQUE_STORE_GRAPHS": "/store"}, peer.process)


@contextmanager
def _virtuoso(work: Path, port: int) -> Iterator[Place]:
    if not shutil.which("virtuoso-t"):
        pytest.skip("there is no Virtuoso: install virtuoso-opensource")
    with peers.virtuoso(work, buffers=10_000, port=port) as peer:
        yield Place("virtuoso", f"sparql+http://127.0.0.1:{peer.port}/sparql", _VIRTUOSO, peer.process)
