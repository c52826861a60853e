"""Copies of a live SQLite file for readers: what changed since an older copy is written into that one.

The file has a write-ahead log, which tells the pages that change. An older copy is taken over where nobody reads it:
readers hold a lock on what they read, and look whether it has still its name once they have that.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import shutil
import sqlite3
import weakref
from contextlib import closing
from typing import TYPE_CHECKING

from server.search.errors import NoIndexError

if TYPE_CHECKING:
    from pathlib import Path

_KEPT = 4
"""Of how many copies, the newest, it is known by which pages they are behind."""
_HEAD, _FRAME = 32, 24
"""Bytes before the log's first frame, and before the page in each; a frame begins with the page's number."""
_VERSIONS = 18
"""Where a file says with which kind of log it is read and written: a copy (1, 1) has none, and is opened without."""


class Copies:
    """The copies of one file, of which this process is the only writer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._behind: dict[int, set[int]] = {}
        self._size = 0

    def keep_log(self, db: sqlite3.Connection) -> None:
        """Let what changes from now on be known; what did before is not."""
        self._behind.clear()
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA wal_autocheckpoint = 0")
        self._size = db.execute("PRAGMA page_size").fetchone()[0]
        self.settle(db)

    def settle(self, db: sqlite3.Connection) -> None:
        """Bring what the log has into the file, durably. Raises sqlite3.OperationalError where it is read."""
        changed = self._logged()
        for pages in self._behind.values():
            pages.update(changed)
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise sqlite3.OperationalError(f"{self._path} is read by another program")

    def copy(self, target: Path, older: Path | None = None) -> None:
        """Make a copy of the settled file, of an older copy where that can be taken over: it is no more then."""
        behind = self._behind.pop(older.stat().st_ino, None) if older is not None and older.exists() else None
        if older is None or behind is None or not self._taken_over(older, target, behind):
            shutil.copyfile(self._path, target)
        with target.open("r+b") as file:
            os.pwrite(file.fileno(), b"\1\1", _VERSIONS)
            self._behind[os.fstat(file.fileno()).st_ino] = set()
        while len(self._behind) > _KEPT:
            del self._behind[next(iter(self._behind))]

    def _taken_over(self, older: Path, target: Path, behind: set[int]) -> bool:
        with older.open("r+b") as file, self._path.open("rb") as live:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:  # it is read, or there are no locks here
                return False
            older.rename(target)
            into, size = file.fileno(), self._size
            for page in sorted(behind):
                os.pwrite(into, os.pread(live.fileno(), size, (page - 1) * size), (page - 1) * size)
            os.ftruncate(into, os.fstat(live.fileno()).st_size)
        return True

    def _logged(self) -> set[int]:
        """Return the numbers of the pages that are in the log."""
        log = self._path.with_name(f"{self._path.name}-wal")
        if not log.exists() or log.stat().st_size <= _HEAD:
            return set()
        with log.open("rb") as file, closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as frames:
            begins = range(_HEAD, len(frames) - _FRAME, _FRAME + self._size)
            return {int.from_bytes(frames[begin : begin + 4], "big") for begin in begins}


class Copy:
    """A copy that is open for reading: it stays as it is until this is closed, or nobody has this any more.

    Raises NoIndexError where there is none.
    """

    def __init__(self, path: Path) -> None:
        path = path.resolve()
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise NoIndexError from error
        self._free = weakref.finalize(self, os.close, descriptor)  # a connection alone may wait long for its end
        try:
            _hold(descriptor)
            if not os.path.samestat(os.fstat(descriptor), path.stat()):
                raise FileNotFoundError(path)  # taken over while it was opened
            self.db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        except (OSError, sqlite3.Error) as error:
            self._free()
            raise NoIndexError from error

    def close(self) -> None:
        """Close it."""
        self.db.close()
        self._free()


def _hold(descriptor: int) -> None:
    """Lock a file that is read; where a file system has no locks, none is taken over either."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return
