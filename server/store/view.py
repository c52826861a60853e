"""The store brought to what the ledger says: article graphs, and the merged view of the subjects they touch."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ontology import terms
from ontology.others import PROV_WAS_DERIVED_FROM
from ontology.uris import article_of, matches_graph
from server.identity.items import Items, Place, items
from server.identity.resolved import matches, resolved
from server.search.entries import Said, said_in
from server.store import counts
from server.store.changes import by_fact, changed
from server.store.corrections import without
from server.store.engine import move, parts
from server.store.merge import merged
from server.store.nquads import digest, parsed
from server.store.tallies import Kept

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from server.identity.fold import Fold
    from server.identity.resolved import Meant
    from server.store.engine import Store
    from server.store.ledger import Ledger
    from server.store.merge import Subject
    from server.store.records import Change
    from server.store.tallies import Tallies

DEFAULT = ox.DefaultGraph()


def apply(store: Store, ledger: Ledger, fold: Fold, keys: Iterable[str], upto: int, tallies: Tallies) -> Merged:
    """Bring the graphs of some articles, those that mean others now, and what is merged to what the ledger says.

    Which others mean something else since a version, `upto`, is noted in the ledger.

    What it does follows from the ledger alone, so doing it again after a crash is right, and changes nothing where it
    had been done. The merged graph comes first: while an article's graph is the old one, what it touches is known.
    Readers see nothing of this before it is frozen. Return of which nodes the default graph says something else now,
    and what it says.
    """
    base = ledger.setting("base")
    rejected, changes = ledger.rejected().keys(), by_fact(ledger.changes())
    graphs = dict.fromkeys(graph for key in dict.fromkeys(keys) for graph in ledger.graphs_of(key))
    said = {graph: facts(ledger, graph, rejected) for graph in graphs}
    gone: set[ox.Quad] = set()
    come: set[ox.Quad] = set()
    logged: tuple[set[ox.Quad], set[ox.Quad]] = (set(), set())
    dropped: list[str] = []
    others: list[str] = []
    days: dict[str, str] = {}
    for graph in sorted(fold.take({graph: told.items for graph, told in said.items()}, ledger.apart())):
        kept = None if graph in said else tallies.told(graph)
        told = kept[0] if kept else said.get(graph) or facts(ledger, graph, rejected)
        had = kept[1] if kept else set(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        meant = fold.meant(graph)
        wanted = set(shown(told.quads, meant, rejected, changes))
        tallies.tell(graph, told, wanted)
        days[graph] = told.day
        gone |= had - wanted
        come |= wanted - had
        if graph not in said and had != wanted:
            others.append(graph)
        if had and not wanted:
            dropped.append(graph)
        log = set(matches(meant.decisions, graph, base)) if wanted else set()
        logged[0].update(_logged(store, graph, base) - log)
        logged[1].update(log)
    ledger.touch(others, upto)
    try:
        now = _remerged(store, ledger, gone, come, days, tallies)
        fewer, counted = counts.moves(store, base, now.leaving, now.coming, subjects=now.subjects)
        move(store, (now.leaving | fewer, now.coming | counted), (gone | logged[0], come | logged[1]))
        for graph in dropped:
            store.remove_graph(ox.NamedNode(graph))
    except BaseException:
        tallies.clear()  # they tell of what is not there
        raise
    return now


class Merged(NamedTuple):
    """What leaves the default graph and what comes, and what it then says of the nodes of which it says otherwise."""

    leaving: set[ox.Quad]
    coming: set[ox.Quad]
    said: dict[str, Said]
    subjects: int
    """Of how many more subjects it then says something."""

    def touched(self) -> frozenset[str]:
        """Return the IRIs of those nodes, and of the nodes of which something else is claimed."""
        claimed = (q.object for some in (self.leaving, self.coming) for q in some if q.predicate == terms.about)
        return frozenset(self.said) | {node.value for node in claimed if isinstance(node, ox.NamedNode)}


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


def _logged(store: Store, graph: str, base: str) -> set[ox.Quad]:
    """Return what the graph of matches says of one article."""
    log = ox.NamedNode(matches_graph(base))
    nodes = [
        q.subject for q in store.quads_for_pattern(None, PROV_WAS_DERIVED_FROM, ox.NamedNode(article_of(graph)), log)
    ]
    return {quad for node in nodes for quad in store.quads_for_pattern(node, None, None, log)}


def remerge(store: Store, ledger: Ledger, subject: ox.NamedNode, days: dict[str, str]) -> list[ox.Quad]:
    """Return what the default graph should say of a subject, from the article graphs in the store."""
    return sorted(merged(_of_articles(ledger, store.quads_for_pattern(subject, None, None, None), days), days), key=str)


def _remerged(
    store: Store, ledger: Ledger, gone: set[ox.Quad], come: set[ox.Quad], days: dict[str, str], tallies: Tallies
) -> Merged:
    """Return how the default graph changes when quads leave and come in article graphs, of those days."""
    leaving: set[ox.Quad] = set()
    coming: set[ox.Quad] = set()
    said: dict[str, Said] = {}
    more = 0
    lost, added = _by_subject(gone), _by_subject(come)
    subjects = lost.keys() | added.keys()
    kept = {subject: one for subject in subjects if (one := tallies.take(subject, added[subject])) is not None}
    others = ((subject, _known(seen, subject)) for subject, seen in parts(store, subjects - kept.keys()))
    for subject, before in itertools.chain(kept.items(), others):
        was = before._replace(quads=frozenset(_of_articles(ledger, before.quads, days))) if before.quads else before
        after = was.moved(subject, lost[subject], added[subject], days)
        tallies.keep(subject, after)
        if before.shown != after.shown:
            leaving |= before.shown - after.shown
            coming |= after.shown - before.shown
            more += bool(after.shown) - bool(before.shown)
            if isinstance(subject, ox.NamedNode):
                said[subject.value] = said_in(after.shown)
    return Merged(leaving, coming, said, more)


def _known(store: Store, subject: Subject) -> Kept:
    """Return what a store says of a subject."""
    quads = set(store.quads_for_pattern(subject, None, None, None))
    shown = {quad for quad in quads if quad.graph_name == DEFAULT} if quads else set()
    return Kept(shown, frozenset(quads - shown))


def _by_subject(quads: Iterable[ox.Quad]) -> defaultdict[Subject, list[ox.Quad]]:
    found: defaultdict[Subject, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        found[quad.subject].append(quad)
    return found


def _of_articles(ledger: Ledger, quads: Iterable[ox.Quad], days: dict[str, str]) -> list[ox.Quad]:
    """Return the quads in graphs that the ledger knows, whose days it adds: others were written from outside."""
    named = [(quad, _name(quad)) for quad in quads]
    days.update(ledger.days({graph for _, graph in named} - days.keys() - {""}))
    return [quad for quad, graph in named if graph in days]


def _name(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
