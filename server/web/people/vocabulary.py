"""The ontology as a person reads it: every term with its definition, its examples and what it is joined to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from ontology import others, terms
from ontology.documents import IRI, canonical

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
PARTS = ("classes", "properties")
"""The pages of terms that are no concepts; each scheme of concepts has a page of its own, by its name."""
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


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its name, what it means, how it is used; `joined` are the terms beside it, in words and by name."""

    name: str
    kind: str
    label: str
    definition: str
    examples: tuple[str, ...]
    joined: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    ends: str = ""
    """What a property joins, such as "Event → Actor", or what a class is: "kind of Consultation"."""

    @property
    def iri(self) -> str:
        """Its IRI."""
        return terms.NS + self.name


@dataclass(frozen=True, slots=True)
class Section:
    """Terms that stand together under a heading, with an introduction where there is one."""

    page: str
    anchor: str
    title: str
    terms: tuple[Term, ...]
    intro: str = ""
    scheme: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that the pages of the ontology show but the examples of the live graph."""

    title: str
    abstract: str
    metadata: tuple[tuple[str, tuple[str, ...]], ...]
    changes: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def total(self) -> int:
        """How many terms there are."""
        return sum(len(section.terms) + section.scheme for section in self.sections)

    @property
    def pages(self) -> dict[str, str]:
        """The pages that terms stand on, in their order: their titles by name."""
        return {s.page: s.title if s.scheme else s.page.capitalize() for s in self.sections}

    def page_of(self, name: str) -> str:
        """Return the name of the page that a term stands on. Raises KeyError where there is no such term."""
        return _places()[name]


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
        sections.append(Section(PARTS[kind != "class"], _anchor(title), title, chosen))
    for name, scheme in kinds["scheme"].items():
        members = sorted(said.into[scheme.iri, _SKOS + "inScheme"])
        concepts = tuple(found[iri.removeprefix(terms.NS)] for iri in members)
        title = f"{scheme.label[:1].upper()}{scheme.label[1:]}"
        sections.append(Section(name, name, title, concepts, scheme.definition, scheme=True))
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


@cache
def _places() -> dict[str, str]:
    found = {term.name: section.page for section in vocabulary().sections for term in section.terms}
    return found | {section.anchor: section.page for section in vocabulary().sections if section.scheme}


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
        _ends(said, iri, kinds[0] if kinds else ""),
    )


def _ends(said: _Said, iri: str, kind: str) -> str:
    """Return what a property joins, by itself or by what it is part of, or of which classes a class is."""
    if kind != "property":
        above = [_named(v) for v in said.values(iri, _RDFS + "subClassOf") if v.startswith(terms.NS)]
        return f"kind of {' and of '.join(above)}" if above else ""
    start, end = _end(said, iri, "domain", "range"), _end(said, iri, "range", "domain")
    dates = "xsd:date" in said.first(iri, _RDFS + "comment")  # no axiom may name it: OWL 2 does not know it
    return f"{start} → {end or ('xsd:date' if dates else '')}"


def _end(said: _Said, iri: str, side: str, other: str) -> str:
    found = said.values(iri, _RDFS + side)
    for inverse in said.values(iri, _OWL + "inverseOf"):
        found = found or said.values(inverse, _RDFS + other)
    if found:
        return " or ".join(_named(value) for value in found)
    above = (_end(said, parent, side, other) for parent in said.values(iri, _RDFS + "subPropertyOf"))
    return next((words for words in above if words), "")


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
