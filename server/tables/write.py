"""The tables as files: CSV with a header, and a description of their columns and types that programs read."""

from __future__ import annotations

import contextlib
import csv
import gzip
import hashlib
import io
import json
from typing import TYPE_CHECKING, TextIO

from server.tables.columns import TABLES
from server.tables.reading import Graph
from server.tables.rows import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.store.engine import Store
    from server.tables.columns import Table

DESCRIPTION = "datapackage.json"


def write_tables(store: Store, folder: Path, *, packed: bool = False) -> dict[str, str]:
    """Write all tables of a store into a folder, made where there is none; return the SHA-256 of each file by its name.

    `packed` by gzip, with `.gz` added to their names. UTF-8, a header, lines that end in a line feed, RFC 4180 quoting;
    the same bytes for the same facts. The description (a Tabular Data Package) is written last. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    graph = Graph(store)
    described = [_table(graph, table, folder, packed=packed) for table in TABLES]
    package = {"profile": "tabular-data-package", "name": "communique", "resources": described}
    data = (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()
    _put(folder / DESCRIPTION, data)
    sums = {str(one["path"]): str(one["hash"]).removeprefix("sha256:") for one in described}
    return {**sums, DESCRIPTION: hashlib.sha256(data).hexdigest()}


def _table(graph: Graph, table: Table, folder: Path, *, packed: bool) -> dict[str, object]:
    """Write one table, whole or not at all, and return its description."""
    path = folder / f"{table.name}.csv{'.gz' if packed else ''}"
    fresh = path.with_name(f".{path.name}.new")
    try:
        with _opened(fresh, packed=packed) as file:
            writer = csv.DictWriter(file, table.names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(ROWS[table.name](graph))
        with fresh.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
        size = fresh.stat().st_size
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
    fields = [{"name": c.name, "type": c.type, "description": c.what or "left empty"} for c in table.columns]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": path.name,
        "description": f"A row is {table.row}.",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        **({"compression": "gz"} if packed else {}),
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "schema": {"fields": fields, "missingValues": [""]},
    }


@contextlib.contextmanager
def _opened(path: Path, *, packed: bool) -> Iterator[TextIO]:
    """Open a file for a table's lines; packed, it tells no time of writing."""
    with path.open("wb") as plain, contextlib.ExitStack() as stack:
        output = stack.enter_context(gzip.GzipFile("", "wb", 6, plain, mtime=0)) if packed else plain
        yield stack.enter_context(io.TextIOWrapper(output, encoding="utf-8", newline=""))


def _put(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(data)
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
