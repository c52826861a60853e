"""From a person to the office, the state, an event and the sentence, and back by incoming links, without the endpoint."""

from __future__ import annotations

import json
import shutil
import subprocess
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
import surroundings
import webserver

from ontology import terms

CMQ = rdflib.Namespace(terms.NS)
COMUNICA = "@comunica/query-sparql-link-traversal@0.5.0"
WALK = f"""PREFIX cmq: <{terms.NS}>
SELECT DISTINCT ?office ?state ?event ?sentence {{
  <PERSON> cmq:holds ?office . ?office cmq:officeOf ?state . ?event cmq:participant ?state .
  ?claim cmq:about ?event ; cmq:evidence ?words . ?words cmq:sentence ?sentence }}"""


def test_rdflib_walks_there_and_back(news: str) -> None:
    def read(iri: rdflib.term.Node) -> rdflib.Graph:
        return rdflib.Graph().parse(str(iri))

    person = rdflib.URIRef(f"{news}/id/person/ana-lopes")
    office = read(person).value(person, CMQ.holds)
    state = read(office).value(office, CMQ.officeOf)
    event = next(iter(sorted(read(state).subjects(CMQ.participant, state))))
    claim = next(iter(read(event).subjects(CMQ.about, event)))
    words = read(claim).value(claim, CMQ.evidence)
    assert read(words).value(words, CMQ.sentence)
    # and back: each document has what leads to its thing
    assert claim in set(read(words).subjects(CMQ.evidence, words))
    assert event in set(read(claim).objects(claim, CMQ.about))
    assert state in set(read(event).objects(event, CMQ.participant))
    assert office in set(read(state).subjects(CMQ.officeOf, state))
    assert person in set(read(office).subjects(CMQ.holds, office))


def test_curl_walks_there_and_back(news: str) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl here: say 'apt-get install curl'")

    def triples(iri: str) -> list[ox.Triple]:
        command = [
            curl,
            "--silent",
            "--show-error",
            "--fail",
            "--location",
            "--header",
            "Accept: application/n-triples",
            iri,
        ]
        data = subprocess.run(command, capture_output=True, timeout=60, check=True).stdout
        return [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]

    def along(iri: str, predicate: ox.NamedNode, *, back: bool = False) -> str:
        found = {
            (t.subject if back else t.object)
            for t in triples(iri)
            if t.predicate == predicate and (t.object if back else t.subject) == ox.NamedNode(iri)
        }
        node = min(found, key=str)
        return str(getattr(node, "value", node))

    person = f"{news}/id/person/ana-lopes"
    office = along(person, terms.holds)
    state = along(office, terms.officeOf)
    event = along(state, terms.participant, back=True)
    claim = along(event, terms.about, back=True)
    words = along(claim, terms.evidence)
    assert along(words, terms.sentence) in "".join(article.text for article in webserver.ARTICLES)
    assert along(words, terms.evidence, back=True) == claim
    assert along(claim, terms.about) == event
    assert along(office, terms.holds, back=True) == person


@pytest.mark.prove
def test_comunica_follows_links_to_all_that_the_endpoint_finds(news: str) -> None:
    command = surroundings.node("comunica", COMUNICA) / "comunica-sparql-link-traversal"
    person = f"{news}/id/person/ana-lopes"
    query = WALK.replace("<PERSON>", f"<{person}>")
    form = "application/sparql-results+json"
    done = subprocess.run(
        [command, person, "--query", query, "--lenient", "-t", form], capture_output=True, text=True, timeout=300, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-1000:]
    found = json.loads(done.stdout)["results"]["bindings"]
    walked = {tuple(row[name]["value"] for name in ("office", "state", "event", "sentence")) for row in found}
    own = webserver.rows(webserver.get(news, f"/sparql?query={quote(query)}", form)[1])
    assert walked == {tuple(row[name] for name in ("office", "state", "event", "sentence")) for row in own}
    assert len(walked) > 2
