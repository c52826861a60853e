"""The store brought to what the ledger says: article graphs, and the merged view of the subjects they touch."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from server.store import counts
from server.store.corrections import without
from server.store.merge import merge_subject
from server.store.nquads import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from server.store.ledger import Ledger

DEFAULT = ox.DefaultGraph()


def apply(store: ox.Store, ledger: Ledger, keys: Iterable[str]) -> frozenset[str]:
    """Bring the graphs of some articles, and all that is merged from them, to what the ledger says; all or nothing.

    Return the IRIs of the nodes of which the default graph says something else now. What it does follows from the
    ledger alone, so doing it again after a crash is right, and changes nothing where it had been done.
    """
    gone: set[ox.Quad] = set()
    come: set[ox.Quad] = set()
    dropped: list[str] = []
    rejected = ledger.rejected().keys()
    for key in dict.fromkeys(keys):
        current = ledger.current_of(key)
        for graph in ledger.graphs_of(key):
            had = set(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
            wanted = set(without(parsed(current.nquads), rejected)) if current and current.graph == graph else set()
            gone |= had - wanted
            come |= wanted - had
            if had and not wanted:
                dropped.append(graph)
    merged_gone, merged_come = _remerged(store, ledger, gone, come)
    fewer, more = counts.moves(store, ledger.setting("base"), merged_gone, merged_come)
    text = update(merged_gone | gone | fewer, merged_come | come | more, dropped)
    if text:
        store.update(text)
    return frozenset(quad.subject.value for quad in merged_gone | merged_come if isinstance(quad.subject, ox.NamedNode))


def update(gone: Iterable[ox.Quad], come: Iterable[ox.Quad], dropped: Iterable[str] = ()) -> str:
    """Return the SPARQL update that takes quads away, brings others and drops emptied graphs: one transaction."""
    steps = [_data("DELETE DATA", gone), _data("INSERT DATA", come), *(f"DROP SILENT GRAPH <{g}>" for g in dropped)]
    return " ;\n".join(step for step in steps if step)


def remerge(store: ox.Store, ledger: Ledger, subject: ox.NamedNode, days: dict[str, str]) -> list[ox.Quad]:
    """Return what the default graph should say of a subject, from the article graphs in the store."""
    return _merged(ledger, store.quads_for_pattern(subject, None, None, None), days)


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
        wanted = set(_merged(ledger, [*(before - had - gone), *added[subject]], days))
        leaving |= had - wanted
        coming |= wanted - had
    return leaving, coming


def _merged(ledger: Ledger, quads: Iterable[ox.Quad], days: dict[str, str]) -> list[ox.Quad]:
    named = [quad for quad in quads if isinstance(quad.graph_name, ox.NamedNode)]
    graphs = {_name(quad) for quad in named}
    days.update(ledger.days(graphs - days.keys()))
    # a graph that the ledger does not know was written from outside: it is no part of what articles say
    return merge_subject([quad for quad in named if _name(quad) in days], days)


def _name(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def _data(verb: str, quads: Iterable[ox.Quad]) -> str:
    by_graph: defaultdict[str, list[str]] = defaultdict(list)
    for quad in quads:
        by_graph["" if quad.graph_name == DEFAULT else str(quad.graph_name)].append(str(quad.triple))
    blocks = (_block(graph, by_graph[graph]) for graph in sorted(by_graph))
    return f"{verb} {{\n{''.join(blocks)}}}" if by_graph else ""


def _block(graph: str, triples: Sequence[str]) -> str:
    body = " .\n".join(triples) + " .\n"
    return f"GRAPH {graph} {{\n{body}}}\n" if graph else body
