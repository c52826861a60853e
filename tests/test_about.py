"""The page about the dataset: it counts every source, names what read them, and can be cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pages_world as world
import pytest
from lxml import html as lxml_html

from server.search import NAME, Lists
from server.search.rows import Publisher
from server.store import retract
from server.store.dataset import Writer, open_dataset
from server.store.releases import versions, write_all
from server.web.app import close, create_app
from server.web.people.about import citation, licence_name, read_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return world.publish(tmp_path / "dataset")


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    app = create_app(folder)
    yield app.test_client()
    close(app)


def lists(folder: Path) -> Lists:
    checkpoint = open_dataset(folder).checkpoint
    assert checkpoint is not None
    return Lists(checkpoint / NAME)


def got(client: FlaskClient, path: str = "/about") -> lxml_html.HtmlElement:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return lxml_html.fromstring(answer.text)


def section(page: lxml_html.HtmlElement, name: str) -> str:
    return " ".join(page.xpath(f"//section[@aria-labelledby='{name}']")[0].text_content().split())


def test_every_source_is_told_with_its_articles_and_their_days(client: FlaskClient) -> None:
    page = got(client)
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in page.xpath("//tbody/tr")
    ]
    assert rows == [
        ["Example Wire", "2", "3 Mar 2025 \u2013 8 Mar 2025"],
        ["The Daily Example", "2", "1 Jun 2023 \u2013 15 Jan 2026"],
    ]
    assert "2 publishers" in section(page, "sources")
    assert "4 articles" in page.xpath("//p[@class='lede']")[0].text_content()
    assert "Read byHand, version 1" in section(page, "how")
    assert "4 articles" in section(page, "how")


def test_sources_follow_what_is_withdrawn_and_comes_again(folder: Path) -> None:
    before = lists(folder).publishers(0, 9)
    with Writer(folder) as writer:
        retract.retract(writer, world.HELD.url)
    found, total = lists(folder).publishers(0, 9)
    assert total == 2
    assert Publisher("Example Wire", 1, "2025-03-03", "2025-03-03") in found
    assert sum(number for _, number in lists(folder).runs()) == 3
    with Writer(folder) as writer:
        retract.reinstate(writer, world.HELD.url)
    assert lists(folder).publishers(0, 9) == before
    assert lists(folder).publishers(1, 9)[0] == before[0][1:]


def test_each_page_leads_to_it_and_it_can_be_cited_by_its_version(folder: Path, client: FlaskClient) -> None:
    for path in ("/", "/events", "/page/state/velia", "/page/person/nobody", "/dumps/"):
        foot = lxml_html.fromstring(client.get(path, headers={"Accept": "text/html"}).text).xpath(
            "//footer[@class='foot']"
        )[0]
        assert foot.xpath(".//a[@href='/about']"), path
    assert "version" not in section(got(client), "cite").partition("Copy")[0]
    write_all(open_dataset(folder))
    (version,) = versions(open_dataset(folder).dumps)
    page = got(client)
    assert f", version {version}. Data set. {world.BASE}" in section(page, "cite")
    assert page.xpath("//a[@href='/dumps/CITATION.cff']")
    (copied,) = page.xpath("//section[@aria-labelledby='cite']//@data-copy")
    assert version in copied
    assert copied.endswith(world.BASE)


def test_a_licence_and_a_reader_are_told_in_words() -> None:
    assert licence_name("https://creativecommons.org/licenses/by-sa/4.0/") == "Creative Commons BY-SA 4.0"
    assert licence_name("https://creativecommons.org/publicdomain/zero/1.0/") == "CC0 1.0"
    assert licence_name("https://news.example/terms") == "https://news.example/terms"
    assert licence_name("") == ""
    told = "the trained reader, version 0.2.0, with the language model en_core_web_md 3.8"
    assert read_by("Extraction by learned 0.2.0 en_core_web_md 3.8") == told
    assert read_by("Extraction by hand") == "hand"


def test_a_citation_names_the_publisher_once() -> None:
    assert citation("News", "News", "", "") == "News. Data set."
    cited = citation("A. House", "News", "2025-03-08-abc", "2025-03-08")
    assert cited == "A. House. News (2025), version 2025-03-08-abc. Data set."
