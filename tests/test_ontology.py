"""The ontology as a work to reuse: OWL 2 DL by checks of our own, every term documented, ours spelled in one place."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
from ontology import generate, others, terms
from ontology.documents import IRI, canonical
from queries.catalogue import catalogue

HERE = Path(ontology.__file__).parent
ROOT = HERE.parent
OWL, RDF, RDFS = others.OWL, others.RDF, others.RDFS
BUILT_IN = (OWL, RDF, RDFS, others.XSD)
KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "data property",
    OWL + "AnnotationProperty": "annotation property",
    OWL + "NamedIndividual": "individual",
}
OWL_2_DATATYPES = {"string", "integer", "decimal", "dateTime", "boolean", "anyURI", "nonNegativeInteger"}
"""Those that we may use; xsd:date is none of OWL 2's."""

TRIPLES = canonical()
BY_SUBJECT: defaultdict[str, list[ox.Triple]] = defaultdict(list)
for _triple in TRIPLES:
    BY_SUBJECT[str(_triple.subject.value)].append(_triple)


def declared() -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for t in TRIPLES:
        if t.predicate == others.RDF_TYPE and isinstance(t.subject, ox.NamedNode) and t.object.value in KINDS:
            found[t.subject.value].add(KINDS[t.object.value])
    return found


def objects(subject: str, predicate: str) -> list[ox.Triple]:
    return [t.object for t in BY_SUBJECT[subject] if t.predicate.value == predicate]


def members(node: str) -> list[str]:
    """Return the items of an RDF list."""
    items = []
    while node != RDF + "nil":
        items += [o.value for o in objects(node, RDF + "first")]
        [rest] = objects(node, RDF + "rest")
        node = rest.value
    return items


def ours(kind: str) -> list[str]:
    return sorted(iri for iri, kinds in declared().items() if kind in kinds and iri.startswith(terms.NS))


def test_every_term_that_is_used_is_declared_those_of_others_too() -> None:
    known = declared()
    for t in TRIPLES:
        assert t.predicate.value.startswith(BUILT_IN) or known[t.predicate.value], t
        if isinstance(t.object, ox.NamedNode) and t.predicate.value.startswith((*BUILT_IN, terms.NS)):
            fine = t.object.value.startswith(BUILT_IN) or known[t.object.value]
            assert fine or t.subject.value == IRI or t.predicate == others.RDFS_IS_DEFINED_BY, t


def test_no_iri_stands_for_two_kinds_of_thing() -> None:
    assert {iri: kinds for iri, kinds in declared().items() if len(kinds) > 1} == {}


def test_predicates_are_used_as_what_they_are_declared() -> None:
    known = declared()
    for t in TRIPLES:
        kinds = known[t.predicate.value]
        if "object property" in kinds:
            assert not isinstance(t.object, ox.Literal), t
        if "data property" in kinds:
            assert isinstance(t.object, ox.Literal), t


def test_datatypes_are_of_owl_2() -> None:
    for t in TRIPLES:
        kinds = [t.object.datatype] if isinstance(t.object, ox.Literal) else [t.object]
        for kind in kinds:
            if isinstance(kind, ox.NamedNode) and kind.value.startswith(others.XSD):
                assert kind.value.removeprefix(others.XSD) in OWL_2_DATATYPES, t


def test_properties_that_must_be_simple_are() -> None:
    """No chain and no transitivity on, or below, what is functional, asymmetric, irreflexive or restricted."""
    composite = {t.subject.value for t in TRIPLES if t.predicate.value == OWL + "propertyChainAxiom"}
    composite |= {t.subject.value for t in TRIPLES if t.object == ox.NamedNode(OWL + "TransitiveProperty")}
    assert composite == {terms.holds.value, terms.represents.value}
    grown = True
    while grown:
        above = {
            t.object.value
            for t in TRIPLES
            if t.predicate.value == RDFS + "subPropertyOf" and t.subject.value in composite
        }
        grown = not above <= composite
        composite |= above
    strict = {OWL + k for k in ("FunctionalProperty", "AsymmetricProperty", "IrreflexiveProperty")}
    must = {t.subject.value for t in TRIPLES if t.predicate == others.RDF_TYPE and t.object.value in strict}
    for t in TRIPLES:
        if t.predicate.value in {OWL + "hasSelf", OWL + "maxCardinality", OWL + "onClass"}:
            must |= {o.value for o in objects(t.subject.value, OWL + "onProperty")}
    assert len(must) >= 6
    assert not must & composite


