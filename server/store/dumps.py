"""The dataset as files: sorted, the same bytes for the same facts, with their digests beside them.

`nquads` and `trig` hold everything: the article graphs and the merged default graph. `turtle` holds the merged default
graph alone, which is what a tool without named graphs should read. The ontology, the saved questions and the
counts, which a store holds beside the facts, are left out: they are files of their own.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
import io
import itertools
import shutil
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

import pyoxigraph as ox

from ontology.prefixes import WRITTEN
from server.store import beside, counts, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from server.store.engine import Store

Format = Literal["nquads", "trig", "turtle"]
FORMATS: dict[Format, str] = {"nquads": "nq", "trig": "trig", "turtle": "ttl"}
"""The formats of dumps and their files' suffixes."""

_CHUNK = 500_000
"""How many lines are sorted in memory; more go through files."""


def write(store: Store, output: IO[bytes], form: Format) -> None:
    """Write a store's content to an output."""
    base = counts.base_of(store)
    own = kept.own(base) if base else frozenset()
    if form == "nquads":
        for line in _sorted(str(quad) for quad in store if not _is_own(quad, base, own)):
            output.write(line.encode() + b" .\n")
        return
    merged = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    default = _in_order(quad for quad in merged if not _is_own(quad, base, own))
    if form == "turtle":
        triples = (quad.triple for quad in default)
        ox.serialize(triples, output, format=ox.RdfFormat.TURTLE, prefixes=WRITTEN)
        return
    graphs = sorted(graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode) and graph not in own)
    named = (_in_order(store.quads_for_pattern(None, None, None, graph)) for graph in graphs)
    ox.serialize(itertools.chain(default, *named), output, format=ox.RdfFormat.TRIG, prefixes=WRITTEN)


def write_file(store: Store, path: Path, form: Format) -> str:
    """Write a dump file, compressed when its name ends in .gz, whole or not at all; return its SHA-256.

    Its digest is written beside it, as `<name>.sha256`, in the form that `sha256sum --check` reads.
    """
    return put(path, lambda output: write(store, output, form))


def put(path: Path, made: Callable[[IO[bytes]], None]) -> str:
    """Write a file as `write_file` does, from what writes its content."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("wb") as file:
            if path.suffix == ".gz":
                with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed, io.BufferedWriter(packed) as output:
                    made(output)
            else:
                made(file)
        with fresh.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
    tell(path, found)
    return found


def tell(path: Path, digest: str) -> None:
    """Write the SHA-256 of a file beside it, in the form that `sha256sum --check` reads."""
    path.with_name(path.name + ".sha256").write_text(f"{digest}  {path.name}\n", encoding="utf-8")


def _is_own(quad: ox.Quad, base: str, own: frozenset[ox.NamedNode]) -> bool:
    """Say whether the software wrote a quad itself; a dataset that was made with --plain has no base here and none."""
    if quad.graph_name == ox.DefaultGraph():
        return bool(base) and beside.is_beside(quad.subject, base)
    return quad.graph_name in own


def _in_order(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Return quads of one graph sorted by their text."""
    texts = _sorted(str(quad) for quad in quads)
    return (quad for text in texts for quad in ox.parse(text + " .", format=ox.RdfFormat.N_QUADS))


def _sorted(texts: Iterable[str]) -> Iterator[str]:
    """Return texts sorted by code point, through files where they are many; N-Quads have no line breaks in them."""
    iterator = iter(texts)
    first = sorted(itertools.islice(iterator, _CHUNK), key=str.encode)
    if len(first) < _CHUNK:
        yield from first
        return
    folder = Path(tempfile.mkdtemp(prefix="communique-"))
    files: list[IO[str]] = []
    try:
        chunk = first
        while chunk:
            path = folder / str(len(files))
            path.write_text("".join(text + "\n" for text in chunk), encoding="utf-8", newline="\n")
            files.append(path.open(encoding="utf-8", newline="\n"))
            chunk = sorted(itertools.islice(iterator, _CHUNK), key=str.encode)
        for line in heapq.merge(*files, key=str.encode):
            yield line.removesuffix("\n")
    finally:
        for file in files:
            file.close()
        shutil.rmtree(folder)
