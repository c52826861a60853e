"""A dataset checked against its ledger: nothing lost, nothing added, every quotation in its article."""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.uris import matches_graph
from server.identity.fold import Fold
from server.identity.resolved import Meant, matches
from server.store import beside, counts, kept
from server.store.changes import by_fact
from server.store.corrections import without
from server.store.engine import parts
from server.store.errors import DatasetError
from server.store.indexes import disagreements
from server.store.nquads import lines, parsed
from server.store.view import DEFAULT, facts, remerge, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from server.identity.items import Items
    from server.store.dataset import Writer
    from server.store.engine import Store
    from server.store.ledger import Ledger
    from server.store.records import Change, Version

_SOME = 500
"""How many articles are decided at once: memory stays flat."""


def verify(writer: Writer) -> Iterator[str]:
    """Yield what is wrong with a dataset, one finding a line; nothing where it is sound.

    Looked at: the ledger's file and digests, the words of all evidence, the article graphs of the store, its
    indexes, the merged view, that readers' checkpoint holds what the store does, and the digests of the dumps.
    """
    damage = list(_ledger(writer.ledger))
    yield from damage
    if damage:
        return  # the ledger is the measure of all the rest
    others = kept.graphs(writer.dataset.folder)
    fold = decided(writer)
    yield from _decisions(writer, fold)
    base = writer.dataset.base
    own = "" if writer.dataset.plain else base
    yield from _store(writer.store, writer.ledger, fold, base, "the store", others)
    yield from _own(writer.store, own, "the store")
    try:
        seen = writer.dataset.read_only()
        yield from _store(seen, writer.ledger, fold, base, "the readers' checkpoint", others)
        yield from _own(seen, own, "the readers' checkpoint")
    except (DatasetError, OSError, RuntimeError) as error:
        yield f"the readers' checkpoint cannot be read: {error}"
    yield from _dumps(writer.dataset.dumps)


def misquoted(quads: Iterable[ox.Quad], text: str) -> list[str]:
    """Return the IRIs of evidence whose words are not those that stand at its offsets in the article's text."""
    parts: dict[str, dict[object, str]] = {}
    for quad in quads:
        if quad.predicate in _PARTS and isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
            parts.setdefault(quad.subject.value, {})[quad.predicate] = quad.object.value
    return sorted(iri for iri, part in parts.items() if terms.beginIndex in part and not _is_quoted(part, text))


_PARTS = frozenset({terms.beginIndex, terms.endIndex, terms.text})


def _is_quoted(part: dict[object, str], text: str) -> bool:
    try:
        begin, end = int(part[terms.beginIndex]), int(part[terms.endIndex])
    except (KeyError, ValueError):
        return False
    return 0 <= begin < end <= len(text) and text[begin:end] == part.get(terms.text)


def _ledger(ledger: Ledger) -> Iterator[str]:
    yield from (f"the ledger's file is damaged: {damage}" for damage in ledger.damage())
    try:
        for version in ledger.all():
            yield from (f"the ledger's version {version.seq} of {version.key}: {f} changed" for f in version.faults)
            if version.receipt != "quarantined":
                yield from _evidence(version)
    except (sqlite3.Error, zlib.error, ValueError, KeyError) as error:
        yield f"the ledger cannot be read to its end: {error}"


def _evidence(version: Version) -> Iterator[str]:
    wrong = misquoted(parsed(version.nquads), version.article.text)
    yield from (f"{iri} does not stand so in version {version.seq} of {version.key}" for iri in wrong)


def _dumps(folder: Path) -> Iterator[str]:
    sums = folder / "SHA256SUMS"
    for line in sums.read_text(encoding="utf-8", errors="replace").splitlines() if sums.exists() else []:
        wanted, _, name = line.partition("  ")
        path = folder / Path(name).name
        if not path.is_file():
            yield f"the dump {name} is not there"
            continue
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != wanted:
                yield f"the dump {name} differs from its digest"


