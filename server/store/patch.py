"""What changed between two versions of a dataset, as an RDF Patch: the old dump with it is the new one, byte for byte.

A patch has a header with the digests of both dumps, then a line for each quad that left (`D`) or came (`A`), in the
order of the dumps. Both dumps are sorted, so they are read side by side, in whatever size they come.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
from typing import IO, TYPE_CHECKING

from server.store.dumps import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from server.store.engine import Store

_MAGIC = b"\x1f\x8b"


class PatchError(ValueError):
    """Why no patch can be made or applied: which file, which line (from 1), what is wrong and what to do."""

    def __init__(self, name: str, line: int, reason: str, advice: str) -> None:
        super().__init__(f"{name}:{line}: {reason}; {advice}")
        self.name, self.line, self.reason, self.advice = name, line, reason, advice


def write_patch(store: Store, old: Path, output: IO[bytes]) -> None:
    """Write what makes an older N-Quads dump, plain or .gz, into that of a store.

    Raises PatchError where the older file is no sorted N-Quads dump, OSError where it cannot be read.
    """
    with tempfile.TemporaryFile() as new:
        write(store, new, "nquads")
        new.seek(0)
        write_between(old, new, output)


def write_between(old: Path, new: Iterable[bytes], output: IO[bytes]) -> None:
    """Write what makes an older N-Quads dump, plain or .gz, into a newer one, given by its lines. Raises likewise."""
    with tempfile.TemporaryFile() as body, opened(old) as before:
        sums = hashlib.sha256(), hashlib.sha256()
        for sign, line in _changes(_told(_checked(before, old.name), sums[0]), _told(new, sums[1])):
            body.write(sign + b" " + line)
        output.write(
            f"H id <urn:sha256:{sums[1].hexdigest()}> .\nH prev <urn:sha256:{sums[0].hexdigest()}> .\n".encode()
        )
        output.write(b"TX .\n")
        body.seek(0)
        shutil.copyfileobj(body, output)
        output.write(b"TC .\n")


def patched(old: Iterable[bytes], patch: Iterable[bytes], name: str = "patch") -> Iterator[bytes]:
    """Yield the lines of the new dump from the old one's and a patch's. Raises PatchError where they do not fit."""
    gone: set[bytes] = set()
    come: list[bytes] = []
    for number, line in enumerate(patch, 1):
        sign, _, rest = line.partition(b" ")
        if sign == b"D":
            gone.add(rest)
        elif sign == b"A":
            come.append(rest)
        elif sign not in {b"H", b"TX", b"TC"}:
            raise PatchError(name, number, "no line of an RDF Patch of quads", "make it with 'communique dump --patch'")
    fresh = iter(come)
    waiting = next(fresh, None)
    for line in old:
        while waiting is not None and waiting < line:
            yield waiting
            waiting = next(fresh, None)
        if line in gone:
            gone.remove(line)
        else:
            yield line
    while waiting is not None:
        yield waiting
        waiting = next(fresh, None)
    if gone:
        raise PatchError(
            name, 1, f"{len(gone)} quads that left were not there", "apply it to the dump it was made from"
        )


def _changes(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the lines that only one of two sorted dumps has, with D for the old one and A for the new one."""
    one, other = next(old, None), next(new, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one < other):
            assert one is not None
            yield b"D", one
            one = next(old, None)
        elif one is None or other < one:
            yield b"A", other
            other = next(new, None)
        else:
            one, other = next(old, None), next(new, None)


def _checked(lines: Iterable[bytes], name: str) -> Iterator[bytes]:
    last = b""
    for number, line in enumerate(lines, 1):
        if not line.endswith(b" .\n"):
            raise PatchError(name, number, "no line of an N-Quads dump", "give a dump made with --format nquads")
        if line <= last:
            raise PatchError(name, number, "not in order", "give a dump made with --format nquads, as it was written")
        last = line
        yield line


def _told(lines: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for line in lines:
        digest.update(line)
        yield line


def opened(path: Path) -> IO[bytes]:
    """Open a dump for reading its lines, plain or .gz."""
    with path.open("rb") as file:
        packed = file.read(2) == _MAGIC
    return gzip.open(path) if packed else path.open("rb")  # type: ignore[return-value] # a GzipFile reads as a file does
