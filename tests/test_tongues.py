"""Terms are named in the language that a reader asks for; English is what everybody else gets."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING

import pages_world as world
import pytest
import webserver

from ontology import terms
from ontology.facts import STATUSES
from ontology.generate import triples
from ontology.languages import LANGUAGES, by_english, labels
from ontology.others import RDF_TYPE, SKOS
from server.web.negotiation import choose_language

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENT = "/page/event/meeting-2025-03-07-9a67b1bedd"
OFFICE = "/page/office/velia-foreign-minister"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = world.publish(tmp_path_factory.mktemp("tongues") / "dataset")
    with webserver.serving(folder, "--workers", "1") as served:
        yield served


def asked(address: str, path: str, language: str | None, **more: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    given = {"Accept-Language": language} if language is not None else {}
    connection.request("GET", path, headers={"Accept": "text/html", **given, **more})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, body


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("fr", "fr"),
        ("fr-CH, en;q=0.5", "fr"),
        ("de, es;q=0.8, en;q=0.7", "es"),
        ("en;q=0.5, ru;q=0.9", "ru"),
        ("zh-Hant-TW", "zh"),
        ("AR", "ar"),
        ("fr;q=0, en", "en"),
        ("*, fr;q=0.1", "en"),
        ("de", "en"),
        ("fr;q=x, es", "es"),
        (",;q=,,--", "en"),
    ],
)
def test_the_language_is_that_which_is_liked_best(header: str | None, language: str) -> None:
    assert choose_language(header, LANGUAGES) == language


def test_every_class_kind_of_office_standing_and_root_of_plover_has_a_label_in_each_language() -> None:
    concepts = {
        t.subject.value.removeprefix(terms.NS)
        for t in triples()
        if (t.predicate.value, t.object) == (SKOS + "inScheme", terms.office_kinds)
    }
    roots = {
        t.subject.value.removeprefix(terms.NS)
        for t in triples()
        if (t.predicate.value, t.object) == (SKOS + "topConceptOf", terms.plover)
    }
    classes = {
        t.subject.value.removeprefix(terms.NS)
        for t in triples()
        if t.predicate == RDF_TYPE and t.object.value.endswith("owl#Class") and t.subject.value.startswith(terms.NS)
    }
    assert min(map(len, (concepts, roots, classes))) >= 16
    assert labels().keys() == concepts | roots | classes | set(STATUSES) | {"current", "former", "future"}
    assert {name for name, known in labels().items() if known.keys() != set(LANGUAGES) - {"en"}} == set()
    assert len(by_english()) == len(labels()), "two terms have one English label"
    for language in set(LANGUAGES) - {"en"}:
        standings = [labels()[status][language] for status in STATUSES]
        assert len(set(standings)) == len(standings)


def test_pages_name_terms_in_the_language_of_the_reader_and_english_stays(address: str) -> None:
    status, headers, english = asked(address, EVENT, None)
    assert status == 200
    assert "Accept-Language" in headers["vary"]
    assert headers["content-language"] == "en"
    assert ">Meeting<" in english
    assert 'lang="fr"' not in english
    status, french_headers, french = asked(address, EVENT, "fr-FR, en;q=0.3")
    assert status == 200
    assert '<span lang="fr" dir="auto">Réunion</span>' in french
    assert french_headers["content-language"] == "en, fr"
    assert french_headers["etag"] != headers["etag"]
    assert asked(address, EVENT, "fr", **{"If-None-Match": french_headers["etag"]})[0] == 304
    assert asked(address, EVENT, "es", **{"If-None-Match": french_headers["etag"]})[0] == 200
    assert asked(address, EVENT, "de")[2] == english
    assert '<span lang="es" dir="auto">Ministro de Asuntos Exteriores</span>' in asked(address, OFFICE, "es")[2]
    assert '<span lang="ar" dir="auto">مخطط له</span>' in asked(address, "/events", "ar")[2]
    shown = asked(address, "/ontology/classes", "ru")[2]
    assert '<b>meeting</b> <span lang="ru" dir="auto">встреча</span>' in shown
    assert "lang=" not in asked(address, "/ontology/classes", "en")[2].partition("<main")[2]


def test_programs_are_told_in_it_too_where_labels_are_for_people(address: str) -> None:
    _, headers, body = asked(address, "/terms.json", "fr", Accept="application/json")
    details = {one["label"]: one.get("detail") for one in json.loads(body)}
    assert details["cmq:Meeting"] == "réunion"
    assert details["cmq:holder"] == "holder"
    assert "Accept-Language" in headers["vary"]
    kinds = {
        language: {one["kind"] for one in json.loads(found)["things"]}
        for language in ("en", "zh")
        for _, _, found in [asked(address, "/search?q=velia", language, Accept="application/json")]
    }
    assert "state" in kinds["en"]
    assert "国家" in kinds["zh"]


QUERY = "query=SELECT+%3Fs+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+1"
QUESTION = "/queries/office-on-day?office=foreign+minister+of+Velia&day=2025-03-05"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        EVENT,
        f"/sparql?{QUERY}",
        "/sparql?query=SELECT+nonsense",
        "/sparql",
        "/queries/",
        QUESTION,
        f"{QUESTION}&asof=2025-03-05&day=2025-03-06",
        "/queries/office-on-day?day=yesterday",
        "/page/person/nobody",
        "/no-such-page",
        "/report",
    ],
)
def test_an_address_with_a_page_says_so_whatever_it_gives(address: str, path: str) -> None:
    """A cache that keeps one of its answers is not to give it to readers of another language, nor to programs."""
    for accept in ("text/html", "*/*", "application/json", "text/turtle"):
        _, headers, _ = asked(address, path, "es", Accept=accept)
        assert headers["vary"] == "Accept, Accept-Encoding, Accept-Language", (path, accept)
        if headers["content-type"].startswith("text/html"):
            assert headers["content-language"] == "en, es"


def test_data_is_the_same_in_every_language(address: str) -> None:
    path = EVENT.replace("/page/", "/data/") + ".ttl"
    (_, headers, english), (_, _, french) = (asked(address, path, one, Accept="text/turtle") for one in ("en", "fr"))
    assert english == french
    assert "Accept-Language" not in headers["vary"]