def decided(writer: Writer) -> Fold:
    """Return what is the same across articles, decided anew from the ledger alone."""
    ledger, rejected = writer.ledger, writer.ledger.rejected().keys()

    def of(graph: str) -> Items:
        return facts(ledger, graph, rejected).items

    fold = Fold(":memory:", of)
    graphs = (version.graph for version in ledger.current())
    while some := list(itertools.islice(graphs, _SOME)):
        fold.take({graph: of(graph) for graph in some}, ledger.apart())
    return fold


def _decisions(writer: Writer, fold: Fold) -> Iterator[str]:
    """Compare what was decided article by article with what is decided anew."""
    try:
        for graph in sorted({*fold.graphs(), *writer.fold.graphs()}):
            if fold.meant(graph) != writer.fold.meant(graph):
                yield f"who or what is meant in {graph} is kept wrongly"
    except (sqlite3.Error, ValueError) as error:
        yield f"what was decided to be the same cannot be read: {error}"


def _store(
    store: Store, ledger: Ledger, fold: Fold, base: str, name: str, others: Mapping[str, bytes]
) -> Iterator[str]:
    try:
        graphs = {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
        rejected, changes = ledger.rejected().keys(), by_fact(ledger.changes())
        log: list[ox.Quad] = []
        for version in ledger.current():
            held = lines(store.quads_for_pattern(None, None, None, ox.NamedNode(version.graph)))
            meant = fold.meant(version.graph)
            log += matches(meant.decisions, version.graph, base)
            if held != _wanted(version, meant, rejected, changes):
                yield f"{name} differs from the ledger in {version.graph}"
            graphs.discard(version.graph)
        if lines(store.quads_for_pattern(None, None, None, ox.NamedNode(matches_graph(base)))) != lines(log):
            yield f"{name} differs from what was decided to be the same"
        graphs.discard(matches_graph(base))
        for graph, quads in others.items():
            node = ox.NamedNode(graph) if graph else DEFAULT
            if lines(store.quads_for_pattern(None, None, None, node)) != quads:
                yield f"{name} differs from what was written to {graph or 'the default graph'}"
            graphs.discard(graph)
        graphs -= {graph.value for graph in kept.own(ledger.setting("base"))}
        for graph in sorted(graphs):  # one that was emptied from outside stays as a name
            if next(iter(store.quads_for_pattern(None, None, None, ox.NamedNode(graph))), None):
                yield f"{name} holds {graph}, which the ledger does not know"
        if "" not in others:
            yield from _merged(store, ledger, name)
        if isinstance(store, ox.Store):  # those of a store elsewhere are its own matter
            yield from disagreements(store, name)
    except (OSError, RuntimeError, ValueError) as error:
        yield f"{name} cannot be read: {error}"


def _own(store: Store, base: str, name: str) -> Iterator[str]:
    """Yield what is wrong with what a store holds beside the facts, and its counts; without a base it has neither."""
    if not base:
        return
    if any(beside.moves(store, base)):
        yield f"{name} holds another ontology, or other questions, than this version of the software has"
    ask = counts.asker(store)
    if counts.stored(ask, base) != counts.counted(ask):
        yield f"{name} counts wrongly what it holds"


def _wanted(
    version: Version, meant: Meant, rejected: Collection[str], changes: Mapping[str, Sequence[Change]]
) -> bytes:
    if not rejected and not changes and meant == Meant():
        return version.nquads
    return lines(shown(without(parsed(version.nquads), rejected), meant, rejected, changes))


def _merged(store: Store, ledger: Ledger, name: str) -> Iterator[str]:
    days: dict[str, str] = {}
    subjects = {quad.subject for quad in store if isinstance(quad.subject, ox.NamedNode)}
    subjects = {node for node in subjects if not beside.is_beside(node, ledger.setting("base"))}
    for subject, seen in parts(store, sorted(subjects, key=str)):
        held = sorted(seen.quads_for_pattern(subject, None, None, DEFAULT), key=str)
        if held != remerge(seen, ledger, subject, days):
            yield f"{name} merges {subject.value} wrongly"
