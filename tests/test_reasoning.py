import pyoxigraph as ox
import pytest

from ontology import reasoning, terms
from ontology.shapes import violations
from tests.article import graph

pytestmark = pytest.mark.skipif(not reasoning.available(), reason="HermiT needs Java, and there is none")
EX = "https://example.org/"


def test_the_schema_and_a_complete_article_are_consistent() -> None:
    assert reasoning.consistent()
    assert reasoning.consistent(graph())


@pytest.mark.parametrize(
    ("more", "by_hermit"),
    [
        (":lima a cmq:Person .", True),
        (":deal cmq:holder :ana .", True),
        (":meet cmq:status cmq:happened .", True),
        (":ana a cmq:Organization .", True),
        (":peru-fm a cmq:Event .", True),
        (":h cmq:phase cmq:former .", True),
        (":c-h cmq:confidence 1.5 .", False),
    ],
)
def test_contradictions_are_caught(more: str, by_hermit: bool) -> None:
    assert reasoning.consistent(graph(more)) is not by_hermit
    assert by_hermit or violations(graph(more))


def test_only_current_holders_represent() -> None:
    former = ":old a cmq:Person . :h2 a cmq:Holding ; cmq:holder :old ; cmq:office :peru-fm ; cmq:phase cmq:former ."
    bare = graph(former, without=" ; cmq:holds :peru-fm ; cmq:represents :peru")
    represents = {(t.subject, t.object) for t in reasoning.inferred(bare) if t.predicate == terms.represents}
    assert represents == {(ox.NamedNode(EX + "ana"), ox.NamedNode(EX + "peru"))}
