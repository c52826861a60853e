"""The folder of a dataset: one process at a time writes to it, and a disk that is full is told in words."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from server.store.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
_FULL_WORDS = ("no space left", "is full", "file too large", "quota exceeded", "disk i/o error")


@contextmanager
def room(folder: Path) -> Iterator[None]:
    """Say in words that the disk is full; what was acknowledged before is kept."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        words = str(error)
        if getattr(error, "errno", None) in _FULL or any(one in words.lower() for one in _FULL_WORDS):
            reason = "the disk is full; what was acknowledged is kept"
            raise DatasetError(folder, reason, "make room, then give the same command again") from error
        raise


def locked(folder: Path) -> ExitStack:
    """Hold the folder's lock until the returned stack closes; the system frees it when the process dies."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        reason = f"cannot be written to ({error.strerror})"
        raise DatasetError(folder, reason, "choose a folder that is yours to write") from error
    with ExitStack() as stack:
        stack.callback(os.close, descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            writer = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "unknown"
            raise DatasetError(
                folder, f"another process ({writer}) is writing to it", "wait until it has ended, or end it"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        return stack.pop_all()
