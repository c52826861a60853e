"""What somebody new comes for, done from the first page by links and forms alone, with and without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import browser as chrome
import pages_world as world
import pyoxigraph as ox
import pytest
import webserver
from lxml import html as lxml_html

from server.web.app import close, create_app
from server.web.people import results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from playwright.sync_api import Page

PEOPLE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.publish(tmp_path_factory.mktemp("tasks") / "dataset")


@pytest.fixture(scope="module")
def client(dataset: Path) -> Iterator[FlaskClient]:
    app = create_app(dataset)
    yield app.test_client()
    close(app)


def shown(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=PEOPLE, follow_redirects=True)
    assert answer.status_code == 200, path
    return " ".join(lxml_html.fromstring(answer.get_data(as_text=True)).find(".//main").text_content().split())


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "no scripts"])
def home(request: pytest.FixtureRequest, dataset: Path) -> Iterator[Page]:
    with chrome.chromium() as chromium, webserver.serving(dataset) as address:
        context = chromium.new_context(
            base_url=address, java_script_enabled=request.param, reduced_motion="reduce", accept_downloads=True
        )
        context.set_default_timeout(10_000)
        yield context.new_page()
        context.close()


def ask(home: Page, words: str) -> None:
    home.goto("/")
    home.fill("#s", words)
    home.click("button:text-is('Search')")


def test_who_was_foreign_minister_of_a_state_on_a_day(home: Page) -> None:
    ask(home, "velia")
    home.fill("input[type=date]", "2025-03-05")
    home.click("button:text-is('Show')")
    row = home.locator("#main dl.facts > div", has_text="foreign minister of Velia")
    assert "Mara Lindqvist" in row.inner_text()
    row.locator("summary").click()
    assert "Velian Foreign Minister Mara Lindqvist" in row.locator("mark").first.inner_text()


def test_who_was_foreign_minister_by_the_question(home: Page) -> None:
    home.goto("/")
    home.click("text=Who held an office on a day")
    home.fill("input[name=office]", "Velia foreign minister")  # not the words of any label
    home.fill("input[name=day]", "2025-03-05")
    home.click("button:text-is('Ask')")
    assert home.locator("td a").first.inner_text() == "Mara Lindqvist"


def test_the_sentence_behind_a_plan(home: Page) -> None:
    home.goto("/")
    home.locator("li", has_text="planned").locator("a.t").first.click()
    home.click("text=In its place")
    assert home.locator("mark:target").inner_text().startswith("Şahin is to visit Orsany next week")


def test_all_meetings_of_two_states_as_a_table(home: Page) -> None:
    ask(home, "orsany and velia")
    assert home.inner_text("h1") == "Orsany and Velia"
    home.click("nav >> text=Talks")
    with home.expect_download() as saved:
        home.click("a:text-is('CSV')")
    assert saved.value.suggested_filename == "orsany-velia-talks.csv"
    lines = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "earliest,latest,status,label,event,kinds"
    assert [line for line in lines if "met in Ankara" in line]
    assert not [line for line in lines if "greement" in line], "the tab shows talks alone"


def test_a_search_that_finds_nothing_goes_on_with_the_words_that_do(client: FlaskClient) -> None:
    text = shown(client, "/search?q=who was foreign minister of Velia in spring")
    assert "Nothing has all of these words; this has “foreign minister of Velia”." in text
    assert "foreign minister of Velia office" in text
    assert "0 results" in shown(client, "/search?q=xyzzy plugh")


def test_a_search_offers_the_questions_that_have_its_words(client: FlaskClient) -> None:
    assert "Meetings of two sides that are only planned" in shown(client, "/search?q=planned meeting")
    assert "Meetings of two sides" not in shown(client, "/search?q=velia meeting")


@pytest.mark.parametrize("words", ["Velia and Orsany", "orsany velia", "Orsany & Velia", "Velia with Orsany"])
def test_two_states_side_by_side_are_a_pair(client: FlaskClient, words: str) -> None:
    answer = client.get("/search", query_string={"q": words}, headers=PEOPLE)
    assert answer.headers["Location"].endswith("/page/dyad/orsany/velia")


@pytest.mark.parametrize("words", ["Velia and Velia", "Velia and Mara Lindqvist", "Velia and"])
def test_others_are_no_pair(client: FlaskClient, words: str) -> None:
    answer = client.get("/search", query_string={"q": words}, headers=PEOPLE)
    assert "dyad" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "office", ["Foreign Minister of Velia", "foreign minister of velia", "velia foreign minister", "Velia minister"]
)
def test_people_need_not_know_how_an_office_is_written(client: FlaskClient, office: str) -> None:
    assert "Mara Lindqvist" in shown(client, f"/queries/office-on-day?office={office}&day=2025-03-05")


def test_a_name_that_is_unknown_is_said_to_be_with_what_is_near(client: FlaskClient) -> None:
    path = "/queries/office-on-day?office=Velish foreign minister&day=2025-03-05"
    text = shown(client, path)
    assert "Nothing here is called “Velish foreign minister”. Near it: " in text
    tree = lxml_html.fromstring(client.get(path, headers=PEOPLE).get_data(as_text=True))
    near = tree.xpath("//p[@class='differ']/a[text()='foreign minister of Velia']/@href")
    assert "Mara Lindqvist" in shown(client, near[0])
    assert "is called" not in shown(client, "/queries/office-on-day?office=foreign minister of Velia&day=2025-03-05")


def test_words_of_the_ontology_are_chosen_by_their_labels(client: FlaskClient) -> None:
    def fields(path: str) -> dict[str, tuple[str, int]]:
        tree = lxml_html.fromstring(client.get(path, headers=PEOPLE).get_data(as_text=True))
        selects = tree.xpath("//main//select")
        return {s.get("name"): (s.xpath("option[@selected]")[0].text, len(s.xpath("option"))) for s in selects}

    assert fields("/queries/planned-then-done")["type"][0] == "meeting"
    assert fields("/queries/planned-then-done?type=Visit")["type"][0] == "visit"
    assert fields("/queries/planned-then-done?type=cmq:Visit")["type"][0] == "visit"
    assert fields("/queries/former-or-next")["phase"] == ("former", 3)
    assert fields("/queries/holders-of-kind")["kind"][0] == "foreign minister"
    assert fields("/queries/events-of-code")["code"][1] > 10
    assert fields("/queries/planned-then-done?type=https://other.example/Visit") == {}
    assert "Velia" in shown(client, "/queries/holders-of-kind?kind=foreign-minister")


def test_a_name_that_is_quoted_as_well_still_leads_to_its_thing() -> None:
    def row(label: str, quoted: str, one: str, number: int) -> dict[str, ox.Literal]:
        texts = {"l": label, "quoted": quoted, "one": one, "n": str(number)}
        return {name: ox.Literal(text) for name, text in texts.items()}

    found = [row("Ana", "true", "words", 1), row("Ana", "false", "ana", 1), row("met", "true", "met", 1)]
    found += [row("Bo", "true", "words", 1), row("Bo", "false", "one of two", 2)]
    asked = [{"who": ox.Literal("Ana")}]
    assert results._named(lambda _: found, asked) == {"Ana": "ana", "met": "met"}
