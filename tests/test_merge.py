"""What all articles say together does not depend on the order in which they came."""

import random

import pyoxigraph as ox
import pytest
from corpus import made, read

from ontology import others, terms
from server.store.merge import merge
from server.store.nquads import parsed

CMQ = terms.NS
TURTLE_PREFIXES = f"""PREFIX cmq: <{CMQ}> PREFIX rdfs: <{others.RDFS}>
PREFIX xsd: <{others.XSD}> PREFIX skos: <{others.SKOS}>
PREFIX : <https://e.org/>"""


def merged(trig: str) -> set[str]:
    quads = merge(ox.parse(f"{TURTLE_PREFIXES}\n{trig}", format=ox.RdfFormat.TRIG))
    assert all(quad.graph_name == ox.DefaultGraph() for quad in quads)
    short = {"https://e.org/": "", CMQ: "cmq:", others.RDFS: "rdfs:", others.SKOS: "skos:"}
    lines = set()
    for quad in quads:
        line = str(quad)
        for long, brief in short.items():
            line = line.replace(long, brief)
        lines.add(line)
    return lines


def day(graph: str, on: str) -> str:
    return f':{graph} {{ :article-{graph} cmq:published "{on}"^^xsd:date }}\n'


def event(graph: str, status: str, label: str = "") -> str:
    return f':{graph} {{ :e cmq:status cmq:{status} ; cmq:code :{status}-code ; rdfs:label "{label or status}" }}\n'


def test_a_later_article_outranks_an_earlier_one_and_its_code_and_label_come_with_it() -> None:
    found = merged(
        day("a", "2024-01-01")
        + day("b", "2024-01-02")
        + event("b", "planned", "to meet")
        + event("a", "happened", "met")
    )
    assert {line for line in found if line.startswith("<e>")} == {
        "<e> <cmq:status> <cmq:planned>",
        "<e> <cmq:code> <planned-code>",
        '<e> <rdfs:label> "to meet"',
        '<e> <skos:altLabel> "met"',
    }


@pytest.mark.parametrize(
    ("one", "two", "wins"),
    [("planned", "happened", "happened"), ("denied", "didNotHappen", "didNotHappen"), ("sought", "claimed", "claimed")],
)
def test_on_one_day_the_higher_status_wins(one: str, two: str, wins: str) -> None:
    for first, second in ((one, two), (two, one)):
        found = merged(day("a", "2024-01-01") + day("b", "2024-01-01") + event("a", first) + event("b", second))
        assert [line for line in found if "cmq:status" in line] == [f"<e> <cmq:status> <cmq:{wins}>"]


def test_an_undated_article_outranks_none_that_has_a_day() -> None:
    found = merged(day("a", "2024-01-01") + event("a", "planned") + event("b", "happened"))
    assert "<e> <cmq:status> <cmq:planned>" in found


def test_an_entity_has_the_label_that_most_articles_use_then_the_longest_then_the_first() -> None:
    def label(*texts: str) -> str:
        found = merged("".join(f':g{n} {{ :x rdfs:label "{text}" }}\n' for n, text in enumerate(texts)))
        labels = [line for line in found if "rdfs:label" in line]
        assert len(labels) == 1
        assert sum("altLabel" in line for line in found) == len(set(texts)) - 1
        return labels[0].split('"')[1]

    assert label("Li", "Li", "Minister Bo Li") == "Li"
    assert label("Li", "Bo Li") == "Bo Li"
    assert label("Bo Lo", "Bo Li") == "Bo Li"


def test_a_label_that_is_chosen_is_no_other_name_as_well() -> None:
    found = merged(
        ':a { :x rdfs:label "Bo Li" ; skos:altLabel "Li" }\n:b { :x rdfs:label "Li" ; skos:altLabel "Bo Li" }\n'
    )
    assert {line for line in found if "abel" in line} == {'<x> <rdfs:label> "Bo Li"', '<x> <skos:altLabel> "Li"'}


def test_a_holding_is_seen_from_the_earliest_to_the_latest_day() -> None:
    def seen(first: str, last: str) -> str:
        return f':h cmq:seenFrom "{first}"^^xsd:date ; cmq:seenTo "{last}"^^xsd:date ; cmq:title "minister"'

    found = merged(f":a {{ {seen('2024-02-01', '2024-02-01')} }}\n:b {{ {seen('2023-05-05', '2023-05-05')} }}\n")
    assert sorted(line.split('"')[1] for line in found if "seen" in line) == ["2023-05-05", "2024-02-01"]
    assert next(line for line in found if "seenTo" in line).split('"')[1] == "2024-02-01"
    assert len(found) == 3


def test_shuffled_quads_merge_alike_and_each_event_has_one_status_and_one_label() -> None:
    quads = [quad for number in range(60) for quad in parsed(read(made(number)).nquads)]
    expected = merge(quads)
    for seed in range(5):
        random.Random(seed).shuffle(quads)
        assert merge(quads) == expected
    for predicate in (terms.status, others.RDFS_LABEL):
        subjects = [str(quad.subject) for quad in expected if quad.predicate == predicate]
        assert len(subjects) == len(set(subjects))
        assert subjects
