"""The quick checks of shapes: they say what pyshacl says, and nothing about what they do not know."""

import os
import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl.errors import ReportableRuntimeError

from bench.generate import story
from ontology import others, terms
from ontology.conforming import SHAPES, ShapeError, compiled, conforms
from ontology.shapes import found, violations
from ontology.triples import graph as facts
from tests.article import graph
from tests.contradictions import PLANTED

XSD = others.XSD
FORMS = ("", "x", "2024-02-30", "2024-02-20", "2024-3-1", "-1", "9", "007", "1.5", "0.50", "+1", "1e3", " 4 ", "\u0663")
DATATYPES = ("date", "integer", "decimal", "string", "double", "gYear", "dateTime")
CLASSES = (*compiled().of_class, terms.Visit, terms.State, terms.Statement, terms.Community, terms.Article)
"""Every class of a shape, and some below them."""
PREDICATES = (others.RDF_TYPE, others.RDFS_LABEL, *sorted(compiled().backwards, key=str), terms.quote, terms.content)


def literal(chance: random.Random) -> ox.Literal:
    if chance.random() < 0.1:
        return ox.Literal(chance.choice(FORMS), language="en")
    return ox.Literal(chance.choice(FORMS), datatype=ox.NamedNode(XSD + chance.choice(DATATYPES)))


def mutated(quads: list[ox.Quad], chance: random.Random) -> list[ox.Quad]:
    """Return a graph with one thing in it other than it was."""
    at = chance.randrange(len(quads))
    quad, other = quads[at], chance.choice(quads)
    rest = quads[:at] + quads[at + 1 :] if chance.random() < 0.5 else quads
    subject, predicate, value = quad.subject, quad.predicate, quad.object
    match chance.randrange(8):
        case 0:
            return quads[:at] + quads[at + 1 :]
        case 1:
            value = other.object
        case 2:
            predicate = other.predicate
        case 3:
            subject = other.subject
        case 4:
            value = literal(chance)
        case 5:
            predicate, value = others.RDF_TYPE, chance.choice(CLASSES)  # type: ignore[assignment]
        case 6:
            value = chance.choice((ox.BlankNode("b"), quad.subject))
        case _:
            predicate, value = chance.choice(PREDICATES), other.subject
    return [*rest, ox.Quad(subject, predicate, value)]


def passes(quads: list[ox.Quad]) -> bool:
    """Say whether a graph passes pyshacl; what that will not even compare does not."""
    try:
        return found(quads) == ()
    except ReportableRuntimeError:
        return False


def differences(quads: list[ox.Quad], number: int, seed: int) -> list[str]:
    """Return the mutations of a graph on which the quick checks and pyshacl differ; some must go each way."""
    chance, wrong, passed = random.Random(seed), [], 0
    for turn in range(number):
        other = quads
        for _ in range(chance.randrange(1, 3)):
            other = mutated(other, chance)
        quick = conforms(other)
        passed += quick
        if quick is not passes(other):
            wrong.append(f"{turn}: quickly {quick}: {sorted(map(str, set(other) ^ set(quads)))}")
    assert 0 < passed < number
    return wrong


def test_what_is_complete_passes() -> None:
    assert conforms(graph())
    assert conforms(facts(story(3).report, "https://news.example.org/"))


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_a_planted_contradiction_passes_where_it_does_for_pyshacl(planted: object) -> None:
    quads = graph(planted.turtle)  # type: ignore[attr-defined]
    assert conforms(quads) is (found(quads) == ())


def test_mutations_pass_where_they_do_for_pyshacl() -> None:
    assert differences(graph(), 60, 1) == []


@pytest.mark.prove
def test_many_mutations_pass_where_they_do_for_pyshacl() -> None:
    number = int(os.environ.get("COMMUNIQUE_MUTATIONS", "400"))
    assert differences(graph(), number, 2) == []
    assert differences(list(facts(story(5).report, "https://news.example.org/")), number // 4, 3) == []
    print(f"\n{number + number // 4} mutations: the quick checks say what pyshacl says")


def test_what_is_said_of_classes_is_left_to_pyshacl() -> None:
    assert not conforms(graph("cmq:Visit rdfs:subClassOf cmq:Person ."))
    assert violations(graph(":Trip rdfs:subClassOf cmq:Visit .")) == ()


def test_it_does_not_matter_whether_a_fact_is_told_twice() -> None:
    assert conforms(graph() + graph())


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:closed true",
        "sh:property [ sh:path cmq:place ; sh:uniqueLang true ]",
        "sh:property [ sh:path [ sh:zeroOrMorePath cmq:within ] ; sh:maxCount 1 ]",
        "sh:property [ sh:path cmq:place ; sh:minCount 2 ]",
        "sh:property [ sh:path cmq:score ; sh:datatype xsd:double ]",
        "sh:not [ sh:datatype xsd:date ]",
        "sh:nodeKind sh:Literal",
        "sh:targetNode cmq:Event",
    ],
)
def test_a_constraint_without_a_check_is_refused(tmp_path: Path, constraint: str) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(f"{SHAPES.read_text()}\nshape:New a sh:NodeShape ; sh:targetClass cmq:Event ; {constraint} .")
    with pytest.raises(ShapeError, match=r"no quick check|no number"):
        compiled(path)
