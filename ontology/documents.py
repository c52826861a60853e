"""The ontology as files to serve: the whole in each syntax of RDF, its context, frames and shapes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ontology import others
from ontology.generate import NAMESPACE, SOURCES, triples
from ontology.jsonld import CONTEXT

IRI: Final = NAMESPACE.removesuffix("#")
"""The ontology's own IRI."""

VERSION: Final = next(
    t.object.value for t in triples() if t.predicate == others.OWL_VERSION_INFO and isinstance(t.object, ox.Literal)
)
"""The ontology's version: its version IRI ends in it."""

MEDIA_TYPES: Final = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
"""The media types in which the ontology can be had, by the suffix of its address."""

PREFIXES: Final = {
    "cmq": NAMESPACE,
    "rdf": others.RDF,
    "rdfs": others.RDFS,
    "owl": others.OWL,
    "xsd": others.XSD,
    "skos": others.SKOS,
    "dcterms": others.DCTERMS,
    "prov": others.PROV,
    "schema": others.SCHEMA,
    "foaf": others.FOAF,
}
_HERE = Path(__file__).parent
_SYNTAX = {"nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD, "rdf": ox.RdfFormat.RDF_XML}


def names() -> tuple[str, ...]:
    """Return the names of all documents."""
    frames = sorted(f"frames/{path.name}" for path in (_HERE / "frames").glob("*.jsonld"))
    return (*(f"ontology.{suffix}" for suffix in MEDIA_TYPES), CONTEXT, "shapes.ttl", *frames)


@cache
def document(name: str) -> tuple[bytes, str]:
    """Return a document's bytes, always the same, and its media type. Raises KeyError where there is none.

    `ontology.ttl`, `.nt`, `.jsonld` and `.rdf` hold the whole ontology, `context.jsonld` the context of our JSON-LD,
    `frames/Person.jsonld` and so on the frames by class, `shapes.ttl` what a complete graph must have.
    """
    if name not in names():
        raise KeyError(f"there is no document {name!r}; there are {', '.join(names())}")
    stem, _, suffix = name.rpartition(".")
    media_type = MEDIA_TYPES[suffix]
    if stem != "ontology":
        return (_HERE / name).read_bytes(), media_type
    if suffix == "ttl":  # the sources themselves, with their comments
        return b"\n".join((_HERE / source).read_bytes() for source in SOURCES), media_type
    content = ox.serialize(canonical(), format=_SYNTAX[suffix], prefixes=None if suffix == "nt" else PREFIXES)
    assert content is not None  # it is, where no output is given
    return content, media_type


@cache
def canonical() -> tuple[ox.Triple, ...]:
    """Return the ontology's triples, sorted, blank nodes named alike each time."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples())
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(sorted((quad.triple for quad in dataset), key=str))
