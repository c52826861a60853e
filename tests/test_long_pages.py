"""An article of very many facts comes in pages that a browser bears, and every address of its words leads to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pages_world as world
import pytest
from lxml import html as lxml_html

from server.web.app import close, create_app
from server.web.people import notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

FACTS = 230
LAST = "Nobody knows what comes next."


@pytest.fixture(scope="module", params=["sentences", "texts"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A site with an article of many paragraphs and one of a single one, which shows what is evidence, or all."""
    told = [world.long(FACTS), world.long(FACTS, FACTS), *world.reports()]
    folder = world.publish(tmp_path_factory.mktemp("long") / "dataset", told)
    settings = folder / "communique.toml"
    settings.write_text(settings.read_text().replace('show = "sentences"', f'show = "{request.param}"'))
    app = create_app(folder)
    yield app.test_client()
    close(app)


def got(client: FlaskClient, path: str) -> lxml_html.HtmlElement:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, path
    return lxml_html.fromstring(answer.get_data(as_text=True))


@pytest.fixture(params=[3, FACTS])
def pages(request: pytest.FixtureRequest, client: FlaskClient) -> list[lxml_html.HtmlElement]:
    """The pages of one of the articles, as links lead from the first to the last."""
    title = f"long-{FACTS}-{request.param}"
    site = client.application.extensions["communique"]
    query = f'SELECT ?a {{ ?a schema:url ?u FILTER (STRENDS(STR(?u), "{title}")) }}'
    (path,) = (row["a"].value.removeprefix(world.BASE) for row in site.pool.rows(query))
    found = [got(client, f"/{path}")]
    while following := found[-1].xpath("//a[@rel='next']/@href"):
        found.append(got(client, following[0]))
        assert len(found) < FACTS
    return found


def test_each_fact_is_on_one_page_that_a_browser_bears(pages: list[lxml_html.HtmlElement]) -> None:
    assert len(pages) == 3
    numbers = [int(one[1:]) for page in pages for one in page.xpath("//@id") if re.fullmatch(r"f\d+", one)]
    assert numbers == list(range(1, FACTS + 1))
    for page in pages:
        assert len(page.xpath("//*")) <= 1500
        assert f"{FACTS} facts" in page.text_content()
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in page.xpath("//a/@href") if re.fullmatch(r"#(f\d+|char=.*)", href)} <= set(ids)
        assert page.xpath("//aside//details"), "the first facts of each page are shown in full"
    back = [page.xpath("//a[@rel='prev']/@href") for page in pages]
    assert [bool(one) for one in back] == [False, True, True]


def test_the_address_of_any_words_leads_to_them(client: FlaskClient, pages: list[lxml_html.HtmlElement]) -> None:
    """A browser looks for what stands after the # on the first page: it is there, or says on which page it is."""
    marks = {id_: mark for page in pages for mark in page.xpath("//mark[@id]") for id_ in mark.xpath("@id")}
    assert len(marks) == FACTS
    here, there = 0, 0
    for anchor, mark in marks.items():
        (found,) = pages[0].xpath(f"//*[@id='{anchor}']")
        if found.tag == "mark":
            here += 1
            continue
        there += 1
        address = urlsplit(found.get("href"))
        assert address.fragment == anchor
        page = pages[int(address.query.removeprefix("start=")) // notes.SIZE]
        (words,) = page.xpath(f"//mark[@id='{anchor}']")
        assert words.text_content() == mark.text_content()
        assert found.text_content() in words.get("data-f").split()
    assert (here, there) == (notes.SIZE, FACTS - notes.SIZE)


def test_what_is_shown_of_the_text_is_shown_on_the_page_of_its_facts(
    client: FlaskClient, pages: list[lxml_html.HtmlElement]
) -> None:
    whole = client.application.extensions["communique"].dataset.show == "texts"
    texts = [page.xpath("//div[@class='art']")[0].text_content() for page in pages]
    for number in range(FACTS):
        shown = [f"In case {number} Mara" in text for text in texts]
        assert shown[number // notes.SIZE]
        assert whole or sum(shown) == 1
    assert [LAST in text for text in texts] == [False, False, whole]


def test_a_number_beyond_the_last_fact_gives_the_last_page(
    client: FlaskClient, pages: list[lxml_html.HtmlElement]
) -> None:
    (last,) = pages[-2].xpath("//a[@rel='next']/@href")
    beyond = got(client, last.partition("?")[0] + "?start=99999")
    assert beyond.xpath("//@id") == pages[-1].xpath("//@id")


def test_an_article_of_few_facts_is_one_page(client: FlaskClient) -> None:
    short = got(client, "/article/2025-03-03-wire-example-ccbb5febef")
    assert short.xpath("//mark")
    assert not short.xpath("//nav[@class='pages' or contains(@class, 'rest')]")
