"""Consistency and inference by HermiT, through owlready2; needs Java."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import owlready2
import pyoxigraph as ox

from ontology import terms
from ontology.generate import NAMESPACE, triples
from ontology.others import RDF_TYPE, SKOS_CONCEPT, XSD_DATE

if TYPE_CHECKING:
    from collections.abc import Iterable


def available() -> bool:
    """Say whether there is a Java to run HermiT."""
    return shutil.which("java") is not None


def consistent(quads: Iterable[ox.Quad] = (), *, whole: bool = False) -> bool:
    """Say whether the ontology with the given data is free of contradictions.

    Of the codes and kinds of office only their types are loaded, which halves the time, unless `whole` is set.
    """
    try:
        _reasoned(quads, values=False, whole=whole)
    except owlready2.OwlReadyInconsistentOntologyError:
        return False
    return True


def inferred(quads: Iterable[ox.Quad] = ()) -> frozenset[ox.Triple]:
    """Return what the ontology adds to the data: types and property values that do not stand in it.

    Raises owlready2.OwlReadyInconsistentOntologyError where the data contradict the ontology.
    """
    given = tuple(quads)
    world, before = _reasoned(given, values=True)
    return frozenset(_written(world)) - before


def _reasoned(
    quads: Iterable[ox.Quad], *, values: bool, whole: bool = False
) -> tuple[owlready2.World, frozenset[ox.Triple]]:
    # xsd:date is no datatype of OWL 2, and HermiT stops on one: SHACL checks the dates
    data = [q.triple for q in quads if not (isinstance(q.object, ox.Literal) and q.object.datatype == XSD_DATE)]
    # owlready2 reads no Turtle
    lines = "".join(f"{t} .\n" for t in (*(triples() if whole else _logic()), *data))
    world = owlready2.World()  # a fresh one: its default world remembers everything
    world.get_ontology(NAMESPACE.removesuffix("#")).load(fileobj=io.BytesIO(lines.encode()))
    before = frozenset(_written(world))
    owlready2.sync_reasoner_hermit(world, infer_property_values=values, debug=0)
    return world, before


def _written(world: owlready2.World) -> Iterable[ox.Triple]:
    out = io.BytesIO()
    world.save(out, format="ntriples")
    for quad in ox.parse(out.getvalue(), format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode):
            yield quad.triple


def _logic() -> list[ox.Triple]:
    """Return the ontology without what is said of concepts that are no statuses or phases."""
    every = triples()
    types = {(t.subject, t.object) for t in every if t.predicate == RDF_TYPE}
    idle = {
        s for s, o in types if o == SKOS_CONCEPT and (s, terms.Status) not in types and (s, terms.Phase) not in types
    }
    return [t for t in every if t.subject not in idle or t.predicate == RDF_TYPE]
