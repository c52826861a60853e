"""Consistency and inference by HermiT, through owlready2; needs Java."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import owlready2
import pyoxigraph as ox

from ontology import terms
from ontology.generate import NAMESPACE, triples
from ontology.others import RDF_TYPE, SKOS_CONCEPT, XSD_DATE

if TYPE_CHECKING:
    from collections.abc import Iterable


_HERMIT = "org.semanticweb.HermiT.cli.CommandLine"


def available() -> bool:
    """Say whether there is a Java to run HermiT."""
    return shutil.which("java") is not None


class ReasonerError(Exception):
    """HermiT gave no verdict: its last words."""


def consistent(quads: Iterable[ox.Quad] = (), *, whole: bool = False) -> bool:
    """Say whether the ontology with the given data is free of contradictions.

    Of the codes and kinds of office only their types are loaded, which halves the time, unless `whole` is set. Raises
    ReasonerError where HermiT gives no verdict.
    """
    # owlready2 runs HermiT to classify everything, which takes minutes where this takes seconds
    world = _loaded(quads, whole=whole)
    hermit = Path(owlready2.__file__).parent / "hermit"
    with tempfile.NamedTemporaryFile(suffix=".nt") as file:
        world.save(file, format="ntriples")
        file.flush()
        done = subprocess.run(
            [
                owlready2.JAVA_EXE,
                "-Xmx2000M",
                "-cp",
                f"{hermit}{os.pathsep}{hermit / 'HermiT.jar'}",
                _HERMIT,
                "-k",
                Path(file.name).as_uri(),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    if "is satisfiable" in done.stdout:
        return True
    if "InconsistentOntologyException" in done.stderr:
        return False
    raise ReasonerError((done.stderr or done.stdout).strip()[-300:])


def inferred(quads: Iterable[ox.Quad] = ()) -> frozenset[ox.Triple]:
    """Return what the ontology adds to the data: types and property values that do not stand in it.

    Raises owlready2.OwlReadyInconsistentOntologyError where the data contradict the ontology.
    """
    world = _loaded(quads)
    before = frozenset(_written(world))
    owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    return frozenset(_written(world)) - before


def _loaded(quads: Iterable[ox.Quad], *, whole: bool = False) -> owlready2.World:
    # xsd:date is no datatype of OWL 2, and HermiT stops on one: SHACL checks the dates
    data = [q.triple for q in quads if not (isinstance(q.object, ox.Literal) and q.object.datatype == XSD_DATE)]
    # owlready2 reads no Turtle
    lines = "".join(f"{t} .\n" for t in (*(triples() if whole else _logic()), *data))
    world = owlready2.World()  # a fresh one: its default world remembers everything
    world.get_ontology(NAMESPACE.removesuffix("#")).load(fileobj=io.BytesIO(lines.encode()))
    return world


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
