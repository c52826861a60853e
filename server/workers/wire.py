"""Messages between the web process and a worker: two lengths, JSON, and bytes; a pipe's end may travel with one."""

from __future__ import annotations

import json
import select
import socket
import struct
import time
from typing import Any

_LENGTHS = struct.Struct(">II")
_LONG = 3600.0


class Closed(Exception):  # noqa: N818 - it is how a talk ends
    """The other side is gone."""


class Late(Exception):  # noqa: N818 - nothing is wrong with it but the time
    """The other side did not answer in time."""


def send(sock: socket.socket, message: dict[str, Any], data: bytes = b"", descriptor: int | None = None) -> None:
    """Send a message with bytes, and with a file descriptor where one is given. Raises Closed."""
    text = json.dumps(message).encode()
    whole = b"".join((_LENGTHS.pack(len(text), len(data)), text, data))
    try:
        if descriptor is None:
            sock.sendall(whole)
        else:
            sent = socket.send_fds(sock, [whole], [descriptor])
            sock.sendall(whole[sent:])
    except OSError as error:
        raise Closed from error


def receive(
    sock: socket.socket, until: float | None = None, *, waited: bool = False
) -> tuple[dict[str, Any], bytes, int | None]:
    """Return the next message, its bytes, and the descriptor that came with it; it may have been waited for.

    Raises Closed, and Late after a monotonic time.
    """
    if not waited:
        _wait(sock, until)
    try:
        head, descriptors, _, _ = socket.recv_fds(sock, _LENGTHS.size, 1)
    except OSError as error:
        raise Closed from error
    descriptor = descriptors[0] if descriptors else None
    if len(head) < _LENGTHS.size:
        head += _exactly(sock, _LENGTHS.size - len(head), until) if head else b""
    if not head:
        raise Closed
    length, more = _LENGTHS.unpack(head)
    body = _exactly(sock, length + more, until)
    return json.loads(body[:length]), body[length:], descriptor


def _exactly(sock: socket.socket, size: int, until: float | None) -> bytes:
    """Return so many bytes; what was sent in one piece is mostly there, and is not waited for."""
    parts: list[bytes] = []
    while size:
        try:
            data = sock.recv(size, socket.MSG_DONTWAIT)
        except BlockingIOError:
            if not ready(sock, time.monotonic() + _LONG if until is None else until):
                raise Late from None
            continue
        except OSError as error:
            raise Closed from error
        if not data:
            raise Closed
        parts.append(data)
        size -= len(data)
    return b"".join(parts)


def _wait(sock: socket.socket, until: float | None) -> None:
    if until is not None and not ready(sock, until):
        raise Late


def ready(source: socket.socket | int, until: float) -> bool:
    """Say whether something can be read, or the other side is gone, before a monotonic time."""
    poll = select.poll()
    poll.register(source, select.POLLIN)
    return bool(poll.poll(max(0.0, until - time.monotonic()) * 1000))
