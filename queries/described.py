"""The saved questions as RDF, in SHACL's terms for queries that run, so that other people's editors show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import others
from ontology.prefixes import PREDEFINED
from queries.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

_SH = PREDEFINED["sh"]
_XSD_ANY_URI = ox.NamedNode(others.XSD + "anyURI")


def triples(base: str, endpoint: str) -> Iterator[ox.Triple]:
    """Yield a description of each question and of the prefixes, in the order of the catalogue.

    `base` is what IRIs of the dataset begin with, `endpoint` the address at which the questions are asked. Each query
    is whole and runs as it stands: its parameters are bound to their defaults.
    """
    prefixes = ox.NamedNode(f"{base}queries/#prefixes")
    yield ox.Triple(prefixes, others.RDF_TYPE, ox.NamedNode(others.OWL + "Ontology"))
    yield ox.Triple(prefixes, others.RDFS_LABEL, ox.Literal("Prefixes that need no declaration"))
    for prefix, start in PREDEFINED.items():
        declared = ox.NamedNode(f"{base}queries/#prefix-{prefix}")
        yield ox.Triple(prefixes, _sh("declare"), declared)
        yield ox.Triple(declared, others.RDF_TYPE, _sh("PrefixDeclaration"))
        yield ox.Triple(declared, others.RDFS_LABEL, ox.Literal(f"{prefix}:"))
        yield ox.Triple(declared, _sh("prefix"), ox.Literal(prefix))
        yield ox.Triple(declared, _sh("namespace"), ox.Literal(start, datatype=_XSD_ANY_URI))
    for question in catalogue():
        it = ox.NamedNode(f"{base}queries/{question.name}")
        yield ox.Triple(it, others.RDF_TYPE, _sh("SPARQLExecutable"))
        yield ox.Triple(it, others.RDF_TYPE, _sh("SPARQLSelectExecutable"))
        yield ox.Triple(it, others.RDFS_LABEL, ox.Literal(question.summary))
        yield ox.Triple(it, others.RDFS_COMMENT, ox.Literal(question.description, language="en"))
        yield ox.Triple(it, _sh("select"), ox.Literal(question.bound().strip()))
        yield ox.Triple(it, _sh("prefixes"), prefixes)
        yield ox.Triple(it, ox.NamedNode(others.SCHEMA + "target"), ox.NamedNode(endpoint))
        for tag in question.tags:
            yield ox.Triple(it, ox.NamedNode(others.SCHEMA + "keywords"), ox.Literal(tag))


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)
