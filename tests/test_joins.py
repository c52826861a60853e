"""Counts asked the faster way: the law is that the answer stays as it was, whatever the query looks like."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.store import counts
from server.workers import joins, worker

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = "https://joins.example/"
NAMES = st.sampled_from("abc")
TRIPLES = st.lists(st.tuples(NAMES, st.sampled_from("pqr"), NAMES), min_size=8, max_size=25)
TERMS = st.sampled_from(["?e", "?f", "?x", "?y", ":a", ":b", '"a"@en', '"1"^^:t', "7"])
OBJECTS = st.lists(TERMS, min_size=1, max_size=2).map(" , ".join)
VERBS = st.sampled_from([":p", ":q", ":r", f"<{BASE}p>", "?v"])
LISTS = st.lists(st.builds("{} {}".format, VERBS, OBJECTS), min_size=1, max_size=3).map(" ; ".join)
ENDS = st.sampled_from(["", ".", ";", "FILTER(BOUND(?e))", ". BIND(STR(?x) AS ?s)", ". OPTIONAL { ?e :q ?z }", ":p?"])
SUBJECTS = st.sampled_from(["?e :q 7 ;", "?e :p :a ;", "?f", "$e", ":a"])
BLOCKS = st.lists(st.builds("{} {}".format, SUBJECTS, LISTS), min_size=1, max_size=3)
HEADS = st.sampled_from(["(COUNT(*) AS ?n)", "?e (COUNT(?x) AS ?n)", "(COUNT(DISTINCT ?f) AS ?n) (MAX(?x) AS ?m)"])


def filled(triples: list[tuple[str, str, str]]) -> ox.Store:
    store = ox.Store()
    named = [[ox.NamedNode(BASE + one) for one in triple] for triple in triples]
    quads = {ox.Quad(s, p, o) for s, p, o in named}
    quads |= {ox.Quad(s, ox.NamedNode(BASE + "q"), ox.Literal("7", datatype=worker_integer())) for s, _, _ in named}
    store.extend(quads)
    _, come = counts.moves(store, BASE, set(), set(), anew=True)
    store.extend(come)
    return store


def worker_integer() -> ox.NamedNode:
    return ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def asker(store: ox.Store) -> Callable[[str], list[tuple[int, int]]]:
    def ask(query: str) -> list[tuple[int, int]]:
        return [(int(row[0].value), int(row[1].value)) for row in store.query(query)]  # type: ignore[union-attr]

    return ask


def rows(store: ox.Store, query: str) -> Counter[tuple[str, ...]]:
    found: Any = store.query(query)
    return Counter(tuple(str(row[v]) for v in found.variables) for row in found)


@given(TRIPLES, BLOCKS, ENDS, HEADS)
def test_the_answer_stays_as_it_was(triples: list[Any], block: list[str], end: str, head: str) -> None:
    group = " GROUP BY ?e" if head.startswith("?e") else ""
    query = f"PREFIX : <{BASE}> SELECT {head} {{ {' . '.join(block)} {end} }}{group}"
    store = filled(triples)
    try:
        before = rows(store, query)
    except SyntaxError:
        return  # it never comes to be joined
    assert rows(store, joins.joined(query, lambda asked: _eager(store, asked))) == before


def _eager(store: ox.Store, query: str) -> list[tuple[int, int]]:
    """Say that leads give very many nodes: all that may be rewritten is."""
    found = asker(store)(query)
    return found if "?at ?n {" in query else [(0, 10**9)]


def test_what_is_counted_over_most_nodes_is_joined_by_hashing() -> None:
    store = ox.Store()
    p, q, c = (ox.NamedNode(BASE + name) for name in "pqc")
    for number in range(40):
        node = ox.NamedNode(f"{BASE}{number}")
        store.add(ox.Quad(node, q, ox.Literal(f"2024-0{number % 9 + 1}-01")))
        if number % 2:
            store.add(ox.Quad(node, p, c))
    store.add(ox.Quad(ox.NamedNode(BASE + "1"), p, q))
    store.extend(counts.moves(store, BASE, set(), set(), anew=True)[1])
    query = (
        f"PREFIX : <{BASE}> SELECT ?m (COUNT(?e) AS ?n) {{ ?e :p %s ; :q ?d BIND(SUBSTR(?d, 1, 7) AS ?m) }} GROUP BY ?m"
    )
    faster = joins.joined(query % ":c", asker(store))
    assert "?e :p :c . { SELECT ?e ?d { ?e :q ?d } } BIND(" in faster
    assert rows(store, faster) == rows(store, query % ":c")
    assert joins.joined(query % ":q", asker(store)) == query % ":q", "one node is looked up"
    job = {"query": query % ":c", "base": None, "default": (), "named": (), "star": -1, "variables": ()}
    found = worker._evaluated(store, job)
    assert Counter(tuple(map(str, row)) for row in found) == rows(store, query % ":c")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?e { ?e :p :c ; :q ?d }",
        "SELECT (COUNT(?e) AS ?n) { ?e :p/:q :c ; :q ?d }",
        "SELECT (COUNT(?e) AS ?n) { ?e :p :c ; :q* ?d }",
        "SELECT (COUNT(?e) AS ?n) { ?e :p [] ; :q ?d }",
        "SELECT (COUNT(?e) AS ?n) { ?e :p _:b ; :q ?d }",
        "SELECT (COUNT(?e) AS ?n) { ?e :q ?d ; :p :c. }",
        "SELECT (COUNT(?e) AS ?n) { VALUES ?e { :a } ?e :p :c ; :q ?d }",
        "SELECT (COUNT(?e) AS ?n) { ?e :p :c ; :q ?d OPTIONAL { ?d :p ?x } }",
        "SELECT (COUNT(?e) AS ?n) FROM <https://x.example/> { ?e :p :c ; :q ?d }",
        "SELECT (SAMPLE(?d) AS ?n) (COUNT(*) AS ?k) { ?e :p :c ; :q ?d }",
        "SELECT ?n { { SELECT (COUNT(?e) AS ?n) { ?e :p :c ; :q ?d } } }",
        "SELECT (COUNT(?e) AS ?n) { ?e :p :c ; :q",
        "ASK { ?e :p :c ; :q ?d FILTER(COUNT(?d)) }",
        "",
    ],
)
def test_what_is_not_as_simple_is_left_alone(query: str) -> None:
    assert joins.joined(query, lambda _: [(0, 100)]) == query


def test_many_patterns_are_left_alone() -> None:
    """Each SELECT lies deeper in the engine, which is a matter of its stack."""
    query = f"SELECT (COUNT(?e) AS ?n) {{ ?e :p :c ; {' ; '.join(f':q ?d{n}' for n in range(5000))} }}"
    assert joins.joined(query, lambda _: [(0, 100)]) == query
