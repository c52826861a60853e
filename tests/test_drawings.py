"""Maps, bars and timelines, where what is drawn or listed would mislead or say nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pages_world as world
import pytest
from lxml import html as lxml_html

from ontology import labels
from ontology.facts import Claim, Event, Span
from server.web.app import close, create_app
from server.web.drawings import Dot, holders, maps
from server.web.drawings import world as drawn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = create_app(world.publish(tmp_path_factory.mktemp("drawings") / "dataset"))
    yield app.test_client()
    close(app)


def main(client: FlaskClient, path: str) -> lxml_html.HtmlElement:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, path
    found = lxml_html.fromstring(answer.get_data(as_text=True)).find(".//main")
    assert found is not None
    return found


def test_no_country_is_drawn_around_the_world() -> None:
    for name, rings in maps._table():
        for ring in rings:
            steps = [abs(b[0] - a[0]) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
            assert max(steps) < 180 or name == "Antarctica", name


def test_names_on_a_map_are_whole_and_apart() -> None:
    cities = ("lima", "quito", "ankara", "damascus", "tokyo", "ottawa", "doha", "muscat")
    dots = [Dot(f"{world.BASE}id/place/{name}", name.capitalize(), 1) for name in cities]
    svg = lxml_html.fromstring(str(drawn(dots, "Where", str)))
    boxes = []
    for text in svg.xpath("//*[local-name()='text']"):
        wide = len(text.text) * (maps._BOLD if text.get("class") == "lbl" else maps._LIGHT)
        left = float(text.get("x")) - {"end": wide, None: 0.0}.get(text.get("text-anchor"), wide / 2)
        left -= wide / 2 if text.get("class") == "cty" and text.get("text-anchor") is None else 0
        boxes.append((left, float(text.get("y")), left + wide, text.text))
        assert left >= -1, text.text
        assert left + wide <= maps._WIDTH + 1, text.text
    for at, (left, y, right, name) in enumerate(boxes):
        for other in boxes[:at]:
            assert right <= other[0] or other[2] <= left or abs(y - other[1]) > 12, (name, other[3])


def test_an_office_seen_on_one_day_has_no_bars() -> None:
    one = ("iri:a", "Ana", "current", "2025-03-05", "2025-03-05")
    assert holders("Who", [one], str) is None
    assert holders("Who", [one, ("iri:b", "Bo", "current", "2025-04-01", "2025-04-02")], str)


def test_the_first_page_has_events_with_a_day_first(client: FlaskClient) -> None:
    shown = main(client, "/").xpath(".//ol[@class='tl']/li/*[1]")
    dated = [element.tag == "time" for element in shown]
    assert True in dated
    assert False in dated
    assert dated == sorted(dated, reverse=True)


def test_no_section_is_empty(client: FlaskClient) -> None:
    for path in (
        "/page/state/velia",
        "/page/place/ankara",
        "/page/person/ines-sahin",
        "/page/office/velia-foreign-minister",
    ):
        for section in main(client, path).xpath(".//section"):
            assert [child for child in section if child.tag not in {"h2", "h3"} and " ".join(child.itertext()).strip()]


def test_a_list_of_triples_has_labels_and_names_a_subject_once(client: FlaskClient) -> None:
    tree = main(client, "/graph/2025-03-03-wire-example-ccbb5febef")
    subjects = [" ".join(row[0].itertext()) for row in tree.xpath(".//tbody/tr")]
    named = [subject for subject in subjects if subject]
    assert 0 < len(named) < len(subjects)
    assert not [subject for subject in named if re.match(r"char=|\d{4}-\d\d", subject)], named


def test_events_with_one_name_are_told_apart_by_their_words(tmp_path: Path, client: FlaskClient) -> None:
    app = create_app(world.publish(tmp_path / "dataset", [world.long(3)]))
    told = main(app.test_client(), "/events").xpath(".//ol[@class='tl']/li//div[@class='who']/text()")
    close(app)
    assert told == [f"\u201cIn case {n} Mara Lindqvist met Tomas Oyelaran in Ankara\u201d" for n in (2, 1, 0)]
    assert not main(client, "/events").xpath(".//ol[@class='tl']/li//div[@class='who']")


def test_a_place_is_named_once_and_visited_rather_than_visited_in(client: FlaskClient) -> None:
    names = main(client, "/events").xpath(".//ol[@class='tl']//*[@class='t']/text()")
    assert "Inês Şahin to visit Orsany" in names
    assert "Coastal Brigade attacked Velia in Port Vela" in names
    claims = (Claim("happened", (Span(0, 9),), "Test:verb:come", 0.8, None),)
    visit = Event("e1", "Visit", "happened", claims, agents=(world.MARA,), place=world.ANKARA)
    assert labels.event_label(visit, "She came.") == "Mara Lindqvist visited Ankara"
