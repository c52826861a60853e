"""The ontology as a person reads it: every term with its definition, its examples and what it is joined to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import others, terms
from ontology.documents import IRI, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.web.people.nodes import Rows

_OWL, _RDFS, _SKOS, _DC = others.OWL, others.RDFS, others.SKOS, others.DCTERMS
_VANN, _BIBO = "http://purl.org/vocab/vann/", "http://purl.org/ontology/bibo/"
_KINDS = {
    _OWL + "Class": "class",
    _OWL + "ObjectProperty": "property",
    _OWL + "DatatypeProperty": "property",
    _OWL + "AnnotationProperty": "note",
    _SKOS + "ConceptScheme": "scheme",
    _SKOS + "Concept": "concept",
}
_JOINED = (
    ("is a", _RDFS + "subClassOf", False),
    ("narrower", _RDFS + "subClassOf", True),
    ("within", _RDFS + "subPropertyOf", False),
    ("parts", _RDFS + "subPropertyOf", True),
    ("from", _RDFS + "domain", False),
    ("to", _RDFS + "range", False),
    ("inverse", _OWL + "inverseOf", False),
    ("chain", _OWL + "propertyChainAxiom", False),
    ("coded when done", terms.donePlover.value, False),
    ("coded when done", terms.doneCameo.value, False),
    ("coded when planned", terms.plannedPlover.value, False),
    ("coded when planned", terms.plannedCameo.value, False),
    ("below", _SKOS + "broader", False),
    ("close to", _SKOS + "closeMatch", False),
    ("within", _SKOS + "broadMatch", False),
)
"""How a term is joined to others: in words, by which property, and whether read from the other end."""
_METADATA = (
    ("Version", _OWL + "versionInfo"),
    ("Version IRI", _OWL + "versionIRI"),
    ("Prior version", _OWL + "priorVersion"),
    ("Namespace", _VANN + "preferredNamespaceUri"),
    ("Prefix", _VANN + "preferredNamespacePrefix"),
    ("Creators", _DC + "creator"),
    ("Publisher", _DC + "publisher"),
    ("Licence", _DC + "license"),
    ("Issued", _DC + "issued"),
    ("Modified", _DC + "modified"),
    ("Status", _BIBO + "status"),
    ("Sources", _DC + "source"),
    ("Cite as", _DC + "bibliographicCitation"),
)
_SECTIONS = (
    ("Actors and places", "class", (terms.Actor, terms.Place)),
    ("Events", "class", (terms.Event,)),
    ("Offices", "class", (terms.Office, terms.Holding)),
    ("Claims, words and sources", "class", ()),
    ("Properties of events", "property", (terms.Event, terms.SpeechAct, terms.Place)),
    ("Properties of offices and holdings", "property", (terms.Office, terms.Holding, terms.Person)),
    ("Properties of claims, words and sources", "property", ()),
    ("Notes on codes", "note", ()),
)
_NIL = others.RDF + "nil"
_CHUNK = 40
_EACH = 2


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its name, what it means, how it is used; `joined` are the terms beside it, in words and by name."""

    name: str
    kind: str
    label: str
    definition: str
    examples: tuple[str, ...]
    joined: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def iri(self) -> str:
        """Its IRI."""
        return terms.NS + self.name


@dataclass(frozen=True, slots=True)
class Section:
    """Terms that stand together under a heading, with an introduction where there is one."""

    anchor: str
    title: str
    terms: tuple[Term, ...]
    intro: str = ""
    scheme: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that the page of the ontology shows but the examples of the live graph."""

    title: str
    abstract: str
    metadata: tuple[tuple[str, tuple[str, ...]], ...]
    changes: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def total(self) -> int:
        """How many terms there are."""
        return sum(len(section.terms) + section.scheme for section in self.sections)


class _Said:
    """What the ontology says, by subject and property."""

    def __init__(self) -> None:
        self.out: defaultdict[tuple[str, str], list[ox.Triple]] = defaultdict(list)
        self.into: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for t in canonical():
            self.out[t.subject.value, t.predicate.value].append(t)  # type: ignore[union-attr]
            if isinstance(t.object, ox.NamedNode) and isinstance(t.subject, ox.NamedNode):
                self.into[t.object.value, t.predicate.value].append(t.subject.value)

    def values(self, iri: str, predicate: str) -> list[str]:
        """Return the values of a property as texts; those of a list or a union one by one, in their order."""
        found: list[str] = []
        for t in self.out[iri, predicate]:
            value = t.object
            if isinstance(value, ox.BlankNode):
                found += self._items(value.value)
            elif isinstance(value, ox.NamedNode | ox.Literal) and value.value != _NIL:
                found.append(value.value)
        return found

    def first(self, iri: str, predicate: str) -> str:
        """Return a property's first value, "" where there is none."""
        return next(iter(self.values(iri, predicate)), "")

    def _items(self, node: str) -> list[str]:
        head = self.values(node, others.RDF + "first")
        if head:
            return [*head, *self.values(node, others.RDF + "rest")]
        return self.values(node, _OWL + "unionOf")


