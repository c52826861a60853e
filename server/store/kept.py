"""Graphs that come from outside writes and links, not from articles: kept in a file of their own, beside the ledger.

The store can be made anew at any time; what the ledger does not know is taken from here then.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology.uris import links_graph
from server.store import beside, checkpoint, counts
from server.store.nquads import lines, parsed

if TYPE_CHECKING:
    from pathlib import Path

    from server.store.dataset import Dataset
    from server.store.engine import Store

NAME = "graphs.nq"


def own(base: str) -> frozenset[ox.NamedNode]:
    """Return the graphs that the software writes itself into a dataset with articles."""
    return frozenset({beside.ONTOLOGY, beside.questions(base), counts.graph(base)})


def is_open(dataset: Dataset, graph: str) -> bool:
    """Say whether outside writes to a graph are taken; "" is the default graph.

    Those of articles are the ledger's, and those of the ontology, the questions and the counts are the software's.
    """
    closed = {"", *(graph.value for graph in own(dataset.base))}
    return dataset.plain or not (graph in closed or graph.startswith(f"{dataset.base}graph/"))


def keep(dataset: Dataset, store: Store) -> None:
    """Write what the store holds in graphs that take outside writes to the file, durably, all or nothing."""
    own = links_graph(dataset.base)
    names = [name for name in store.named_graphs() if is_open(dataset, name.value) or name.value == own]
    quads = [quad for name in names for quad in store.quads_for_pattern(None, None, None, name)]
    if dataset.plain:
        quads += store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    fresh = dataset.folder / f".{NAME}.new"
    with fresh.open("wb") as file:
        file.write(lines(quads))
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(dataset.folder / NAME)
    checkpoint.sync(dataset.folder)


def restore(folder: Path, store: Store) -> None:
    """Bring what was kept into a store."""
    path = folder / NAME
    if path.exists():
        store.extend(parsed(path.read_bytes()))


def graphs(folder: Path) -> dict[str, bytes]:
    """Return what was kept, as sorted N-Quads by graph; "" is the default graph."""
    path = folder / NAME
    found: dict[str, list[ox.Quad]] = {}
    for quad in parsed(path.read_bytes()) if path.exists() else []:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode | ox.BlankNode) else ""
        found.setdefault(name, []).append(quad)
    return {name: lines(quads) for name, quads in found.items()}
