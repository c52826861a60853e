"""Workers as the web process holds them, and the process that forks them."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from server.workers import wire
from server.workers.zygote import NUMBER

_START = 30.0
_LOWEST = 19
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker process and the socket to it."""

    number: int
    socket: socket.socket

    def kill(self) -> None:
        """End it, whatever it does; it may be dead already."""
        with contextlib.suppress(OSError):
            if self.socket.fileno() >= 0:  # a number is only ours while the socket is: it may be given out again
                os.kill(self.number, signal.SIGKILL)
        self.socket.close()

    def used(self) -> float:
        """Return how many seconds of processor time it has used; without end where the system does not tell."""
        try:
            stat = Path(f"/proc/{self.number}/stat").read_text("ascii")
        except OSError:
            return math.inf
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / _TICKS

    def yield_to_others(self) -> None:
        """Give it, and its threads, the lowest priority."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.number, _LOWEST)
            for task in Path(f"/proc/{self.number}/task").iterdir():
                os.setpriority(os.PRIO_PROCESS, int(task.name), _LOWEST)


class Spawner:
    """The clean process that forks workers; it is started again should it die."""

    def __init__(self, memory: int, *, sockets: bool = False) -> None:
        self._memory = memory
        self._sockets = "sockets" if sockets else "none"
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None
        self.sockets_banned = False
        self._closed = False

    def spawn(self, checkpoint: Path | str | None) -> Worker:
        """Return a worker that is ready and has a checkpoint, or another place of a store, open.

        Raises OSError, wire.Closed or wire.Late where there is none to be had.
        """
        with self._lock:
            orders = self._started()
            try:
                orders.sendall(b"w")
                if not wire.ready(orders, time.monotonic() + _START):
                    raise wire.Late
                data, descriptors, _, _ = socket.recv_fds(orders, NUMBER.size, 1)
            except OSError:
                self._stop()
                raise
            if not data or not descriptors:
                self._stop()
                raise wire.Closed
        worker = Worker(NUMBER.unpack(data)[0], socket.socket(fileno=descriptors[0]))
        try:
            message, _, _ = wire.receive(worker.socket, time.monotonic() + _START)
            if checkpoint:
                wire.send(worker.socket, {"checkpoint": str(checkpoint)})
                wire.receive(worker.socket, time.monotonic() + _START)
        except (wire.Closed, wire.Late):
            worker.kill()
            raise
        self.sockets_banned = bool(message["sockets banned"])
        return worker

    def close(self) -> None:
        """End the process, and with it all workers."""
        with self._lock:
            self._closed = True
            self._stop()

    def _started(self) -> socket.socket:
        if self._orders is not None and self._process is not None and self._process.poll() is None:
            return self._orders
        self._stop()
        if self._closed:
            raise wire.Closed
        ours, theirs = socket.socketpair()
        environment = {**os.environ, "MALLOC_ARENA_MAX": "2"}  # each arena reserves address space, which is limited
        environment.pop("COMMUNIQUE_TOKEN", None)  # nothing that a query must not see
        limits = [str(self._memory), self._sockets]
        command = [sys.executable, "-m", "server.workers.zygote", str(theirs.fileno()), *limits]
        self._process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # the engine's last words, which a query could make it say without end
            env=environment,
        )
        theirs.close()
        self._orders = ours
        return ours

    def _stop(self) -> None:
        if self._orders is not None:
            self._orders.close()
        if self._process is not None:
            try:
                self._process.wait(2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._orders = self._process = None
