"""HermiT and SHACL: what is true passes, what contradicts itself is caught, what is inferred is what we write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ontology import others, reasoning, terms
from ontology import triples as written
from ontology.facts import STATUSES
from ontology.generate import triples
from ontology.shapes import violations
from tests import world
from tests.article import graph
from tests.contradictions import PLANTED, Contradiction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.telling import Told

hermit = pytest.mark.skipif(not reasoning.available(), reason="HermiT needs Java, and there is none")
EX = "https://example.org/"
ROLES = {terms.participant, terms.agent, terms.recipient}
ROLES |= {
    t.subject
    for t in triples()
    if t.predicate == others.RDFS_SUBPROPERTY_OF and t.object in ROLES and t.subject != terms.participant
}
"""The roles of those who take part, as the ontology has them: what is below participant, two steps deep."""
ABOVE = {terms.Actor, terms.Place, terms.Organization, terms.Event, terms.SpeechAct, terms.Consultation, terms.Violence}


@hermit
def test_the_whole_schema_and_a_complete_article_are_consistent() -> None:
    assert reasoning.consistent(graph(), whole=True)


@hermit
def test_the_small_world_is_consistent() -> None:
    assert reasoning.consistent(world.merged())


def test_every_article_of_the_small_world_conforms() -> None:
    graphs: dict[object, list[ox.Quad]] = {}
    for quad in world.article_quads():
        graphs.setdefault(quad.graph_name, []).append(quad)
    assert len(graphs) == len(world.TELLERS)
    assert [violations(quads) for quads in graphs.values()] == [()] * len(graphs)


def test_twelve_contradictions_at_least_are_planted_each_with_a_name() -> None:
    assert len({c.name for c in PLANTED}) == len(PLANTED) >= 12
    assert all(c.by_hermit or c.message for c in PLANTED)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda c: c.name)
def test_shacl_says_what_is_wrong(planted: Contradiction) -> None:
    messages = [v.message for v in violations(graph(planted.turtle))]
    assert planted.message in messages if planted.message else planted.by_hermit


@hermit
@pytest.mark.prove
@pytest.mark.parametrize("planted", [c for c in PLANTED if c.by_hermit], ids=lambda c: c.name)
def test_hermit_finds_the_contradiction(planted: Contradiction) -> None:
    assert not reasoning.consistent(graph(planted.turtle))


@hermit
def test_what_only_shacl_catches_does_not_trouble_hermit() -> None:
    assert reasoning.consistent(graph("\n".join(c.turtle for c in PLANTED if not c.by_hermit)))


@hermit
def test_only_current_holders_represent() -> None:
    former = ":old a cmq:Person . :h2 a cmq:Holding ; cmq:holder :old ; cmq:office :peru-fm ; cmq:phase cmq:former ."
    bare = graph(former, without=" ; cmq:holds :peru-fm ; cmq:represents :peru")
    represents = {(t.subject, t.object) for t in reasoning.inferred(bare) if t.predicate == terms.represents}
    assert represents == {(ox.NamedNode(EX + "ana"), ox.NamedNode(EX + "peru"))}


@hermit
@pytest.mark.parametrize(
    "teller",
    [world.muscat, *(pytest.param(t, marks=pytest.mark.prove) for t in world.TELLERS if t != world.muscat)],
    ids=lambda t: t.__name__,
)
def test_what_we_materialise_is_what_the_reasoner_infers(teller: Callable[[], Told]) -> None:
    """Take away what is derived: HermiT finds it again, and nothing else of its kind.

    The states as participants are no axiom, because they hold within one article only: they follow here from what is
    inferred.
    """
    whole = {q.triple for q in written.graph(teller().report(), world.BASE)}
    derived = {
        t
        for t in whole
        if t.predicate in {terms.holds, terms.represents, terms.participant}
        or (t.predicate == others.RDF_TYPE and t.object in ABOVE)
    }
    assert derived
    bare = [ox.Quad(t.subject, t.predicate, t.object) for t in whole - derived]
    inferred = reasoning.inferred(bare)
    given = {q.triple for q in bare}
    for predicate in (terms.holds, terms.represents):
        assert of(derived, predicate) == of(inferred, predicate)
    acting = {(t.subject, t.object) for t in given if t.predicate in ROLES}
    represented = {(t.subject, t.object) for t in inferred if t.predicate == terms.represents}
    states = {(event, state) for event, who in acting for person, state in represented if who == person}
    # owlready2 does not write what follows from a sub-property, so that is done here
    assert of(derived, terms.participant) == of(inferred, terms.participant) | acting | states
    # nor a class above one that it writes
    assert classes(whole) == {(who, above) for who, kind in classes(given | inferred) for above in classes_of(kind)} - {
        (who, terms.CurrentHolding) for who, _ in classes(inferred)
    }


@hermit
@pytest.mark.prove
@pytest.mark.parametrize("role", sorted(ROLES - {terms.participant}, key=str), ids=lambda r: r.value.rpartition("#")[2])
def test_whoever_has_a_role_takes_part(role: ox.NamedNode) -> None:
    """To deny it is a contradiction."""
    denial = (
        f"[] a <{others.OWL}NegativePropertyAssertion> ; <{others.OWL}sourceIndividual> :ask ;"
        f" <{others.OWL}assertionProperty> cmq:participant ; <{others.OWL}targetIndividual> :art2 ."
        f" :art2 a cmq:Person . :ask {role} :art2 ."
    )
    assert not reasoning.consistent(graph(denial))


def classes(triples: Iterable[ox.Triple]) -> set[tuple[object, ox.NamedNode]]:
    return {(who, kind) for who, kind in of(triples, others.RDF_TYPE) if kind.value.startswith(terms.NS)}


def classes_of(kind: ox.NamedNode) -> tuple[ox.NamedNode, ...]:
    return written.classes_of(kind.value.removeprefix(terms.NS))


def of(triples: Iterable[ox.Triple], predicate: ox.NamedNode) -> set[tuple[object, object]]:
    return {(t.subject, t.object) for t in triples if t.predicate == predicate}


def test_an_events_status_is_the_highest_of_its_claims() -> None:
    rank = {terms.BY_NAME[status]: n for n, status in enumerate(STATUSES)}
    seen = 0
    for name in {q.graph_name for q in world.article_quads()}:
        quads = [q for q in world.article_quads() if q.graph_name == name]
        status = {q.subject: q.object for q in quads if q.predicate == terms.status}
        about: dict[object, list[object]] = {}
        for q in quads:
            if q.predicate == terms.about:
                about.setdefault(q.object, []).append(status[q.subject])
        for event, given in about.items():
            if event in status:
                assert status[event] == min(given, key=rank.__getitem__)
                seen += 1
    assert seen > 40


def test_no_verdict_is_no_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasoning.owlready2, "JAVA_EXE", "true")
    with pytest.raises(reasoning.ReasonerError):
        reasoning.consistent()
