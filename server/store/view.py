"""The store brought to what the ledger says: article graphs, and the merged view of the subjects they touch."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.others import PROV_WAS_DERIVED_FROM
from ontology.uris import article_of, matches_graph
from server.identity.items import Items, Place, items
from server.identity.resolved import matches, resolved
from server.store import counts
from server.store.changes import by_fact, changed
from server.store.corrections import without
from server.store.merge import merged
from server.store.nquads import digest, parsed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from server.identity.fold import Fold
    from server.identity.resolved import Meant
    from server.store.ledger import Ledger
    from server.store.records import Change

DEFAULT = ox.DefaultGraph()


def apply(store: ox.Store, ledger: Ledger, fold: Fold, keys: Iterable[str], base: str) -> frozenset[str]:
    """Bring the graphs of some articles, those that mean others now, and what is merged to what the ledger says.

    What it does follows from the ledger alone, so doing it again after a crash is right, and changes nothing where it
    had been done. The merged graph comes first: while an article's graph is the old one, what it touches is known.
    Readers see nothing of this before it is frozen. Return the IRIs of the nodes of which the default graph says
    something else now, or of which something else is claimed.
    """
    rejected, changes = ledger.rejected().keys(), by_fact(ledger.changes())
    graphs = dict.fromkeys(graph for key in dict.fromkeys(keys) for graph in ledger.graphs_of(key))
    said = {graph: facts(ledger, graph, rejected) for graph in graphs}
    gone: set[ox.Quad] = set()
    come: set[ox.Quad] = set()
    logged: tuple[set[ox.Quad], set[ox.Quad]] = (set(), set())
    dropped: list[str] = []
    for graph in sorted(fold.take({graph: told.items for graph, told in said.items()}, ledger.apart())):
        quads = (said.get(graph) or facts(ledger, graph, rejected)).quads
        meant = fold.meant(graph)
        had = set(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        wanted = set(shown(quads, meant, rejected, changes))
        gone |= had - wanted
        come |= wanted - had
        if had and not wanted:
            dropped.append(graph)
        log = set(matches(meant.decisions, graph, base)) if wanted else set()
        logged[0].update(_logged(store, graph, base) - log)
        logged[1].update(log)
    merged_gone, merged_come = _remerged(store, ledger, gone, come)
    fewer, counted = counts.moves(store, base, merged_gone, merged_come)
    move(store, merged_gone | fewer, merged_come | counted)
    move(store, gone | logged[0], come | logged[1])
    for graph in dropped:
        store.remove_graph(ox.NamedNode(graph))
    moved = merged_gone | merged_come
    nodes = [quad.subject for quad in moved] + [quad.object for quad in moved if quad.predicate == terms.about]
    return frozenset(node.value for node in nodes if isinstance(node, ox.NamedNode))


def move(store: ox.Store, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
    """Take quads out of a store, and put others in; not one transaction."""
    for quad in gone:
        store.remove(quad)
    store.extend(come)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a public article says, as it was read: its day ("" where unknown), its quads, and its text's digest."""

    graph: str
    day: str = ""
    quads: tuple[ox.Quad, ...] = ()
    text: str = ""

    @property
    def items(self) -> Items:
        """What of it bears on identity."""
        return items(self.quads, Place(self.day, self.graph), self.text)


def facts(ledger: Ledger, graph: str, rejected: Collection[str]) -> Facts:
    """Return what the public article with a graph says, without what was rejected; nothing where there is none."""
    version = ledger.public_in(graph)
    if version is None:
        return Facts(graph)
    article = version.article
    quads = tuple(without(parsed(version.nquads), rejected))
    text = digest(article.text.encode()) if article.text else ""
    return Facts(graph, article.published.isoformat() if article.published else "", quads, text)


def shown(
    quads: Iterable[ox.Quad], meant: Meant, rejected: Collection[str], changes: Mapping[str, Sequence[Change]]
) -> list[ox.Quad]:
    """Return what the store holds of an article that was read: with those it means, and as people corrected it."""
    return changed(without(resolved(quads, meant), rejected), changes)


def _logged(store: ox.Store, graph: str, base: str) -> set[ox.Quad]:
    """Return what the graph of matches says of one article."""
    log = ox.NamedNode(matches_graph(base))
    nodes = [
        q.subject for q in store.quads_for_pattern(None, PROV_WAS_DERIVED_FROM, ox.NamedNode(article_of(graph)), log)
    ]
    return {quad for node in nodes for quad in store.quads_for_pattern(node, None, None, log)}


def remerge(store: ox.Store, ledger: Ledger, subject: ox.NamedNode, days: dict[str, str]) -> list[ox.Quad]:
    """Return what the default graph should say of a subject, from the article graphs in the store."""
    return sorted(_merged(ledger, store.quads_for_pattern(subject, None, None, None), days), key=str)


def _remerged(
    store: ox.Store, ledger: Ledger, gone: set[ox.Quad], come: set[ox.Quad]
) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Return which quads leave the default graph and which come, when quads leave and come in article graphs."""
    leaving: set[ox.Quad] = set()
    coming: set[ox.Quad] = set()
    days: dict[str, str] = {}
    added: defaultdict[object, list[ox.Quad]] = defaultdict(list)
    for quad in come:
        added[quad.subject].append(quad)
    for subject in {quad.subject for quad in gone | come}:
        before = set(store.quads_for_pattern(subject, None, None, None))
        had = {quad for quad in before if quad.graph_name == DEFAULT}
        wanted = _merged(ledger, [*(before - had - gone), *added[subject]], days)
        leaving |= had - wanted
        coming |= wanted - had
    return leaving, coming


def _merged(ledger: Ledger, quads: Iterable[ox.Quad], days: dict[str, str]) -> set[ox.Quad]:
    named = [quad for quad in quads if isinstance(quad.graph_name, ox.NamedNode)]
    graphs = {_name(quad) for quad in named}
    days.update(ledger.days(graphs - days.keys()))
    # a graph that the ledger does not know was written from outside: it is no part of what articles say
    return merged([quad for quad in named if _name(quad) in days], days)


def _name(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
