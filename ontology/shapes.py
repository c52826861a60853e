"""What a complete article graph must have: `shapes.ttl`, checked quickly, and by pyshacl where something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ontology.conforming import SHAPES, conforms
from ontology.generate import triples
from ontology.others import RDFS_SUBCLASS_OF

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox
    from pyshacl import ShapesGraph


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A node that a shape refuses: which, by which property (empty for the node itself), and why, for people."""

    node: str
    path: str
    message: str


def violations(quads: Iterable[ox.Quad]) -> tuple[Violation, ...]:
    """Return what is wrong with the given graph, sorted; graph names are not looked at."""
    quads = list(quads)
    return () if conforms(quads) else found(quads)


def found(quads: Iterable[ox.Quad]) -> tuple[Violation, ...]:
    """Return what pyshacl finds wrong with the given graph, sorted."""
    # loading these takes most of a second, and hardly ever is anything wrong
    import rdflib  # noqa: PLC0415
    from pyshacl import Validator  # noqa: PLC0415
    from pyshacl.graph_abstraction import DataGraph  # noqa: PLC0415
    from rdflib.namespace import SH  # noqa: PLC0415

    text = "".join(f"{quad.triple} .\n" for quad in quads) + _classes()
    data = rdflib.Graph(bind_namespaces="none").parse(data=text, format="nt")
    validator = Validator(DataGraph.from_rdflib(data), shacl_graph=rdflib.Graph(), options={"inplace": True})
    validator.shacl_graph = _shapes()
    fine, report, _ = validator.run()  # type: ignore[no-untyped-call]
    if fine:
        return ()
    return tuple(
        sorted(
            {
                Violation(
                    str(report.value(result, SH.focusNode)),
                    str(report.value(result, SH.resultPath) or ""),
                    str(report.value(result, SH.resultMessage)),
                )
                for result in report.subjects(rdflib.RDF.type, SH.ValidationResult)
            }
        )
    )


@cache
def _shapes() -> ShapesGraph:
    import rdflib  # noqa: PLC0415
    from pyshacl import ShapesGraph  # noqa: PLC0415

    return ShapesGraph(rdflib.Graph().parse(SHAPES))


@cache
def _classes() -> str:
    """Return the class tree as N-Triples: shapes of Event hold for a Visit too."""
    return "".join(f"{t} .\n" for t in triples() if t.predicate == RDFS_SUBCLASS_OF and "_:" not in str(t))
