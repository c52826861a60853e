"""What a worker gives up before it sees a query: memory beyond a limit, sockets, and starting programs."""

from __future__ import annotations

import ctypes
import errno
import platform
import resource
import struct
import sys

_ARCHITECTURES = {
    # audit number, then the system calls: socket, connect, bind, execve, execveat, ptrace
    "x86_64": (0xC000003E, (41, 42, 49, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 203, 200, 221, 281, 117)),
}
_IO_URING_SETUP = 425
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_X32 = 0x40000000
_SIGKILL = 9


def confine(memory: int, *, sockets: bool = False) -> bool:
    """Limit this process to `memory` bytes of address space, without sockets; say whether sockets are banned.

    They are on Linux, x86-64 and ARM64; elsewhere the guard alone keeps queries from the network. With `sockets` they
    stay, for a worker whose store is on another server.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "darwin":
        return False  # it knows no limit on address space
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    return not sockets and sys.platform == "linux" and platform.machine() in _ARCHITECTURES and _ban_sockets()


def die_with_parent() -> None:
    """Let the system kill this process when its parent ends, where it can."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def _ban_sockets() -> bool:
    audit, calls = _ARCHITECTURES[platform.machine()]
    program = _program(audit, (*calls, _IO_URING_SETUP))
    code = ctypes.create_string_buffer(program, len(program))
    filter_ = _Filter(len(program) // 8, ctypes.cast(code, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(filter_), 0, 0)


def _program(audit: int, calls: tuple[int, ...]) -> bytes:
    """Return a packet filter program: another architecture is killed, the calls are refused, the rest is allowed."""
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    steps.append((_AT_LEAST, len(calls) + 1, 0, _X32))  # the same calls by other numbers
    steps += [(_EQUAL, len(calls) - number, 0, call) for number, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE | errno.EACCES)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))
