"""The side that asks: a process that fetches, started when first needed, and ended when it takes too long."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Self

from extractors.inputs.refusal import RefusedError
from extractors.net.fetch import LONGEST_PAUSE, REDIRECTS, Head, Options

if TYPE_CHECKING:
    from types import TracebackType

_GRACE = 15.0
"""Seconds beyond its own limits after which the process is taken for stuck."""


class Fetcher:
    """Fetches what is at addresses, one after the other."""

    def __init__(self, options: Options | None = None) -> None:
        self._options = options or Options()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def get(self, url: str, *, etag: str = "", modified: str = "") -> tuple[Head, bytes]:
        """Return what is at an address; status 304 and no body where the validators given are still right.

        Raises RefusedError, saying why it was not to be had.
        """
        process = self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps({"url": url, "etag": etag, "modified": modified}).encode() + b"\n")
            process.stdin.flush()
            line, rest = self._line(process)
            told = json.loads(line)
            if "reason" in told:
                raise RefusedError(told["reason"], told["advice"])
            return Head(**told["head"]), rest + self._bytes(process, told["length"] - len(rest))
        except (OSError, EOFError):
            self.close()
            raise RefusedError("fetching it took too much memory or time", "save the page and give the file") from None

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            command = [sys.executable, "-m", "extractors.net.fetch", json.dumps(asdict(self._options))]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        return self._process

    def _line(self, process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
        # every redirect may be a host that is to be asked slowly
        until = time.monotonic() + self._options.seconds + (REDIRECTS + 1) * LONGEST_PAUSE + _GRACE
        found = b""
        while b"\n" not in found:
            found += self._some(process, until)
        line, _, rest = found.partition(b"\n")
        return line, rest

    def _bytes(self, process: subprocess.Popen[bytes], number: int) -> bytes:
        until = time.monotonic() + _GRACE
        parts: list[bytes] = []
        while number > 0:
            parts.append(self._some(process, until))
            number -= len(parts[-1])
        return b"".join(parts)

    @staticmethod
    def _some(process: subprocess.Popen[bytes], until: float) -> bytes:
        assert process.stdout is not None
        if not select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
            raise TimeoutError
        if not (found := os.read(process.stdout.fileno(), 1 << 16)):
            raise EOFError
        return found
