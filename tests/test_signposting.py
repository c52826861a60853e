"""FAIR Signposting, level 2: from a page to its data, its whole and back, in headers and in link sets."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pages_world as world
import pytest
import surroundings
from werkzeug.http import parse_options_header

from server.store.dataset import open_dataset
from server.store.releases import write_all
from server.web.app import close, create_app
from server.web.signposts import Where

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

HERE = "http://localhost"
CLIENT = "signposting==0.9.9"
LANDING = ("/page/person/mara-lindqvist", "/page/state/velia", "/page/office/velia-foreign-minister", "/")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = world.publish(tmp_path_factory.mktemp("signposts") / "dataset")
    write_all(open_dataset(folder))
    app = create_app(folder, token="")
    yield app.test_client()
    close(app)


def links(client: FlaskClient, path: str) -> dict[str, list[str]]:
    """Return the targets of a resource's links by their relations; it must be there."""
    with client.get(path) as answer:
        assert answer.status_code == 200, path
        header = answer.headers["Link"]
    found: dict[str, list[str]] = {}
    for one in header.split(", <"):
        target, _, rest = one.lstrip("<").partition(">")
        _, options = parse_options_header(f"x{rest}")
        found.setdefault(options["rel"], []).append(urljoin(HERE + path, target))
    return found


def local(address: str) -> str:
    assert address.startswith(f"{HERE}/"), address
    return address.removeprefix(HERE)


def landing_of_an_article(client: FlaskClient) -> str:
    return next(local(address) for address in addresses(client) if "/article/" in address)


def addresses(client: FlaskClient) -> list[str]:
    text = client.get("/sitemap/article-1.xml").get_data(as_text=True)
    return [part.partition("<")[0] for part in text.split("<loc>")[1:]]


@pytest.mark.parametrize("kind", [*LANDING, "article"])
def test_a_landing_page_leads_to_all_that_belongs_to_it_and_that_leads_back(client: FlaskClient, kind: str) -> None:
    path = landing_of_an_article(client) if kind == "article" else kind
    found = links(client, path)
    assert len(found["cite-as"]) == 1
    assert found["cite-as"][0].startswith(world.BASE)
    assert "https://schema.org/AboutPage" in found["type"]
    assert len(found["type"]) == 2
    assert len(found["license"]) == 1
    assert len(found["describedby"]) >= 2
    for one in found["describedby"]:
        back = links(client, local(one))
        assert back["describes"] == [HERE + path], one
        assert back["linkset"] == found["linkset"]
    for one in found.get("item", []):
        back = links(client, local(one))
        assert HERE + path in back["collection"], one
        assert back["linkset"] == found["linkset"]
    assert ("item" in found) == (kind in {"article", "/"})
    assert kind == "/" or found["collection"] == [f"{HERE}/"]


@pytest.mark.parametrize("kind", [*LANDING, "article"])
def test_link_sets_say_what_the_headers_say_in_both_formats(client: FlaskClient, kind: str) -> None:
    path = landing_of_an_article(client) if kind == "article" else kind
    found = links(client, path)
    (in_json, in_text) = found["linkset"]
    answer = client.get(local(in_json))
    assert answer.content_type == "application/linkset+json"
    contexts = {one["anchor"]: one for one in json.loads(answer.data)["linkset"]}
    assert {relation for relation in contexts[HERE + path] if relation != "anchor"} == set(found) - {
        "linkset",
        "alternate",
    }
    for anchor, context in contexts.items():
        told = links(client, local(anchor))
        for relation, targets in context.items():
            if relation != "anchor":
                assert [target["href"] for target in targets] == told[relation], (anchor, relation)
    text = client.get(local(in_text))
    assert text.content_type == "application/linkset"
    assert text.get_data(as_text=True).count('; anchor="') == sum(
        len(targets) for context in contexts.values() for relation, targets in context.items() if relation != "anchor"
    )
    plain = local(in_json).removesuffix(".json")
    assert client.get(plain, headers={"Accept": "application/linkset"}).content_type == "application/linkset"


@pytest.mark.parametrize(
    "path", ["/linkset/nothing", "/linkset/person/nobody", "/linkset/article/none", "/linkset/x/y"]
)
def test_there_are_no_link_sets_of_what_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "application/json"}).status_code == 404


def test_who_publishes_is_an_author_where_it_has_an_address() -> None:
    at = {link.relation for _, link in Where("", "https://x.example/", "", "https://orcid.example/0").dataset(()).posts}
    assert "author" in at
    assert "author" not in {
        link.relation for _, link in Where("", "https://x.example/", "", "A Paper").dataset(()).posts
    }


@pytest.mark.prove
def test_the_signposting_client_finds_the_way(news: str, tmp_path: Path) -> None:
    command = surroundings.python("signposting", CLIENT) / "signposting"

    def told(path: str, how: str) -> set[str]:
        done = subprocess.run([command, how, news + path], capture_output=True, text=True, timeout=60, check=True)
        return named(done.stdout)

    wanted = {
        f"CiteAs: <{news}/id/person/ana-lopes>",
        "Type: <https://schema.org/AboutPage>",
        "Type: <https://schema.org/Person>",
        "License: <https://creativecommons.org/licenses/by/4.0/>",
        f"Collection: <{news}/>",
        f"DescribedBy: <{news}/data/person/ana-lopes.ttl> text/turtle",
    }
    sets = {f"Linkset: <{news}/linkset/person/ana-lopes.json> application/linkset+json"}
    assert wanted | sets <= told("/page/person/ana-lopes", "--http")
    for suffix in ("json", "txt"):
        assert wanted <= told(f"/linkset/person/ana-lopes.{suffix}", "--linkset"), suffix


def named(text: str) -> set[str]:
    """Return what the client tells, each line with its heading, which it gives once for several."""
    found, heading = set(), ""
    for line in text.splitlines():
        before, mark, rest = line.partition("<")
        heading = before.strip() or heading
        if mark:
            found.add(f"{heading} <{rest}".rstrip())
    return found
