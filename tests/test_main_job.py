"""The main job, end to end: articles go in by the command line, and SPARQLWrapper asks the running server."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import webserver
from SPARQLWrapper import JSON, SPARQLWrapper

from bench.gold import EXAMPLES, load, shared_folder
from extractors.article import articles
from extractors.pipeline import read
from ontology import reasoning
from ontology.facts import Article
from ontology.triples import graph
from ontology.uris import DEFAULT_BASE
from server.store.merge import merge

ROOT = Path(__file__).parent.parent
TOLD = EXAMPLES / "2025-10-12-ankara-security-talks.html"
Asker = Callable[[str], list[dict[str, str]]]


def communique(*words: str, **environment: str) -> bytes:
    command = [sys.executable, "-m", "server.cli", *words]
    env = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout


@contextlib.contextmanager
def asking(folder: Path, *sources: str) -> Iterator[Asker]:
    port = webserver.free_port()
    communique("publish", *sources, "--dataset", str(folder), "--base", f"http://127.0.0.1:{port}/")
    with webserver.serving(folder, port=port) as address:

        def ask(query: str) -> list[dict[str, str]]:
            endpoint = SPARQLWrapper(f"{address}/sparql", returnFormat=JSON)
            endpoint.setQuery(query)
            found = endpoint.queryAndConvert()
            assert isinstance(found, dict)
            return [{name: term["value"] for name, term in row.items()} for row in found["results"]["bindings"]]

        yield ask


def seed() -> Article:
    """The article that this project began with; the test is skipped where it is not at hand."""
    folder = shared_folder() / "gold"
    found = [case.article for case in load(folder)] if (folder / "ann").is_dir() else []
    article = next((one for one in found if one.identifier == "seed-2025-10-12"), None)
    if article is None:
        pytest.skip("COMMUNIQUE_SHARED names no folder with the article that this project began with")
    return article


@pytest.fixture(scope="module", params=["own", pytest.param("seed", marks=pytest.mark.shared)])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Asker]]:
    """The text of an article on the Syrian visit to Ankara, and a way to ask what was read from it."""
    folder = tmp_path_factory.mktemp("told")
    if request.param == "own":
        (article,) = articles(TOLD)
        assert isinstance(article, Article)
        source = [str(TOLD)]
    else:
        article = seed()
        (folder / "article.txt").write_text(article.text, "utf-8", newline="")
        source = [str(folder / "article.txt"), "--published", "2025-10-12"]
    with asking(folder / "data", *source) as ask:
        yield article.text, ask


def test_who_is_foreign_minister_of_turkey_as_seen_on_a_day(told: tuple[str, Asker]) -> None:
    _, ask = told
    found = ask("""SELECT DISTINCT ?name {
        ?h a cmq:Holding ; cmq:phase cmq:current ; cmq:holder/rdfs:label ?name ; cmq:seenFrom ?from ; cmq:seenTo ?to ;
           cmq:office [ cmq:kind cmq:foreign-minister ; cmq:officeOf/rdfs:label "Turkey" ] .
        FILTER (?from <= "2025-10-12"^^xsd:date && ?to >= "2025-10-12"^^xsd:date) }""")
    assert found == [{"name": "Hakan Fidan"}]


def test_which_meetings_are_only_planned(told: tuple[str, Asker]) -> None:
    text, ask = told
    who = "SELECT DISTINCT ?who { ?m a cmq:Meeting ; cmq:status cmq:%s ; cmq:agent/rdfs:label ?who }"
    planned = {row["who"] for row in ask(who % "planned")}
    visitors = {"Asaad al-Shaibani"} if "they would meet" in text else set()  # "the visitors" are not resolved yet
    assert {"Hakan Fidan", "Yasar Guler", "Ibrahim Kalin"} | visitors <= planned
    held = {row["who"] for row in ask(who % "happened")}
    assert "Ashraf Abu Qasra" in held
    assert held.isdisjoint({"Hakan Fidan", "Yasar Guler", "Ibrahim Kalin"})


def test_which_agreement_followed_which_clash(told: tuple[str, Asker]) -> None:
    _, ask = told
    found = ask("""SELECT DISTINCT ?clash ?agreement ?clashed ?agreed {
        ?clash a cmq:Clash ; cmq:status cmq:happened ; cmq:agent ?one, ?other ; ^cmq:about/cmq:evidence/cmq:text ?clashed .
        ?agreement a cmq:Agreement ; cmq:status cmq:happened ; cmq:agent ?one, ?other ; cmq:latest "2025-10-07"^^xsd:date ;
           ^cmq:about/cmq:evidence/cmq:text ?agreed . FILTER (?one != ?other) }""")
    assert found
    assert all("Tuesday" in row["agreed"] for row in found)


def test_every_fact_has_a_sentence_and_words_of_the_article(told: tuple[str, Asker]) -> None:
    text, ask = told
    found = ask("""SELECT ?fact ?begin ?end ?words ?sentence {
        VALUES ?kind { cmq:Event cmq:Holding } ?fact a ?kind .
        OPTIONAL { ?c cmq:about ?fact ; cmq:evidence ?v .
                   ?v cmq:beginIndex ?begin ; cmq:endIndex ?end ; cmq:text ?words ; cmq:sentence ?sentence } }""")
    assert len(found) > 20
    for row in found:
        assert text[int(row["begin"]) : int(row["end"])] == row["words"]
        assert row["sentence"] in text


def test_extract_writes_the_same_bytes_whatever_the_processes_and_the_seed_of_hashes() -> None:
    some = [str(TOLD), str(EXAMPLES / "africa-and-asia.jsonl"), str(EXAMPLES / "2023-08-29-chad-ceasefire.txt")]
    first = communique("extract", *some, "--jobs", "1", PYTHONHASHSEED="1")
    assert first.count(b"\n") > 1000
    assert communique("extract", *some, "--jobs", "2", PYTHONHASHSEED="2") == first


def test_no_example_says_more_of_a_day_than_it_states() -> None:
    """The plain text states no day of publication: what it dates, it dates in full."""
    (undated,) = articles(EXAMPLES / "2023-08-29-chad-ceasefire.txt")
    assert isinstance(undated, Article)
    days = {event.moment.earliest for event in read(undated).events if event.moment and event.moment.earliest}
    assert days
    assert {day.year for day in days} <= {2023, 2024}


@pytest.mark.skipif(not reasoning.available(), reason="HermiT needs Java, and there is none")
def test_the_examples_are_consistent_with_the_ontology() -> None:
    found = [one for one in articles(EXAMPLES) if isinstance(one, Article)]
    quads = [quad for article in found for quad in graph(read(article), DEFAULT_BASE)]
    assert reasoning.consistent(merge(quads)), "one article plans what another reports done: merged, it has one status"


@pytest.mark.shared
@pytest.mark.skipif(not reasoning.available(), reason="HermiT needs Java, and there is none")
def test_the_article_it_began_with_is_consistent_with_the_ontology() -> None:
    article = seed()
    assert article.published == date(2025, 10, 12)
    assert reasoning.consistent(graph(read(article), DEFAULT_BASE))
