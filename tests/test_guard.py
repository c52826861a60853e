"""What the guard refuses before the engine sees it, and what it lets through."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.workers.guard import check
from server.workers.problems import QueryProblem

FINE = {
    "nested 60 deep": "SELECT * " + "{" * 60 + "}" * 60,
    "the word in a text": 'SELECT * { ?s ?p "SERVICE <http://x/> {}" }',
    "the word in a long text": 'SELECT * { ?s ?p """a "quoted" SERVICE <x>""" }',
    "the word in an IRI": "SELECT * { ?s <http://x/SERVICE> ?o }",
    "the word in a comment": "SELECT * { ?s ?p ?o } # SERVICE <x>",
    "the word in a name": "PREFIX service: <http://x/> SELECT * { service:LOAD ?p ?SERVICE, $load, service:x.SERVICE }",
    "brackets in a text": "SELECT * { ?s ?p '" + "{" * 3000 + "' }",
    "a mark in an IRI": "SELECT * { ?s <http://x/#> ?o }",
    "a path of 40 steps": "SELECT * { ?s " + "/".join(["<p>"] * 40) + " ?o }",
    "300 values": "SELECT * { VALUES ?x { " + "<http://x/a> " * 3000 + "} ?x ?p ?o }",
}
REFUSED = {
    "nested 3,000 deep": "SELECT * " + "{" * 3000 + "}" * 3000,
    "parentheses": "SELECT * { FILTER(" + "(" * 100 + "1" + ")" * 100 + ") }",
    "brackets": "SELECT * { " + "[ <p> " * 100 + "1" + "]" * 100 + " <p> 1 }",
    "triple terms": "SELECT * { " + "<<" * 100 + "?s ?p ?o" + ">> ?p ?o" * 100 + " }",
    "mixed brackets": "SELECT * { " + "{ FILTER(EXISTS { ?s ?p [ " * 30,
    "a chain of or": "SELECT * { FILTER(" + "true||" * 4000 + "true) }",
    "a chain of not": "SELECT * { FILTER(" + "!" * 4000 + "true) }",
    "a chain of plus": "SELECT * { FILTER(" + "1+" * 4000 + "1) }",
    "a chain of unions": "SELECT * { " + "{} UNION " * 500 + "{} }",
    "a chain of groups": "SELECT * { " + "{ ?s ?p ?o } " * 500 + "}",
    "a chain of filters": "SELECT * { " + "FILTER(1) " * 500 + "}",
    "a chain of binds": "SELECT * { " + " ".join(f"BIND(1 AS ?a{n})" for n in range(500)) + "}",
    "a long path": "SELECT * { ?s " + "<p>/" * 300 + "<p> ?o }",
    "too long": "SELECT * { ?s ?p '" + "x" * 70_000 + "' }",
    "a service": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "a silent service": "SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }",
    "in odd letters": "SELECT * { seRvIce<http://x>{} }",
    "after a text": "SELECT * { '\\'' ?p 'x' . SERVICE <x> {} }",
    "after a long text": "SELECT * { ?s ?p '''a''b''' . SERVICE <x> {} }",
    "after an IRI with an escaped letter": "SELECT * { ?s ?p <http://x/\\u0041#> . SERVICE <x> {} }",
    "after a comment": "SELECT * { # ' \n SERVICE <x> {} }",
    "after a carriage return": "SELECT * { # ' \r SERVICE <x> {} }",
    "a load": "LOAD <http://127.0.0.1/>",
}


@pytest.mark.parametrize("name", FINE)
def test_what_people_write_passes(name: str) -> None:
    assert check(FINE[name]).form == "SELECT"


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_do_harm_is_refused(name: str) -> None:
    with pytest.raises(QueryProblem) as refused:
        check(REFUSED[name])
    assert refused.value.kind == "refused"
    assert refused.value.line >= 1


def test_a_refusal_says_where() -> None:
    with pytest.raises(QueryProblem, match="line 2, column 3: SERVICE is refused"):
        check("SELECT * {\n  SERVICE <x> {} }")


def test_the_shape_of_a_query() -> None:
    shape = check(
        "PREFIX a: <http://from/> SELECT * FROM <http://g/1> FROM NAMED <http://g/2> { ?s <http://x> RAND() }"
    )
    assert (shape.form, shape.graphs, shape.steady) == ("SELECT", ("http://g/1", "http://g/2"), False)
    shape = check("DESCRIBE <http://x/1> <http://x/2> WHERE { ?s <http://x/3> 'NOW' }")
    assert (shape.form, shape.described, shape.steady) == ("DESCRIBE", ("http://x/1", "http://x/2"), True)


@given(st.text(max_size=300))
def test_any_text_is_passed_or_refused(text: str) -> None:
    with contextlib.suppress(QueryProblem):
        check(text)


@given(st.lists(st.sampled_from(["'", '"', "'''", '"""', "\\", "<", ">", "#", "\n", "x", " ", "{", "@"]), max_size=60))
def test_pieces_are_found_in_linear_time(pieces: list[str]) -> None:
    with contextlib.suppress(QueryProblem):
        check("".join(pieces) * 20)
