"""Outside writes: an update, or a graph put, added to or deleted. Article graphs and their merge refuse them."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from ontology.prefixes import PREDEFINED
from server.store import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from server.store.dataset import Dataset, Writer

DEFAULT = ox.DefaultGraph()


class ForbiddenError(Exception):
    """A write to a graph that is not open to writes from outside."""


@dataclass(frozen=True, slots=True)
class Part:
    """RDF as it came: bytes in the format of a media type."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Change:
    """A write: `update` text, or what becomes of a `graph` ("" is the default graph) with the parts that came."""

    kind: Literal["update", "put", "post", "delete"]
    update: str = ""
    graph: str = ""
    parts: Sequence[Part] = ()
    base: str = ""


def apply(writer: Writer, change: Change) -> bool:
    """Do a write; say whether the graph was there before. Readers see it when the writer next freezes the store.

    Raises ForbiddenError, SyntaxError for malformed updates and RDF, ValueError for a media type that is not known.
    """
    dataset, store = writer.dataset, writer.store
    assert isinstance(store, ox.Store), "a store on another server takes its writes itself"
    if change.kind != "update" and not kept.is_open(dataset, change.graph):
        raise ForbiddenError
    node = ox.NamedNode(change.graph) if change.graph else DEFAULT
    before = isinstance(node, ox.DefaultGraph) or store.contains_named_graph(node)
    if change.kind == "update":
        if not dataset.plain:
            _rehearse(dataset, store, change)
        store.update(change.update, base_iri=change.base, prefixes=PREDEFINED)
    else:
        quads = list(_parsed(change, node))
        if change.kind == "delete":
            store.remove_graph(node)
        else:
            if change.kind == "put":
                store.clear_graph(node)
            if not isinstance(node, ox.DefaultGraph):
                store.add_graph(node)
            store.extend(quads)
    kept.keep(dataset, store)
    return before


def _parsed(change: Change, node: ox.NamedNode | ox.DefaultGraph) -> Iterable[ox.Quad]:
    for part in change.parts:
        form = ox.RdfFormat.from_media_type(part.media_type)
        if form is None:
            raise ValueError(part.media_type)
        base = change.graph or change.base
        for quad in ox.parse(part.data, format=form, base_iri=base, without_named_graphs=True, rename_blank_nodes=True):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, node)


def _rehearse(dataset: Dataset, store: ox.Store, change: Change) -> None:
    """Do an update on a copy first, and see that it leaves the article graphs and their merge as they are.

    Raises ForbiddenError where it does not. The engine tells of no changes, so all of those graphs are compared.
    """
    for stale in dataset.folder.glob(".rehearsal-*"):  # of a write that was killed: this one has the lock
        shutil.rmtree(stale, ignore_errors=True)
    folder = tempfile.mkdtemp(prefix=".rehearsal-", dir=dataset.folder)
    try:
        store.backup(f"{folder}/store")
        copy = ox.Store(f"{folder}/store")
        copy.update(change.update, base_iri=change.base, prefixes=PREDEFINED)
        if _protected(dataset, store) != _protected(dataset, copy):
            raise ForbiddenError
        del copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _protected(dataset: Dataset, store: ox.Store) -> tuple[int, int]:
    """Return number and sum of hashes of the quads that the ledger answers for."""
    count = total = 0
    for quad in store:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        if not kept.is_open(dataset, name):
            count += 1
            total += hash(quad)
    return count, total
