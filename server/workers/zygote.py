"""The clean parent of workers: one thread, no store, no web. `python -m server.workers.zygote DESCRIPTOR MEMORY none`.

It forks a worker for every byte it reads from its socket, and sends the worker's socket and number back; it ends, and
its workers with it, when the socket closes.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import sys

from server.workers import sandbox, wire
from server.workers.worker import work

NUMBER = struct.Struct(">I")


def main(descriptor: int, memory: int, *, sockets: bool) -> None:
    """Fork workers until the socket closes; with `sockets` those may reach a store on another server."""
    if sockets:
        import SPARQLWrapper  # noqa: F401, PLC0415 - read once, here, and not by every worker

        import server.remote.store  # noqa: F401, PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's interrupt is for the web process to act on
    orders = socket.socket(fileno=descriptor)
    while orders.recv(1):
        _reap()
        ours, theirs = socket.socketpair()
        number = os.fork()
        if number == 0:
            orders.close()
            theirs.close()
            _worker(ours, memory, sockets=sockets)
        ours.close()
        socket.send_fds(orders, [NUMBER.pack(number)], [theirs.fileno()])
        theirs.close()


def _reap() -> None:
    """Let go of workers that have ended; what CPU they used then counts as this process's children's."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _worker(sock: socket.socket, memory: int, *, sockets: bool) -> None:
    status = 1
    try:
        sandbox.die_with_parent()
        work(sock, memory, sockets=sockets)
    except (wire.Closed, KeyboardInterrupt):
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is to be flushed or run


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sockets=sys.argv[3] == "sockets")
