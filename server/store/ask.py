"""One query on a checkpoint or a store elsewhere, in a process that can be stopped: the engine itself cannot.

`python -m server.store.ask PLACE FORMAT` reads a query from standard input and writes its answer.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from ontology.prefixes import PREDEFINED, WRITTEN
from server.remote.errors import RemoteError
from server.store.engine import opened

if TYPE_CHECKING:
    from pathlib import Path

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""Formats of solutions and truth values; triples always come as Turtle."""
_REFUSED, _FAILED = 3, 4


class QueryError(Exception):
    """A query that gave no answer: why, and whether the query itself is wrong."""

    def __init__(self, reason: str, *, malformed: bool = False) -> None:
        super().__init__(reason)
        self.malformed = malformed


def ask(place: Path | str, query: str, form: str, deadline: float, output: IO[bytes]) -> None:
    """Write the answer of a query on what is at a place to an output: all of it, or nothing.

    Raises QueryError after `deadline` seconds, for a malformed query, and when the engine gives up.
    """
    command = [sys.executable, "-m", "server.store.ask", str(place), form]
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(
                command, input=query.encode(), stdout=answer, stderr=subprocess.PIPE, timeout=deadline, check=False
            )
        except subprocess.TimeoutExpired:
            raise QueryError(f"no answer within {deadline:g} s: ask for less, or give a longer --deadline") from None
        if done.returncode in {_REFUSED, _FAILED}:
            told = " ".join(done.stderr.decode(errors="replace").split())
            raise QueryError(told, malformed=done.returncode == _REFUSED)
        if done.returncode:
            raise QueryError("the engine gave up on it: it is nested too deeply or needs too much memory")
        answer.seek(0)
        while block := answer.read(1 << 20):
            output.write(block)


def answer(place: str, form: str, query: str, output: IO[bytes]) -> None:
    """Evaluate a query in this process. Raises SyntaxError for a malformed one."""
    found = opened(place).query(query, prefixes=PREDEFINED)
    if isinstance(found, ox.QueryTriples):
        ox.serialize(found, output, format=ox.RdfFormat.TURTLE, prefixes=WRITTEN)
    else:
        found.serialize(output, format=RESULTS[form])


def _main() -> int:
    try:
        answer(sys.argv[1], sys.argv[2], sys.stdin.buffer.read().decode(), sys.stdout.buffer)
    except (SyntaxError, ValueError, RuntimeError, RemoteError) as error:
        sys.stderr.write(str(error))
        return _FAILED if isinstance(error, RemoteError) else _REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(_main())
