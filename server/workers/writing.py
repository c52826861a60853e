"""A write in a process of its own: it takes the dataset's lock, changes the store, lets readers see it, and ends.

`python -m server.workers.writing FOLDER MEMORY` reads a change from standard input and tells in two lines of JSON that
it is made, and that it is live. Until it is made it may be killed: the engine's transactions are all or nothing.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.store.change import Change, ForbiddenError, Part, apply
from server.store.dataset import Writer
from server.store.errors import DatasetError
from server.workers import sandbox, wire
from server.workers.problems import QueryProblem
from server.workers.worker import malformed

if TYPE_CHECKING:
    from server.store.dataset import Dataset

_PAUSE = 0.1
_FORBIDDEN = "graphs of articles, and the default graph that is merged from them, take no writes: publish the article"

_FAR = "the facts are in a store on another server, which takes writes itself: ask who runs it"


class Scribe:
    """Writes to a dataset, one after the other."""

    def __init__(self, dataset: Dataset, *, deadline: float, memory: int) -> None:
        self._dataset, self._deadline, self._memory = dataset, deadline, memory
        self._lock = threading.Lock()

    def write(self, change: Change) -> bool:
        """Do a write; return, once readers see it, whether the graph was there before. Raises QueryProblem."""
        if self._dataset.store:
            raise QueryProblem("forbidden", _FAR)
        until = time.monotonic() + self._deadline
        if not self._lock.acquire(timeout=self._deadline):
            raise QueryProblem("busy", "others are writing; try again in a while")
        try:
            while True:
                told = self._written(change, until)
                if told.get("problem") != "locked":
                    break
                if time.monotonic() + _PAUSE > until:
                    raise QueryProblem("busy", "articles are being published; try again in a while")
                time.sleep(_PAUSE)
        finally:
            self._lock.release()
        if "problem" in told:
            raise QueryProblem(told["problem"], told["detail"], told.get("line", 0), told.get("column", 0))
        return bool(told["before"])

    def _written(self, change: Change, until: float) -> dict[str, Any]:
        command = [sys.executable, "-m", "server.workers.writing", str(self._dataset.folder), str(2 * self._memory)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(_packed(change))
            process.stdin.close()
            if not wire.ready(process.stdout.fileno(), until):
                process.kill()
                raise QueryProblem("timeout", f"the write took longer than {self._deadline:g} s and was not made")
            made = process.stdout.readline()
            live = process.stdout.readline() if made else b""
        if not made:
            raise QueryProblem("died", "the engine gave up on the write: it needs more memory than a write may take")
        told: dict[str, Any] = json.loads(made)
        if "problem" not in told and not live:
            raise QueryProblem("died", "the write is made but not yet to be seen; it will be with the next one")
        return told


def _packed(change: Change) -> bytes:
    parts = [[base64.b64encode(part.data).decode(), part.media_type] for part in change.parts]
    return json.dumps([change.kind, change.update, change.graph, parts, change.base]).encode()


def _unpacked(data: bytes) -> Change:
    kind, update, graph, parts, base = json.loads(data)
    return Change(kind, update, graph, [Part(base64.b64decode(data), media_type) for data, media_type in parts], base)


def _told(**message: object) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main(folder: Path, memory: int) -> None:
    """Do the write that standard input gives."""
    change = _unpacked(sys.stdin.buffer.read())
    sandbox.confine(memory)
    try:
        writer = Writer(folder)
    except DatasetError as error:
        _told(problem="locked" if "is writing to it" in error.reason else "died", detail=str(error))
        return
    with writer:
        try:
            before = apply(writer, change)
        except ForbiddenError:
            _told(problem="forbidden", detail=_FORBIDDEN)
        except SyntaxError as error:
            _told(**malformed(str(error)))
        except ValueError as error:
            _told(problem="unreadable", detail=f"no reader for {error}")
        except (RuntimeError, OSError, MemoryError) as error:
            _told(problem="died", detail=" ".join(str(error).split())[:300])
        else:
            _told(before=before)
            writer.freeze()
            _told(live=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
