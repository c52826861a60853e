"""Pages of a dataset in which some things have much: none grows with it, and nothing is lost by that."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from bench import bulk, pages
from ontology.facts import Article, Claim, Entity, Event, Moment, Report, Span
from ontology.prefixes import WRITTEN
from ontology.triples import graph
from server.store.dataset import Writer, open_dataset
from server.store.harvest import Harvest
from server.store.nquads import canonical
from server.store.publish import publish
from server.web.app import close, create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

ARTICLES = 240
LONG = "https://wire.example/long"


def long_article(facts: int) -> Report:
    """An article of one paragraph each for very many facts."""
    one, two = (Entity("State", name, name.lower()) for name in ("Velia", "Orsany"))
    text = "".join(f"Velia met Orsany for the {at}th time.\n\n" for at in range(100, 100 + facts))
    spans = [Span(match.start(), match.end()) for match in re.finditer(r"Velia.*", text)]
    events = tuple(
        Event(f"e{at}", "Meeting", "happened", (Claim("happened", (span,), "hand"),), (one, two), moment=day)
        for at, span in enumerate(spans)
        for day in [Moment(date(2020 + at % 3, 1 + at % 12, 1 + at // 12), None)]
    )
    article = Article(text, url=LONG, headline="All meetings", published=date(2024, 1, 1))
    return Report(article, (one, two), (), events, tuple(spans), "hand", "", "1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world of few states, in which offices change hands every other day and each event is told by many articles."""
    path = tmp_path_factory.mktemp("large") / "data"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("PER_DAY", 1), ("TERM", 2), ("HOT", 200), ("TOLD", 60)):
            patch.setattr(bulk, name, value)
        weights = [1000.0 + at / 1000 if at > 2 else 300.0 * (at + 1) for at in range(len(bulk.STATES))]
        patch.setattr(bulk, "_WEIGHTS", weights)
        bulk.holder.cache_clear()
        bulk.build(path, pages.BASE, ARTICLES)
    bulk.holder.cache_clear()
    report = long_article(160)
    quads = graph(report, pages.BASE)
    name = str(quads[0].graph_name)[1:-1]
    with Writer(path) as writer:
        publish(writer, [report.article], lambda a: Harvest(a, name, canonical(quads), "1"))
    return path


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[FlaskClient]:
    app = create_app(folder)
    yield app.test_client()
    close(app)


def asked(folder: Path, query: str) -> list[str]:
    """Return the first column of an answer: paths of pages for IRIs."""
    found = open_dataset(folder).read_only().query(query, prefixes=dict(WRITTEN))
    assert isinstance(found, ox.QuerySolutions)
    values = [row[0].value for row in found if isinstance(row[0], ox.NamedNode)]
    return [value.replace(f"{pages.BASE}id/", "/page/").replace(pages.BASE, "/") for value in values]


def get(client: FlaskClient, path: str) -> str:
    response = client.get(path, headers={"Accept": "text/html, */*;q=0.1"})  # as browsers ask, for lists of changes too
    assert response.status_code == 200, path
    return response.text


def test_no_page_is_larger_than_a_page_is_to_be(client: FlaskClient, folder: Path) -> None:
    sizes = {
        path: pages.elements(get(client, path))
        for kind in pages.kinds(open_dataset(folder))
        if kind.name != "feed"
        for path in kind.paths
    }
    assert len(sizes) > 50
    assert {path: size for path, size in sizes.items() if size > pages.LARGEST} == {}


def links(client: FlaskClient, path: str, kind: str) -> tuple[set[str], set[str]]:
    """Follow a list through all its pages: what it leads to, and the paths of its pages."""
    found: set[str] = set()
    seen: set[str] = set()
    at: str | None = path
    while at:
        seen.add(at)
        page = get(client, at)
        found |= set(re.findall(rf'href="(/page/{kind}/[^"?#]+)"', page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        at = html.unescape(following[1]) if following else None
    return found, seen


def test_every_holder_of_an_office_is_on_one_of_its_pages(client: FlaskClient, folder: Path) -> None:
    office = f"{pages.BASE}id/office/{bulk.STATES[0].key}-head-of-state"
    wanted = set(asked(folder, f"SELECT DISTINCT ?x {{ ?h cmq:office <{office}> ; cmq:holder ?x }}"))
    found, seen = links(client, office.replace(f"{pages.BASE}id/", "/page/"), "person")
    assert len(wanted) > 30
    assert len(seen) > 2
    assert wanted <= found


def test_every_event_of_a_state_is_on_one_of_its_pages(client: FlaskClient, folder: Path) -> None:
    state = f"{pages.BASE}id/state/{bulk.STATES[0].key}"
    wanted = set(asked(folder, f"SELECT DISTINCT ?x {{ ?x cmq:participant|cmq:place <{state}> }}"))
    found, seen = links(client, state.replace(f"{pages.BASE}id/", "/page/"), "event")
    assert len(wanted) > 100
    assert len(seen) > 5
    assert wanted <= found


def test_every_claim_about_an_event_is_on_one_of_its_pages(client: FlaskClient, folder: Path) -> None:
    most = "SELECT ?e { ?c cmq:about ?e . ?e a cmq:Event } GROUP BY ?e ORDER BY DESC(COUNT(?c)) LIMIT 1"
    path = asked(folder, most)[0]
    claims = asked(folder, f"SELECT ?c {{ ?c cmq:about <{path.replace('/page/', f'{pages.BASE}id/')}> }}")
    found: set[str] = set()
    for begin in range(0, len(claims), 20):
        found |= set(re.findall(r'href="(/article/[^"#]+#char=\d+,\d+)"', get(client, f"{path}?start={begin}")))
    assert len(found) == len(claims) > 50


def test_an_article_of_very_many_facts_leads_to_each_and_back(client: FlaskClient, folder: Path) -> None:
    path = asked(folder, f'SELECT ?x {{ ?x schema:url "{LONG}" }}')[0]
    numbers: set[str] = set()
    events: set[str] = set()
    at: str | None = path
    while at:
        page = get(client, at)
        assert pages.elements(page) <= pages.LARGEST
        here = set(re.findall(r'class="ref[^"]*" href="#(f\d+)"', page))
        assert len(set(re.findall(r'<mark id="(char=\d+,\d+)"', page))) == len(here) > 0
        assert all(f'id="{number}"' in page for number in here)
        numbers |= here
        events |= set(re.findall(r'href="(/page/event/[^"]+)"', page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        at = html.unescape(following[1]) if following else None
    assert len(numbers) == len(events) == 160
