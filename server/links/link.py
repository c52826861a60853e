"""A link to another dataset, and how it is written: certain ones are the same, others only close, all say why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.others import OWL_SAME_AS, RDF_TYPE, RDFS_LABEL, SKOS_CLOSE_MATCH, XSD_DECIMAL
from ontology.uris import link_of, links_graph

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """That a thing of ours is (`certain`) or may be what another dataset has under an IRI; how that was found, why."""

    ours: str
    theirs: str
    certain: bool
    method: str
    reason: str

    def quads(self, base: str) -> Iterator[ox.Quad]:
        """Yield the link and its reason, in the graph of links."""
        graph, node = ox.NamedNode(links_graph(base)), ox.NamedNode(link_of(base, self.ours, self.theirs))
        ours, theirs = ox.NamedNode(self.ours), ox.NamedNode(self.theirs)
        name = self.ours.rpartition("/")[2]
        yield ox.Quad(ours, OWL_SAME_AS if self.certain else SKOS_CLOSE_MATCH, theirs, graph)
        for predicate, value in (
            (RDF_TYPE, terms.Match),
            (RDFS_LABEL, ox.Literal(f"{name} {'is' if self.certain else 'may be'} {self.theirs}")),
            (terms.matched, ours),
            (terms.meant, theirs),
            (terms.method, ox.Literal(self.method)),
            (terms.score, ox.Literal("1" if self.certain else "0.5", datatype=XSD_DECIMAL)),
            (terms.reason, ox.Literal(self.reason)),
        ):
            yield ox.Quad(node, predicate, value, graph)
