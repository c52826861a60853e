"""What people keep apart: two addresses that were taken to mean the same, and do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.uris import matches_graph
from server.store.errors import DatasetError

if TYPE_CHECKING:
    from server.store.dataset import Writer


def unmerge(writer: Writer, a: str, b: str, reason: str) -> bool:
    """Keep two things apart from now on, and say whether they were not kept apart before.

    When this returns, readers see it, and no later article brings them together. Raises DatasetError for what is no
    address, and where the two were never taken to be the same.
    """
    pair = frozenset({_plain(writer, a), _plain(writer, b)})
    one, other = sorted(pair) if len(pair) == 2 else (a, b)
    if pair in writer.ledger.apart():
        return False
    meant = {iri: _meant(writer, iri) or iri for iri in pair}
    if len(pair) < 2 or len(set(meant.values())) > 1:
        wrong = f"{one} and {other} are not taken to be the same"
        raise DatasetError(writer.dataset.folder, wrong, "copy both addresses from one line of the graph of matches")
    writer.ledger.keep_apart(one, other, reason)
    writer.show()
    return True


def remerge(writer: Writer, a: str, b: str) -> bool:
    """Let two things that were kept apart be judged by what articles say again; say whether they were."""
    one, other = _plain(writer, a), _plain(writer, b)
    if frozenset({one, other}) not in writer.ledger.apart():
        return False
    writer.ledger.let_meet(one, other)
    writer.show()
    return True


def _plain(writer: Writer, iri: str) -> str:
    """Return the address of a thing, given as that or as its page."""
    base = writer.dataset.base
    for room in ("page", "data"):
        iri = iri.replace(f"{base}{room}/", f"{base}id/", 1)
    return iri.strip()


def _meant(writer: Writer, iri: str) -> str:
    """Return what an address was taken to mean, "" where it means itself."""
    log = ox.NamedNode(matches_graph(writer.dataset.base))
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        raise DatasetError(writer.dataset.folder, f"{iri!r} is no address", "copy it from a page") from None
    for quad in writer.store.quads_for_pattern(None, terms.matched, node, log):
        for meant in writer.store.quads_for_pattern(quad.subject, terms.meant, None, log):
            if isinstance(meant.object, ox.NamedNode):
                return meant.object.value
    return ""