@cache
def vocabulary() -> Vocabulary:
    """Return the ontology as its page shows it."""
    said = _Said()
    found = {name: _term(said, name) for name in terms.BY_NAME}
    kinds: defaultdict[str, dict[str, Term]] = defaultdict(dict)
    for name, term in found.items():
        kinds[term.kind][name] = term
    sections = []
    for title, kind, tops in _SECTIONS:
        chosen = _chosen(said, kinds[kind], kind, tops)
        for term in chosen:
            del kinds[kind][term.name]
        sections.append(Section(_anchor(title), title, chosen))
    for name, scheme in kinds["scheme"].items():
        members = sorted(said.into[scheme.iri, _SKOS + "inScheme"])
        concepts = tuple(found[iri.removeprefix(terms.NS)] for iri in members)
        sections.append(Section(name, scheme.label, concepts, scheme.definition, scheme=True))
    return Vocabulary(
        title=said.first(IRI, _DC + "title"),
        abstract=said.first(IRI, _DC + "abstract"),
        metadata=tuple(
            (word, tuple(v.removesuffix("T00:00:00Z") for v in values))
            for word, predicate in _METADATA
            if (values := said.values(IRI, predicate))
        ),
        changes=tuple(sorted(said.values(IRI, _SKOS + "changeNote"), reverse=True)),
        sections=tuple(sections),
    )


def live(rows: Rows) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what the dataset holds of each term: labels and IRIs of up to two things, by the term's name."""
    parts = [part for term in _all() if (part := _pattern(term))]
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for at in range(0, len(parts), _CHUNK):
        union = " UNION ".join(parts[at : at + _CHUNK])
        for row in rows(f"SELECT ?t ?s ?l {{ {union} }}"):
            found[row["t"].value.removeprefix(terms.NS)].append((row["l"].value, row["s"].value))
    return {name: tuple(sorted(pairs)[:_EACH]) for name, pairs in found.items()}


def _pattern(term: Term) -> str:
    """Return a sub-query for things that use a term, "" where the data do not."""
    it, label = f"<{term.iri}>", others.RDFS_LABEL
    if term.kind == "class":
        body = f"?s a {it}"
    elif term.kind == "property":
        body = f"?s {it} ?v"
    elif term.kind == "concept":
        body = (
            f"?s {terms.kind}|{terms.code}|{terms.status}|{terms.phase} {it} FILTER NOT EXISTS {{ ?s a {terms.Claim} }}"
        )
    else:
        return ""
    return f"{{ SELECT ({it} AS ?t) ?s ?l {{ {body} . ?s {label} ?l }} LIMIT {_EACH} }}"


def _all() -> Iterable[Term]:
    return (term for section in vocabulary().sections for term in section.terms)


def _term(said: _Said, name: str) -> Term:
    iri = terms.NS + name
    kinds = [_KINDS[k] for k in said.values(iri, others.RDF_TYPE.value) if k in _KINDS]
    joined: dict[str, dict[str, str]] = {}
    for word, predicate, backwards in _JOINED:
        values = sorted(said.into[iri, predicate]) if backwards else said.values(iri, predicate)
        for value in values:
            joined.setdefault(word, {})[value] = _named(value)
    return Term(
        name,
        kinds[0] if kinds else "concept",
        said.first(iri, _RDFS + "label"),
        said.first(iri, _RDFS + "comment"),
        tuple(said.values(iri, _SKOS + "example")),
        tuple((word, tuple(pairs.items())) for word, pairs in joined.items()),
    )


def _chosen(said: _Said, known: dict[str, Term], kind: str, tops: tuple[ox.NamedNode, ...]) -> tuple[Term, ...]:
    """Return the terms of a section: classes below the given ones, properties of them; all where none is given."""
    if not tops:
        return tuple(known.values())
    below = {top.value for top in tops}
    relation = _RDFS + "subClassOf" if kind == "class" else _RDFS + "domain"
    found = [name for name in known if terms.NS + name in below] if kind == "class" else []
    order = list(found)
    while True:
        reached = below | {terms.NS + name for name in order}
        more = [n for n in known if n not in order and reached & set(_up(said, terms.NS + n, relation))]
        if not more:
            break
        order += more
    return tuple(known[name] for name in known if name in order)


def _up(said: _Said, iri: str, relation: str) -> list[str]:
    """Return what a class or property is directly below; a property without a domain has that of its inverse."""
    found = said.values(iri, relation) + said.values(iri, _RDFS + "subPropertyOf")
    for other in said.values(iri, _OWL + "inverseOf"):
        found += said.values(other, _RDFS + "domain")
    return found


def _named(iri: str) -> str:
    """Return how a term is written: ours by its name, others with the prefix that is usual for them."""
    if iri.startswith(terms.NS):
        return iri.removeprefix(terms.NS)
    for prefix, start in _PREFIXES:
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri


_PREFIXES = (
    ("xsd", others.XSD),
    ("skos", _SKOS),
    ("prov", others.PROV),
    ("schema", others.SCHEMA),
    ("foaf", others.FOAF),
    ("sem", others.SEM),
    ("org", others.ORG),
    ("oa", others.OA),
    ("nif", others.NIF),
)


def _anchor(title: str) -> str:
    return "section-" + title.lower().replace(",", "").replace(" ", "-")
