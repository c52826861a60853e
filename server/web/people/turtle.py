"""The triples of a few nodes as Turtle to be read on a page: short names, relative addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import others, terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.web.people.nodes import Nodes, Term

_PREFIXES = {
    terms.NS: "cmq:",
    others.RDFS: "rdfs:",
    others.SKOS: "skos:",
    others.XSD: "xsd:",
    others.PROV: "prov:",
    others.SCHEMA: "schema:",
    others.OWL: "owl:",
}
_BARE = frozenset({others.XSD_INTEGER.value, others.XSD_DECIMAL.value})


def turtle(nodes: Nodes, iris: Iterable[str], base: str) -> str:
    """Return what is said of some nodes; addresses under the base are written relative to it."""
    return "\n".join(_node(nodes, iri, base) for iri in iris if iri in nodes)


def _node(nodes: Nodes, iri: str, base: str) -> str:
    said: dict[str, list[str]] = {}
    for predicate, value in nodes.triples(iri):
        name = "a" if predicate == others.RDF_TYPE.value else _iri(predicate, base)
        said.setdefault(name, []).append(_term(value, base))
    lines = [f"  {name} {', '.join(values)}" for name, values in said.items()]
    return f"{_iri(iri, base)}\n" + " ;\n".join(lines) + " ."


def _iri(iri: str, base: str) -> str:
    for namespace, prefix in _PREFIXES.items():
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return f"<{iri.removeprefix(base)}>"


def _term(value: Term, base: str) -> str:
    if isinstance(value, ox.NamedNode):
        return _iri(value.value, base)
    if value.datatype.value in _BARE:
        return value.value
    if value.datatype == others.XSD_STRING or value.language:
        return str(value)
    return f'"{value.value}"^^{_iri(value.datatype.value, base)}'