def test_property_chains_have_an_order() -> None:
    """The hierarchy is regular: a chain only uses properties that do not depend on what it gives."""
    needs: defaultdict[str, set[str]] = defaultdict(set)
    for t in TRIPLES:
        if t.predicate.value == OWL + "propertyChainAxiom":
            needs[t.subject.value] |= set(members(t.object.value))
        elif t.predicate.value == RDFS + "subPropertyOf":
            needs[t.object.value].add(t.subject.value)

    def below(iri: str, path: tuple[str, ...] = ()) -> None:
        assert iri not in path, path
        for other in needs[iri]:
            below(other, (*path, iri))

    for iri in list(needs):
        below(iri)
    assert needs[terms.holds.value] == {terms.holderOf.value, terms.now.value, terms.office.value}
    assert needs[terms.represents.value] == {terms.holds.value, terms.officeOf.value}


@pytest.mark.parametrize(
    "iri", sorted(i for i in declared() if i.startswith(terms.NS)), ids=lambda i: i[len(terms.NS) :]
)
def test_a_term_has_label_definition_example_and_source(iri: str) -> None:
    [label] = objects(iri, RDFS + "label")
    [definition] = objects(iri, RDFS + "comment")
    examples = objects(iri, others.SKOS + "example")
    assert [o.value for o in objects(iri, RDFS + "isDefinedBy")] == [IRI]
    assert label.value.strip() == label.value
    assert label.language is None  # one label without a language, so that no row of an answer comes twice
    assert definition.language == "en"
    assert len(definition.value) > 8
    assert definition.value.endswith((".", ")"))
    assert examples
    assert all(e.language == "en" for e in examples)


def test_every_property_says_what_it_joins() -> None:
    inverse = {t.subject.value for t in TRIPLES if t.predicate.value == OWL + "inverseOf"}
    above = {t.subject.value for t in TRIPLES if t.predicate == others.RDFS_SUBPROPERTY_OF}
    for iri in ours("object property"):
        has = {t.predicate.value for t in BY_SUBJECT[iri]}
        assert iri in inverse or iri in above or {RDFS + "domain", RDFS + "range"} <= has, iri
    for iri in ours("data property"):
        assert objects(iri, RDFS + "domain"), iri
        # xsd:date may not stand in an axiom: the definition says it
        assert objects(iri, RDFS + "range") or "xsd:date" in objects(iri, RDFS + "comment")[0].value, iri


def test_concepts_stand_in_one_scheme_and_reach_its_top() -> None:
    schemes = {t.subject.value for t in TRIPLES if t.object.value == others.SKOS + "ConceptScheme"}
    schemes = {s for s in schemes if s.startswith(terms.NS)}
    assert {s.removeprefix(terms.NS) for s in schemes} == {
        "office-kinds", "plover", "plover-contexts", "cameo", "statuses", "phases",
    }  # fmt: skip
    concepts = [t.subject.value for t in TRIPLES if t.predicate == others.RDF_TYPE and t.object == others.SKOS_CONCEPT]
    sizes: defaultdict[str, int] = defaultdict(int)
    for start in concepts:
        concept = start
        [scheme] = objects(concept, others.SKOS + "inScheme")
        sizes[scheme.value] += 1
        while not objects(concept, others.SKOS + "topConceptOf"):
            [broader] = objects(concept, others.SKOS + "broader")
            concept = broader.value
        assert objects(concept, others.SKOS + "topConceptOf") == [scheme]
    assert set(sizes) == schemes
    tops = [t.subject.value for t in TRIPLES if t.predicate.value == others.SKOS + "topConceptOf"]
    assert sum(t.startswith(f"{terms.NS}plover-") and "context" not in t for t in tops) == 16
    assert sum(t.startswith(f"{terms.NS}cameo-") for t in tops) == 20
    assert sizes[f"{terms.NS}statuses"] == 8


