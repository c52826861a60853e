"""The graph of links brought up to date with what a dataset has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.others import OWL_SAME_AS, RDFS_LABEL, SKOS_ALT_LABEL
from ontology.uris import links_graph
from server.links import places
from server.links.link import Link
from server.links.people import Known, Post, people, posts
from server.store import kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.links.endpoint import Endpoint
    from server.store.dataset import Writer
    from server.store.engine import Store

_DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Linked:
    """How many links there are now."""

    certain: int
    close: int


def link(writer: Writer, endpoint: Endpoint | None = None) -> Linked:
    """Write the links of all that a dataset has; when this returns, readers see them.

    Without an endpoint those of people and offices stay as they are. Raises EndpointError; then nothing changes.
    """
    store, base = writer.store, writer.dataset.base
    found = list(places.links(_within(store), base))
    if endpoint is None:
        found += [one for one in _held(store, base) if one.method == "endpoint"]
    else:
        found += people(list(_persons(store, base)), endpoint)
        found += posts(list(_posts(store, base)), endpoint)
    graph = ox.NamedNode(links_graph(base))
    quads = {quad for one in found for quad in one.quads(base)}
    if quads != set(store.quads_for_pattern(None, None, None, graph)):
        store.clear_graph(graph)
        store.extend(quads)
        kept.keep(writer.dataset, store)
        writer.freeze()
    certain = sum(one.certain for one in set(found))
    return Linked(certain, len(set(found)) - certain)


def _held(store: Store, base: str) -> Iterator[Link]:
    """Yield the links that the graph has."""
    graph = ox.NamedNode(links_graph(base))
    for quad in store.quads_for_pattern(None, terms.matched, None, graph):
        said = {q.predicate: _value(q) for q in store.quads_for_pattern(quad.subject, None, None, graph)}
        same = ox.Quad(ox.NamedNode(said[terms.matched]), OWL_SAME_AS, ox.NamedNode(said[terms.meant]), graph)
        yield Link(said[terms.matched], said[terms.meant], same in store, said[terms.method], said[terms.reason])


def _within(store: Store) -> dict[str, set[str]]:
    """Return the places of a dataset, each with the places around it."""
    around: defaultdict[str, set[str]] = defaultdict(set)
    for kind in (terms.State, terms.City):
        for quad in store.quads_for_pattern(None, None, kind, _DEFAULT):
            around[_subject(quad)] = set()
    for quad in store.quads_for_pattern(None, terms.within, None, _DEFAULT):
        around[_subject(quad)].add(_value(quad))
    return around


def _persons(store: Store, base: str) -> Iterator[Known]:
    for quad in sorted(store.quads_for_pattern(None, None, terms.Person, _DEFAULT), key=str):
        names = [
            _value(q)
            for term in (RDFS_LABEL, SKOS_ALT_LABEL)
            for q in store.quads_for_pattern(quad.subject, term, None, _DEFAULT)
        ]
        full = tuple(sorted(name for name in names if " " in name))
        if full and not any(store.quads_for_pattern(quad.subject, terms.incumbentOf, None, _DEFAULT)):
            yield Known(_subject(quad), full, frozenset(_offices(store, quad.subject, base)))


def _offices(store: Store, person: object, base: str) -> Iterator[tuple[str, str]]:
    for held in store.quads_for_pattern(None, terms.holder, person, _DEFAULT):  # type: ignore[arg-type]
        for office in store.quads_for_pattern(held.subject, terms.office, None, _DEFAULT):
            yield from ((post.kind, post.state) for post in _post(store, _value(office), base))


def _posts(store: Store, base: str) -> Iterator[Post]:
    for quad in sorted(store.quads_for_pattern(None, None, terms.Office, _DEFAULT), key=str):
        yield from _post(store, _subject(quad), base)


def _post(store: Store, office: str, base: str) -> Iterator[Post]:
    node = ox.NamedNode(office)
    for kind in store.quads_for_pattern(node, terms.kind, None, _DEFAULT):
        for of in store.quads_for_pattern(node, terms.officeOf, None, _DEFAULT):
            row = places.table().get(_value(of).removeprefix(f"{base}id/"))
            if row is not None and row.wikidata:
                yield Post(office, _value(kind).removeprefix(terms.NS), places.WIKIDATA + row.wikidata)


def _subject(quad: ox.Quad) -> str:
    assert isinstance(quad.subject, ox.NamedNode)
    return quad.subject.value


def _value(quad: ox.Quad) -> str:
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object.value
