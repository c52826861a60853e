"""What the rooms of a dataset ask of an engine, be it pyoxigraph's store in the folder or a store on another server.

A `Store` has the few of pyoxigraph's own words that are used here. One that is `Far` takes a moment for each question,
so it can also be asked about many nodes at once and moves many quads at once: the functions here choose.
"""

from __future__ import annotations

import itertools
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

import pyoxigraph as ox

from server.remote.address import address, is_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
N = TypeVar("N", bound=Node)
_SOME = 1000
"""How many nodes are looked at together where a store is far."""
_MANY, _AT_ONCE = 5000, 500_000
"""From so many quads on they come to pyoxigraph's store as files of its own, sorted; so many at once: all or none."""


class Store(Protocol):
    """Quads in a default graph and named ones, to be looked up, asked and changed."""

    def query(
        self,
        query: str,
        /,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        default_graph: list[Graph] | None = None,
        named_graphs: list[ox.NamedNode | ox.BlankNode] | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Answer a query, of the given graphs where any are. Raises SyntaxError for a malformed one."""
        ...

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: Node | None,  # noqa: A002 - pyoxigraph's name
        graph_name: Graph | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """Return the quads that have what is given; None stands for anything."""
        ...

    def contains_named_graph(self, graph_name: ox.NamedNode, /) -> bool:
        """Say whether there is a named graph."""
        ...

    def named_graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """Return the named graphs."""
        ...

    def extend(self, quads: Iterable[ox.Quad], /) -> None:
        """Put quads in."""
        ...

    def clear_graph(self, graph_name: Graph, /) -> None:
        """Take all quads of a graph out."""
        ...

    def remove_graph(self, graph_name: Graph, /) -> None:
        """Take a graph out."""
        ...

    def flush(self) -> None:
        """Return when all that was put in is on the disk."""
        ...

    def __iter__(self) -> Iterator[ox.Quad]:
        """Go through all quads."""
        ...

    def __contains__(self, quad: ox.Quad, /) -> bool:
        """Say whether a quad is there."""
        ...


@runtime_checkable
class Far(Store, Protocol):
    """A store on another server."""

    def about(self, nodes: Iterable[Node], by: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """Yield all quads, in all graphs, whose subjects are some nodes, or lead to them by a property (merged)."""
        ...

    def uses(self, nodes: Collection[Node]) -> Mapping[Node, int]:
        """Return in how many triples of the default graph nodes are the object; those that are in none are left out."""
        ...

    def move(self, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
        """Take quads out, and put others in."""
        ...


def parts(store: Store, nodes: Iterable[N], *by: ox.NamedNode) -> Iterator[tuple[N, Store]]:
    """Yield nodes, each with what says of it all that a store does: the store, or where that is far a copy of a part.

    With properties, also of what leads to the nodes by them.
    """
    if not isinstance(store, Far):
        yield from ((node, store) for node in nodes)
        return
    iterator = iter(nodes)
    while some := list(itertools.islice(iterator, _SOME)):
        copy = ox.Store()
        copy.extend(store.about(some))
        for leading in by:
            copy.extend(store.about(some, leading))
        yield from ((node, copy) for node in some)


@contextmanager
def near(store: Store) -> Iterator[Store]:
    """Give a store that is in reach: itself, or a copy in a temporary folder, for what goes through all of it."""
    if not isinstance(store, Far):
        yield store
        return
    with tempfile.TemporaryDirectory(prefix="communique-") as folder:
        copy = ox.Store(folder)
        copy.bulk_extend(store)
        yield copy
        del copy


def opened(place: str) -> Store:
    """Open for reading what is at a place: the folder of a checkpoint, or address and base of a store elsewhere.

    Raises OSError where there is none that can be read.
    """
    far, _, base = place.partition(" ")
    if not (is_address(far) and base):
        return ox.Store.read_only(place)
    from server.remote.store import Remote  # noqa: PLC0415 - most datasets have their store with them

    return Remote(address(far), base)


def move(store: Store, *steps: tuple[Iterable[ox.Quad], Iterable[ox.Quad]]) -> None:
    """Take quads out of a store and put others in, step by step; not one transaction.

    Near, all that comes does so at once, after the first step's quads are out: one set of files is made and synced.
    """
    if isinstance(store, Far):
        for gone, come in steps:
            store.move(gone, come)
        return
    assert isinstance(store, ox.Store)
    waiting = itertools.chain.from_iterable(come for _, come in steps)
    for number, (gone, _) in enumerate(steps):
        for quad in gone:
            store.remove(quad)
        while not number and (some := list(itertools.islice(waiting, _AT_ONCE))):
            (store.bulk_extend if len(some) >= _MANY else store.extend)(some)
