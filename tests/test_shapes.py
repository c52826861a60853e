import time

import pytest

from ontology.shapes import violations
from tests.article import graph


def test_a_complete_article_passes() -> None:
    assert violations(graph()) == ()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (":meet cmq:status cmq:happened .", "an event needs exactly one status"),
        (":meet cmq:holder :ana .", "an event has no holder: only a holding has"),
        (":h cmq:phase cmq:former .", "a holding is in exactly one phase: current, former or future"),
        (":meet a cmq:Event ; rdfs:label 'second' .", "an event needs exactly one label"),
        (
            ":x a cmq:Visit ; rdfs:label 'x' ; cmq:status cmq:happened .",
            "an event needs a claim that says where it was read",
        ),
        (
            ":x a cmq:Evidence ; cmq:article :art ; cmq:text 't' ; cmq:beginIndex 9 ; cmq:endIndex 9 .",
            "evidence must begin before it ends",
        ),
        (":clash cmq:date '2024-02-21'^^xsd:date .", "the day of an event must also be its earliest day"),
        (":c-h cmq:confidence 1.5 .", "a claim has one confidence, a decimal from 0 to 1"),
        (":ana a cmq:Person ; rdfs:label 'Lopes' .", "an actor needs exactly one label"),
    ],
)
def test_what_is_wrong_is_said(more: str, message: str) -> None:
    assert message in [v.message for v in violations(graph(more))]


def test_an_article_is_checked_fast() -> None:
    quads = graph()
    violations(quads)
    start = time.process_time()
    for _ in range(5):
        violations(quads)
    assert (time.process_time() - start) / 5 < 0.2
