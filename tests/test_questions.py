"""Every saved question, asked of the small world: by two engines, with its defaults and with each value changed."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib

from ontology import terms
from queries.catalogue import LONGEST, Question, catalogue, parsed, question
from queries.errors import QuestionError
from tests import world

CMQ = terms.NS
OTHERS = {
    "accusations": {"against": "Belarus"},
    "agreements": {"who": "Chad", "from": "2024-06-01", "to": "2024-06-01"},
    "answers": {"words": "Chad accused"},
    "articles-of-publisher": {"publisher": "Nobody's Paper"},
    "cancelled": {"who": "Chad"},
    "claimed-and-denied": {"who": "Peru"},
    "claims-of-rule": {"rule": "frame"},
    "clash-then-agreement": {"who": "Peru"},
    "contacts-of-state": {"state": "Oman"},
    "counterparts-met": {"kind": "defence-minister"},
    "dates-differ": {"type": "Meeting"},
    "demands-rejected": {"who": "Syria"},
    "denied-by": {"who": "Oumar Dagache"},
    "done-to": {"type": "Aid", "whom": "Peru"},
    "dyad-by-month": {"one": "Canada", "other": "Canada"},
    "endorsed": {"whom": "Latvia"},
    "events-in-place": {"place": "Peru", "status": "planned"},
    "events-of-code": {"code": "cameo-057", "from": "2024-07-01", "to": "2024-06-01"},
    "events-on-day": {"day": "2024-05-15"},
    "first-report": {"type": "Attack"},
    "former-or-next": {"phase": "future", "of": "Canada"},
    "holders-of-kind": {"kind": "ambassador"},
    "holders-of-office": {"office": "defence minister of Syria"},
    "laws": {"by": "Latvia", "from": "2022-12-01", "to": "2022-02-01"},
    "low-confidence": {"below": "0.45"},
    "mediators": {"side": "Lake Movement"},
    "meeting-places": {"who": "Peru"},
    "meetings-held": {"one": "Canada", "other": "Canada", "from": "2025-12-01", "to": "2024-03-01"},
    "meetings-planned": {"one": "Peru", "other": "Peru", "from": "2026-01-01", "to": "2025-10-01"},
    "met-with": {"person": "Grace Wanjala"},
    "mobilised-then-withdrew": {"who": "Chad"},
    "most-reported": {"type": "Clash"},
    "news-of-article": {"article": "Latvia expels two Belarusian diplomats"},
    "office-changes": {"who": "Chad"},
    "office-on-day": {"office": "defence minister of Syria", "day": "2026-01-01"},
    "offices-of-person": {"person": "Claire Fontaine"},
    "officials-of-state": {"of": "Chad"},
    "one-source-only": {"type": "Clash"},
    "other-names": {"name": "Hakan Fidan"},
    "overdue": {"day": "2024-12-31"},
    "parts-of": {"words": "Rosa Villacorta and Mateo Larrea met"},
    "planned-then-done": {"type": "Visit"},
    "pledges-kept": {"who": "Turkey"},
    "quotations": {"speaker": "Yusuf al-Kharusi", "topic": "ransom"},
    "quotations-for-state": {"whom": "Oman"},
    "said-by-source": {"source": "Joseph Mwakasege"},
    "sought-by": {"who": "Syria"},
    "source-target-codes": {"source": "Canada", "target": "Peru"},
    "speaks-for": {"whom": "Chad"},
    "statuses-differ": {"type": "Meeting"},
    "threats": {"by": "Putumayo Front"},
    "violence-by-month": {"who": "Syrian army"},
    "visits": {"to": "Canada"},
    "words-behind": {"words": "Oumar Dagache"},
    "words-behind-holding": {"person": "Liu Wenbo"},
}
"""For every question another value for each of its parameters; one that answers by itself where there is one."""

every = pytest.mark.parametrize("asked", catalogue(), ids=lambda q: q.name)
Rows = Counter[tuple[tuple[str, str], ...]]


@cache
def store() -> ox.Store:
    return world.store()


@cache
def rdflib_graph() -> rdflib.Graph:
    lines = "".join(f"{quad.triple} .\n" for quad in world.merged())
    return rdflib.Graph(bind_namespaces="none").parse(data=lines, format="nt")


def rows(asked: Question, **values: str) -> Rows:
    """Return the rows that pyoxigraph finds, as texts by column."""
    found = store().query(asked.bound(values))
    return Counter(tuple((c, row[c].value) for c in asked.columns if row[c] is not None) for row in found)


def rdflib_rows(asked: Question) -> Rows:
    found = rdflib_graph().query(asked.bound())
    return Counter(tuple((c, str(row[c])) for c in asked.columns if row[c] is not None) for row in found)


def test_there_are_forty_questions_at_least_and_each_has_other_values_here() -> None:
    assert len(catalogue()) >= 40
    assert {q.name: {p.name for p in q.parameters} for q in catalogue()} == {n: set(v) for n, v in OTHERS.items()}


@every
def test_a_question_is_short_and_says_what_it_asks(asked: Question) -> None:
    assert 0 < len(asked.body) <= LONGEST
    assert asked.summary
    assert not asked.summary.endswith(".")
    assert asked.description.endswith(".")
    assert asked.tags
    assert all(p.description for p in asked.parameters)
    assert len({q.summary for q in catalogue()}) == len(catalogue())


@every
def test_a_question_finds_the_row_that_its_header_names(asked: Question) -> None:
    assert asked.example
    assert tuple(asked.example.items()) in rows(asked)


@every
def test_two_engines_find_the_same_rows(asked: Question) -> None:
    assert rows(asked) == rdflib_rows(asked)


@every
def test_each_parameter_when_changed_changes_the_rows(asked: Question) -> None:
    usual = rows(asked)
    for name, value in OTHERS[asked.name].items():
        assert rows(asked, **{name: value}) != usual, name


@every
def test_parameters_stand_where_grlc_puts_values_and_are_not_projected(asked: Question) -> None:
    depth, seen = 0, set()
    for part in re.findall(r"[{}]|\?_\w+", asked.body):
        depth += {"{": 1, "}": -1}.get(part, 0)
        if part.startswith("?"):
            assert depth >= 1, part
            if depth == 1:
                seen.add(part)
    assert seen == {f"?{p.variable}" for p in asked.parameters}
    assert not {p.variable for p in asked.parameters} & set(asked.columns)


@every
def test_replacing_the_parameters_as_grlc_does_gives_the_same_rows(asked: Question) -> None:
    text = asked.query
    for p in sorted(asked.parameters, key=lambda p: -len(p.variable)):
        # grlc knows _iri and _integer, and of a datatype its prefix; all else it takes for a language
        assert p.variable == {"string": f"_{p.name}", "iri": f"_{p.name}_iri"}.get(p.type, f"_{p.name}_xsd_{p.type}")
        assert p.type not in {"date", "decimal", "integer"} or "PREFIX xsd:" in asked.query
        text = text.replace(f"?{p.variable}", str(p.term(p.default)))
    found = store().query(text)
    assert rows(asked) == Counter(
        tuple((c, row[c].value) for c in asked.columns if row[c] is not None) for row in found
    )


@every
def test_every_term_of_a_question_exists(asked: Question) -> None:
    used = set(re.findall(r"(?:\bcmq|(?<=[\s;^/,({])):([\w-]+)", asked.body))
    assert used or "skos:" in asked.body
    assert used <= terms.BY_NAME.keys()
    for p in asked.parameters:
        if p.type == "iri":
            assert p.default.removeprefix(CMQ) in terms.BY_NAME


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("office-on-day", {"day": "12 October"}, "day is a day such as 2025-10-12, not '12 October'"),
        ("office-on-day", {"dya": "2025-10-12"}, "there is no parameter 'dya'; there are office (string), day (date)"),
        ("low-confidence", {"below": "half"}, "below is a number such as 0.5, not 'half'"),
        ("low-confidence", {"below": "1e999999"}, "below is a number such as 0.5"),
        ("low-confidence", {"below": "NaN"}, "below is a number such as 0.5"),
        ("first-report", {"type": "Metting"}, "did you mean Meeting"),
        ("first-report", {"type": "cmq:Klash"}, "did you mean Clash"),
        ("first-report", {"type": "http://a/> } #"}, "type is an IRI"),
        ("first-report", {"type": "javascript:alert(1)"}, "type is an IRI"),
        ("words-behind", {"words": "a\nb"}, "words is a text without control characters"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line(name: str, values: dict[str, str], words: str) -> None:
    with pytest.raises(QuestionError) as refused:
        question(name).bound(values)
    assert words in str(refused.value)
    assert str(refused.value).startswith(f"{name}: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ['" } DROP ALL #', "'''", "\\", "\\u0022", 'x" . ?a ?b "y', "{ { {", "?_words", "\U0001f30d"]
)
def test_a_value_is_a_term_whatever_it_holds(text: str) -> None:
    asked = question("words-behind")
    [values] = store().query(
        f"SELECT ?_words {{{asked.bound({'words': text}).partition('{')[2].partition('?c cmq')[0]}}}"
    )
    assert values["_words"] == ox.Literal(text)
    assert not rows(asked, words=text)


def test_iris_may_be_short() -> None:
    asked = question("first-report")
    whole = rows(asked, type=f"{CMQ}Attack")
    assert whole == rows(asked, type="cmq:Attack") == rows(asked, type="Attack")
    assert whole


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT ?x { ?x ?y ?z }", "its #+ header cannot be read"),
        ("#+ summary: [\nSELECT ?x { ?x ?y ?z }", "its #+ header cannot be read"),
        ("#+ summary: s\n#+ description: d\nSELECT ?x { ?x ?y ?_z }", "has no default"),
        ("#+ summary: s\n#+ description: d\n#+ defaults:\n#+   - z: a\nSELECT ?x { ?x ?y ?_z_float }", "unknown type"),
        (
            "#+ summary: s\n#+ description: d\n#+ defaults:\n#+   - a: a\nSELECT ?x { ?x ?y ?z }",
            "no parameter of the query",
        ),
    ],
)
def test_a_file_that_is_no_question_is_refused(text: str, words: str) -> None:
    with pytest.raises(QuestionError) as refused:
        parsed("name", text)
    assert words in str(refused.value)
