"""The files in `dumps/`: the dataset as it is, its tables, what describes it, earlier versions and what changed.

A version is named by the day of its newest article and a digest of its quads: the same facts have the same name,
however they came to be. What is withdrawn is in none of the files: with it go the versions before. All that is of the
newest version alone follows from the facts and stands in `SHA256SUMS`.
"""

from __future__ import annotations

import hashlib
import os
from functools import partial
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from server.store import citing
from server.store.dumps import FORMATS, Format, put, tell, write_file
from server.store.engine import near
from server.store.patch import opened, write_between

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from server.store.dataset import Dataset
    from server.store.engine import Store

NAME = "communique"
SUMS = "SHA256SUMS"
MARK = "VERSION"
"""The checkpoint that the files are of: they are written anew when there is another one."""
HISTORY = "VERSIONS"
"""The names of all versions that were written, oldest first."""
WITHDRAWN = ".withdrawn"
"""What had been withdrawn when the files were written: when there is more, earlier versions may tell it, and go."""
KEPT = 3
"""Of how many versions the whole dumps are kept; what changed is kept of all of them."""


def write_all(dataset: Dataset) -> bool:
    """Bring the files in `dumps/` up to the dataset's version; say whether anything was to do."""
    seen, folder = dataset.checkpoint, dataset.dumps
    mark = folder / MARK
    if seen is None or (mark.exists() and mark.read_text(encoding="utf-8").strip() == seen.name):
        return False
    folder.mkdir(exist_ok=True)
    mark.unlink(missing_ok=True)
    with near(dataset.read_only()) as store:
        _write_all(dataset, store, seen.name)
    return True


def _write_all(dataset: Dataset, store: Store, mark: str) -> None:
    folder = dataset.dumps
    files: dict[str, Format] = {f"{NAME}.{suffix}.gz": form for form, suffix in FORMATS.items()}
    sums = {name: write_file(store, folder / name, form) for name, form in files.items()}
    sums |= _tables(store, folder)
    day = _newest(store)
    version = f"{day or 'undated'}-{_digest(folder / f'{NAME}.nq.gz')[:8]}"
    for name, text in citing.written(dataset, version, day, folder, sums):
        sums[name] = put(folder / name, partial(_write, text.encode()))
    (folder / SUMS).write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), encoding="utf-8")
    with dataset.ledger() as ledger:
        _forget(folder, ledger.withdrawn())
    _keep(folder, version, {name: sums[name] for name in files})
    (folder / MARK).write_text(mark + "\n", encoding="utf-8")


def versions(folder: Path) -> list[str]:
    """Return the names of the versions that were written, oldest first."""
    path = folder / HISTORY
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def patch_name(old: str, new: str) -> str:
    """Return the name of the file that tells what changed between two versions."""
    return f"{NAME}-{old}-to-{new}.rdfp.gz"


def _forget(folder: Path, withdrawn: frozenset[str]) -> None:
    """Drop all earlier versions, and what changed since, where something was withdrawn that they may hold."""
    path = folder / WITHDRAWN
    known = set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()
    if withdrawn - known:
        for file in folder.glob(f"{NAME}-*"):
            file.unlink()
        (folder / HISTORY).unlink(missing_ok=True)
    _put(path, sorted(withdrawn))


def _put(path: Path, lines: Iterable[str]) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    fresh.rename(path)


def _keep(folder: Path, version: str, sums: dict[str, str]) -> None:
    """Keep the dumps under the name of their version as well, with what changed since the last; drop the oldest."""
    known = versions(folder)
    if known[-1:] == [version]:
        return
    for name, digest in sums.items():
        own = folder / name.replace(NAME, f"{NAME}-{version}", 1)
        own.unlink(missing_ok=True)
        os.link(folder / name, own)
        tell(own, digest)
    before = folder / f"{NAME}-{known[-1]}.nq.gz" if known else None
    if before is not None and before.exists():
        with opened(folder / f"{NAME}.nq.gz") as lines:
            put(folder / patch_name(known[-1], version), lambda output: write_between(before, lines, output))
    known.append(version)
    for old in set(known[:-KEPT]) - set(known[-KEPT:]):
        for suffix in FORMATS.values():
            for name in (f"{NAME}-{old}.{suffix}.gz", f"{NAME}-{old}.{suffix}.gz.sha256"):
                (folder / name).unlink(missing_ok=True)
    _put(folder / HISTORY, known)


def _tables(store: Store, folder: Path) -> dict[str, str]:
    from server.tables import write_tables  # noqa: PLC0415 - whoever only reads a dataset needs no maps

    sums = write_tables(store, folder, packed=True)
    for name, digest in sums.items():
        tell(folder / name, digest)
    return sums


def _newest(store: Store) -> str:
    """Return the day of the newest article, "" where none has one."""
    found = store.query(f"SELECT (MAX(STR(?day)) AS ?newest) {{ ?article {terms.published} ?day }}")
    assert isinstance(found, ox.QuerySolutions)
    value = next(iter(found))["newest"]
    return value.value if isinstance(value, ox.Literal) else ""


def _digest(path: Path) -> str:
    """Return the SHA-256 of what a packed file holds."""
    digest = hashlib.sha256()
    with opened(path) as lines:
        for line in lines:
            digest.update(line)
    return digest.hexdigest()


def _write(data: bytes, output: IO[bytes]) -> None:
    output.write(data)
