"""A dataset copied while it is written to: what cannot be made anew from the rest, whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from server.store import checkpoint, description, kept, ledger
from server.store.dataset import Writer, open_dataset
from server.store.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

    from server.store.dataset import Dataset

_BESIDE = (description.NAME, kept.NAME, "reports.jsonl")
"""What is copied beside the ledger, where it is there; the store and the dumps are made from these."""


def backup(dataset: Dataset, target: Path) -> int:
    """Copy a dataset into a new folder, as it is at one moment, and return how many articles are public in the copy.

    The writer may be at work. The copy is checked before it gets its name; it is a dataset itself, whose store is made
    when a writer first opens it. Raises DatasetError where something is in the way or the ledger is damaged.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise DatasetError(target, "something is there already", "choose a new or empty folder")
    fresh = target.parent / f".{target.name}.new"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        _copy_ledger(dataset.folder, fresh)
        for name in _BESIDE:
            if (dataset.folder / name).exists():
                shutil.copyfile(dataset.folder / name, fresh / name)
        count = _checked(fresh, dataset.folder)
        for path in fresh.iterdir():
            _sync(path)
        checkpoint.sync(fresh)
        fresh.rename(target)
        checkpoint.sync(target.parent)
    except OSError as error:
        raise DatasetError(target, f"the copy cannot be written ({error.strerror})", "choose another folder") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count


def restore(source: Path, folder: Path) -> int:
    """Make a dataset in a new folder from a copy, store and all; return how many articles are public in it.

    Raises DatasetError where something is in the way or the copy is damaged.
    """
    count = backup(open_dataset(source), folder)
    Writer(folder).close()
    return count


def _copy_ledger(folder: Path, fresh: Path) -> None:
    path = folder / ledger.NAME
    try:
        with (
            closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(fresh / ledger.NAME)) as copy,
        ):
            source.backup(copy)  # in one step: a snapshot, whatever is written meanwhile
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, and nothing beside it
    except sqlite3.Error as error:
        raise DatasetError(folder, f"its ledger cannot be copied ({error})", "restore it from an older copy") from error


def _checked(fresh: Path, folder: Path) -> int:
    with ledger.Ledger(fresh, read_only=True) as copy:
        wrong = copy.damage()
        wrong += [f"version {version.seq}: {fault} changed" for version in copy.all() for fault in version.faults]
        if wrong:
            raise DatasetError(folder, f"its ledger is damaged ({wrong[0]})", "restore it from an older copy")
        return copy.counts()["public"]


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
