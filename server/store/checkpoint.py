"""Frozen copies of the store that readers open: hard links, made in milliseconds and swapped by one rename.

The index for searching lies in the same folder, so that it is of the same version.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from server.search import Index
    from server.store.engine import Store

CURRENT = "current"
KEPT = 2
"""How many stay: readers that opened the last but one have time to change over. Its index becomes the next one's where
nobody reads it."""


def current(folder: Path) -> Path | None:
    """Return the checkpoint that readers are to open, None before the first. Its name is the dataset's version."""
    found = place(str(folder))
    return Path(found) if found else None


def place(folder: str) -> str:
    """Return where the checkpoint is that readers are to open, "" before the first."""
    try:  # each query asks: a Path would take ten times as long
        target = f"{folder}/{os.readlink(f'{folder}/{CURRENT}')}"  # noqa: PTH115
    except OSError:
        return ""
    return target if os.path.isdir(target) else ""  # noqa: PTH112


def swap(store: Store, index: Index, folder: Path, version: int) -> Path:
    """Freeze the state of store and index as the checkpoint that readers open from now on, and return its path."""
    folder.mkdir(exist_ok=True)
    for stale in folder.glob(".new*"):
        _remove(stale)
    fresh = folder / ".new"
    if isinstance(store, ox.Store):
        store.backup(fresh)
    else:
        fresh.mkdir()  # readers ask the other server
    seen = current(folder)
    index.copy(fresh, next((path for path in _old(folder) if path != seen), None))
    target = _unused(folder, version)
    fresh.rename(target)
    link = folder / ".new-current"
    link.symlink_to(target.name)
    link.rename(folder / CURRENT)
    sync(folder)
    for path in _old(folder)[:-KEPT]:
        _remove(path)
    return target


def _old(folder: Path) -> list[Path]:
    """Return all checkpoints, the oldest first."""
    found = (path for path in folder.iterdir() if path.name[:1].isdigit())
    return sorted(found, key=lambda path: _order(path.name))


def sync(folder: Path) -> None:
    """Make a folder's entries durable: a rename is not until then."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unused(folder: Path, version: int) -> Path:
    """Return a name that was not given yet: a rebuilt store is another checkpoint of the same version."""
    again = max((_order(path.name)[1] for path in folder.glob(f"{version:09d}*")), default=-1) + 1
    return folder / (f"{version:09d}-{again}" if again else f"{version:09d}")


def _order(name: str) -> tuple[int, int]:
    version, _, again = name.partition("-")
    return int(version), int(again or 0)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
