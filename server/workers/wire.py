"""Messages between the web process and a worker: a length, then JSON; a pipe's end may travel with one."""

from __future__ import annotations

import json
import select
import socket
import struct
import time
from typing import Any

_LENGTH = struct.Struct(">I")


class Closed(Exception):  # noqa: N818 - it is how a talk ends
    """The other side is gone."""


class Late(Exception):  # noqa: N818 - nothing is wrong with it but the time
    """The other side did not answer in time."""


def send(sock: socket.socket, message: dict[str, Any], descriptor: int | None = None) -> None:
    """Send a message, and with it a file descriptor. Raises Closed."""
    data = json.dumps(message).encode()
    try:
        head = _LENGTH.pack(len(data))
        if descriptor is None:
            sock.sendall(head + data)
        else:
            socket.send_fds(sock, [head], [descriptor])
            sock.sendall(data)
    except OSError as error:
        raise Closed from error


def receive(sock: socket.socket, until: float | None = None) -> tuple[dict[str, Any], int | None]:
    """Return the next message and the descriptor that came with it. Raises Closed, and Late after a monotonic time."""
    head, descriptors = _first(sock, until)
    descriptor = descriptors[0] if descriptors else None
    while len(head) < _LENGTH.size:
        head += _part(sock, _LENGTH.size - len(head), until)
    data = b""
    length = _LENGTH.unpack(head)[0]
    while len(data) < length:
        data += _part(sock, length - len(data), until)
    return json.loads(data), descriptor


def _first(sock: socket.socket, until: float | None) -> tuple[bytes, list[int]]:
    _wait(sock, until)
    try:
        head, descriptors, _, _ = socket.recv_fds(sock, _LENGTH.size, 1)
    except OSError as error:
        raise Closed from error
    if not head:
        raise Closed
    return head, descriptors


def _part(sock: socket.socket, size: int, until: float | None) -> bytes:
    _wait(sock, until)
    try:
        data = sock.recv(size)
    except OSError as error:
        raise Closed from error
    if not data:
        raise Closed
    return data


def _wait(sock: socket.socket, until: float | None) -> None:
    if until is not None and not ready(sock, until):
        raise Late


def ready(source: socket.socket | int, until: float) -> bool:
    """Say whether something can be read, or the other side is gone, before a monotonic time."""
    poll = select.poll()
    poll.register(source, select.POLLIN)
    return bool(poll.poll(max(0.0, until - time.monotonic()) * 1000))
