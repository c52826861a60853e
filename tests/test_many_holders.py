"""An office that hundreds have held: none is left out in silence, and a day long ago has its holder."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pages_world as world
import pytest
from lxml import html as lxml_html

from server.search import Lists
from server.search.rows import Term
from server.store.change import Change, apply
from server.store.dataset import Writer
from server.web.app import close, create_app
from server.web.people.state import held_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

HOLDERS = 430
OFFICE, STATE = "/page/office/velia-spokesperson", "/page/state/velia"


def day(number: int) -> date:
    return date(2020, 1, 1) + timedelta(days=number)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    base = f"{world.BASE}id/"
    office, state = base + OFFICE.removeprefix("/page/"), base + STATE.removeprefix("/page/")
    said = [
        f"<{state}> a cmq:State, cmq:Actor ; rdfs:label 'Velia' .",
        f"<{office}> a cmq:Office ; rdfs:label 'spokesperson of Velia' ; cmq:officeOf <{state}> .",
    ]
    for number in range(HOLDERS):
        person = f"{base}person/holder-{number}"
        said.append(f"<{person}> a cmq:Person, cmq:Actor ; rdfs:label 'Holder {number}' .")
        said.append(
            f"<{base}holding/h{number}> a cmq:Holding ; rdfs:label 'Holder {number}, spokesperson of Velia (current)' ;"
            f" cmq:holder <{person}> ; cmq:office <{office}> ; cmq:phase cmq:current ;"
            f" cmq:seenFrom '{day(number)}'^^xsd:date ; cmq:seenTo '{day(number)}'^^xsd:date ."
        )
    folder: Path = tmp_path_factory.mktemp("holders") / "plain"
    with Writer(folder, world.BASE, plain=True) as writer:
        apply(writer, Change("update", update=f"INSERT DATA {{ {' '.join(said)} }}", base=world.BASE))
        writer.freeze()
    app = create_app(folder, token="")
    yield app.test_client()
    close(app)


def shown(client: FlaskClient, path: str, section: str) -> str:
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 200
    tree = lxml_html.fromstring(page.text)
    assert len(tree.xpath("//*")) <= 1500
    return " ".join(tree.xpath(f"//section[@aria-labelledby='{section}']")[0].text_content().split())


def test_the_pages_of_an_office_have_all_its_holders_once_the_last_first(client: FlaskClient) -> None:
    found: list[int] = []
    while len(found) < HOLDERS:
        text = shown(client, f"{OFFICE}?start={len(found)}", "who")
        assert f"of {HOLDERS}" in text
        more = [int(number) for number in dict.fromkeys(re.findall(r"Holder (\d+)", text))]
        assert len(more) in {15, HOLDERS % 15}
        found += sorted(more, reverse=True)
    assert found == list(range(HOLDERS))[::-1]


@pytest.mark.parametrize("number", [0, 7, HOLDERS - 1])
def test_who_held_it_on_a_day_is_told_however_many_came_after(client: FlaskClient, number: int) -> None:
    for path in (STATE, OFFICE):
        text = shown(client, f"{path}?asof={day(number)}", "holders")
        assert re.findall(r"Holder (\d+)", text) == [str(number)]
        assert "seen before" not in text
    assert "seen before" in shown(client, f"{STATE}?asof=2030-01-01", "holders")


def test_a_state_tells_how_many_of_its_holders_are_not_shown(client: FlaskClient) -> None:
    assert f"The newest 15 of {HOLDERS} are shown" in shown(client, STATE, "holders")


def test_on_a_day_each_office_has_who_is_on_it_or_nearest_to_it() -> None:
    one, two, three = (
        Term("a", 1, "2020-01-01", "2020-02-01"),
        Term("b", 1, "2020-03-01", "2020-04-01"),
        Term("c", 2, "2020-01-15", "2020-06-01"),
    )
    assert held_on([one, two, three], "2020-01-20") == [one, three]
    assert held_on([one, two, three], "2020-02-25") == [three, two]
    assert held_on([one, two, three], "2020-02-03") == [three, one]
    assert held_on([], "2020-01-20") == []


def test_without_an_index_nothing_is_held() -> None:
    assert Lists(None).holdings("x", 0, 5) == ([], 0)
