"""A dataset checked in a process of its own, whose memory is limited.

One flipped bit can make a length in the engine's files larger than any memory; the engine asks for that much, and where
the system grants it, all other programs suffer. Within a limit it ends, and that it did is a finding like any other.

`python -m server.commands.checking FOLDER STORE REBUILD` (STORE "-": the one it has; REBUILD: 0, 1) tells what it finds
in lines of JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.commands.errors import CommandError, in_one_line
from server.store.dataset import Writer, open_dataset
from server.store.verify import verify
from server.workers import sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.store.dataset import Dataset

LEAST = 4 << 30
"""Bytes of address space that any check may take: the engine alone, of an empty store, has most of one GiB."""
_TIMES = 16
"""How many times the size of the store a check may take as well: a graph that was loaded whole is compared whole."""
_STACK = 16 << 20
"""Bytes for each processor: the engine has a thread on each."""
_ENDED = frozenset({signal.SIGHUP, signal.SIGINT, signal.SIGKILL, signal.SIGTERM})
"""What others end a process with, and the system one that takes the last of its memory."""


def checked(folder: Path, *, store: str | None = None, rebuild: bool = False) -> Iterator[str]:
    """Yield what is wrong with a dataset, as `verify` finds it. Raises CommandError where it cannot be looked at."""
    command = [sys.executable, "-m", "server.commands.checking", str(folder), "-" if store is None else store]
    debug = bool(os.environ.get("COMMUNIQUE_DEBUG"))
    environment = {**os.environ, "MALLOC_ARENA_MAX": "2"}  # each arena reserves address space, which is limited
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(
            [*command, str(int(rebuild))], stdout=subprocess.PIPE, stderr=None if debug else words, env=environment
        ) as process,
    ):
        assert process.stdout is not None
        told: dict[str, Any] = {}
        try:
            for line in process.stdout:
                told = json.loads(line)
                if "finding" in told:
                    yield told["finding"]
        except BaseException:  # nobody listens any more
            process.kill()
            raise
        status = process.wait()
        words.seek(0)
        last = " ".join(words.read(1000).decode(errors="replace").split())
    if "error" in told:
        raise CommandError(told["error"], told["status"])
    if "done" not in told:
        yield broken_off(folder, status, last)


def broken_off(folder: Path, status: int, words: str) -> str:
    """Return as a finding that a check came to no end of its own. Raises CommandError where others ended it."""
    if status < 0 and signal.Signals(-status) in _ENDED:
        name = signal.Signals(-status).name
        raise CommandError(f"{folder}: the check was ended from outside ({name}); give the same command again", 1)
    most = limit(open_dataset(folder))
    if most and "alloc" in words:  # as C++ and Rust say it
        return _too_much(most)
    name = signal.Signals(-status).name if status < 0 else f"status {status}"
    return f"the store is damaged: the engine ended as it read it ({words or name})"


def _too_much(most: int) -> str:
    return f"the store is damaged: reading it asks for more than {most / (1 << 30):.1f} GiB of memory"


def limit(dataset: Dataset) -> int | None:
    """Return how many bytes of address space a check of a dataset may take; None where another server has its store."""
    if dataset.store:
        return None
    sizes = (path.stat().st_size for path in (dataset.folder / "store").glob("*"))
    return LEAST + _TIMES * sum(sizes) + _STACK * (os.cpu_count() or 1)


def _told(**message: object) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main(folder: Path, store: str | None, *, rebuild: bool) -> None:
    """Check a dataset and tell what is wrong with it."""
    sandbox.die_with_parent()
    most = None if rebuild else limit(open_dataset(folder, store))  # what is made anew is no damaged file's to blow up
    if most:
        with contextlib.suppress(OSError, ValueError):  # such as where a lower limit holds already
            sandbox.confine(most, sockets=True)
    try:
        with Writer(folder, rebuild=rebuild, store=store) as writer:
            for finding in verify(writer):
                _told(finding=finding)
        _told(done=True)
    except Exception as error:  # noqa: BLE001 - what it is to whoever gave the command is told there
        if os.environ.get("COMMUNIQUE_DEBUG"):
            traceback.print_exc()
        if most and isinstance(error, MemoryError):
            _told(finding=_too_much(most))
            _told(done=True)
        elif type(error) is RuntimeError:  # the engine's word for what it cannot read
            _told(finding=f"the store is damaged: {' '.join(str(error).split())}")
            _told(done=True)
        else:
            _told(error=in_one_line(error), status=getattr(error, "status", 2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), None if sys.argv[2] == "-" else sys.argv[2], rebuild=sys.argv[3] == "1")