def test_every_term_is_used_somewhere() -> None:
    """In an axiom about another term, a shape, a frame, a question or the code that writes triples."""
    linked = {
        t.object.value
        for t in TRIPLES
        if isinstance(t.object, ox.NamedNode) and t.subject != t.object and t.predicate != others.RDF_TYPE
    }
    linked |= {t.predicate.value for t in TRIPLES}
    linked |= {t.object.value for t in TRIPLES if t.predicate == others.RDF_TYPE}
    text = (HERE / "shapes.ttl").read_text() + "".join(q.text for q in catalogue())
    linked |= {terms.NS + name for name in re.findall(r"cmq:([\w-]+)", text)}
    code = "".join(
        p.read_text() for p in (*HERE.glob("*.py"), *(ROOT / "server").rglob("*.py")) if p.name != "terms.py"
    )
    linked |= {terms.BY_NAME[name].value for name in terms.BY_NAME if f"terms.{generate.constant(name)}" in code}
    frames = "".join(p.read_text() for p in (HERE / "frames").glob("*.jsonld"))
    linked |= {terms.NS + name for name in re.findall(r'"(\w+)"', frames)}
    written = set(terms.BY_NAME) & {*re.findall(r'"([\w-]+)"', code + (HERE / "facts.py").read_text())}
    leaves = {t.subject.value for t in TRIPLES if t.predicate.value in {RDFS + "subClassOf", others.SKOS + "inScheme"}}
    unused = set(ours("class") + ours("object property") + ours("data property") + ours("annotation property"))
    unused -= linked | {terms.NS + name for name in written} | leaves
    assert unused == set()


def test_every_term_of_the_shapes_exists() -> None:
    used = set(re.findall(r"cmq:([\w-]+)", (HERE / "shapes.ttl").read_text()))
    assert used <= terms.BY_NAME.keys()


def test_our_iris_are_spelled_in_the_ontology_alone() -> None:
    """But for the questions: a `.rq` file carries its prefixes and default values, so that grlc can load it."""
    found = [
        str(path.relative_to(ROOT))
        for folder in ("extractors", "queries", "server")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".js", ".toml"} and "w3id.org/communique" in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_the_alignments_are_declared_and_nothing_is_imported() -> None:
    assert not [t for t in TRIPLES if t.predicate.value == OWL + "imports"]
    aligned = {
        (t.subject.value.removeprefix(terms.NS), t.object.value)
        for t in TRIPLES
        if t.predicate.value in {RDFS + "subClassOf", RDFS + "subPropertyOf"}
        and isinstance(t.object, ox.NamedNode)
        and not t.object.value.startswith(terms.NS)
    }
    sem, org = "http://semanticweb.cs.vu.nl/2009/11/sem/", "http://www.w3.org/ns/org#"
    oa = "http://www.w3.org/ns/oa#"
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
    assert {
        ("Event", sem + "Event"), ("Actor", sem + "Actor"), ("Place", sem + "Place"), ("participant", sem + "hasActor"),
        ("place", sem + "hasPlace"), ("Person", others.FOAF + "Person"), ("Organization", org + "Organization"),
        ("Office", org + "Post"), ("Holding", org + "Membership"), ("holder", org + "member"), ("officeOf", org + "postIn"),
        ("Article", others.SCHEMA + "NewsArticle"), ("Article", others.PROV + "Entity"), ("Claim", others.PROV + "Entity"),
        ("Run", others.PROV + "Activity"), ("evidence", others.PROV + "wasDerivedFrom"),
        ("Evidence", nif + "OffsetBasedString"), ("beginIndex", nif + "beginIndex"), ("endIndex", nif + "endIndex"),
        ("text", nif + "anchorOf"), ("Evidence", oa + "SpecificResource"), ("article", oa + "hasSource"),
        ("text", oa + "exact"), ("beginIndex", oa + "start"), ("endIndex", oa + "end"),
    } <= aligned  # fmt: skip
