"""Versions of the dataset: named by what they hold, each made from the one before, described for people and programs."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import subprocess
from typing import TYPE_CHECKING

import pages_world as world
import pytest
import yaml

from ontology.triples import graph
from ontology.uris import Scheme, article_slug
from server.store import retract
from server.store.citing import CITATION, CRATE, FILES
from server.store.dataset import Writer, open_dataset
from server.store.nquads import canonical, digest
from server.store.patch import opened, patched
from server.store.records import Version, key_of
from server.store.releases import KEPT, patch_name, versions, write_all
from server.web.app import close, create_app

if TYPE_CHECKING:
    from pathlib import Path

    from ontology.facts import Report


def tell(writer: Writer, report: Report) -> None:
    """Record what is read from an article, and write the version that has it."""
    quads = canonical(graph(report, world.BASE))
    article = report.article
    of = Scheme(world.BASE, article_slug(article)).graph
    told = (article, article.digest, of, "hand 1", quads, digest(quads), "accepted")
    writer.record([Version(key_of(article), *told)])
    writer.show()
    write_all(writer.dataset)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a dataset of four articles, told one by one: four versions."""
    with Writer(tmp_path / "dataset", world.BASE) as writer:
        for report in world.reports():
            tell(writer, report)
    return tmp_path / "dataset"


def test_a_version_is_named_by_what_it_holds(folder: Path, tmp_path: Path) -> None:
    known = versions(folder / "dumps")
    assert len(set(known)) == 4
    assert known[-1].startswith("2026-01-15-")
    assert not write_all(open_dataset(folder))
    with Writer(folder, rebuild=True) as writer:
        assert write_all(writer.dataset), "another checkpoint"
    assert versions(folder / "dumps") == known, "but the same version"
    other = world.publish(tmp_path / "other")
    write_all(open_dataset(other))
    assert versions(other / "dumps") == known[-1:], "however it came to be"


def test_each_version_with_what_changed_is_the_next_byte_for_byte(folder: Path) -> None:
    dumps = folder / "dumps"
    known = versions(dumps)
    whole = {path.name for path in dumps.glob("communique-*.nq.gz")}
    pairs = [(old, new) for old, new in itertools.pairwise(known) if f"communique-{old}.nq.gz" in whole]
    assert len(pairs) == KEPT - 1
    for old, new in pairs:
        with opened(dumps / f"communique-{old}.nq.gz") as before, opened(dumps / patch_name(old, new)) as patch:
            made = b"".join(patched(before, patch))
        assert made == gzip.decompress((dumps / f"communique-{new}.nq.gz").read_bytes())
        assert len(made) > 1000
    assert (dumps / "communique.nq.gz").samefile(dumps / f"communique-{known[-1]}.nq.gz"), "it takes no room"


def test_every_file_has_its_digest_and_the_sums_are_of_this_version(folder: Path) -> None:
    dumps = folder / "dumps"
    subprocess.run(["sha256sum", "--quiet", "--check", "--strict", "SHA256SUMS"], cwd=dumps, check=True)
    summed = {line[66:] for line in (dumps / "SHA256SUMS").read_text().splitlines()}
    assert summed == {*FILES, CRATE}
    for path in dumps.iterdir():
        if path.suffix != ".sha256" and path.name not in {"SHA256SUMS", "VERSION", "VERSIONS", ".withdrawn"}:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            assert path.with_name(path.name + ".sha256").read_text() == f"{digest}  {path.name}\n"


def test_old_versions_go_and_what_changed_stays(folder: Path) -> None:
    dumps = folder / "dumps"
    known = versions(dumps)
    kept = {path.name for path in dumps.glob("communique-*.nq.gz")}
    assert (
        kept == {f"communique-{name}.nq.gz" for name in known[-KEPT:]} != {f"communique-{name}.nq.gz" for name in known}
    )
    assert not list(dumps.glob(f"communique-{known[0]}.*.sha256"))
    assert all((dumps / patch_name(old, new)).exists() for old, new in itertools.pairwise(known))


def test_what_is_withdrawn_is_in_no_file_of_any_version(folder: Path) -> None:
    def told() -> list[str]:
        packed = [path for path in (folder / "dumps").iterdir() if path.suffix == ".gz"]
        return [
            path.name for path in packed if b"good day for the Velian fishers" in gzip.decompress(path.read_bytes())
        ]

    assert len(told()) > 6
    with Writer(folder) as writer:
        retract.retract(writer, world.HELD.url)
        write_all(writer.dataset)
        assert told() == []
        assert len(versions(folder / "dumps")) == 1
        retract.reinstate(writer, world.HELD.url)
        write_all(writer.dataset)
    one, two = versions(folder / "dumps")
    assert (folder / "dumps" / patch_name(one, two)).exists(), "what comes back is told of as all else"
    assert any("nq" in name for name in told())


def test_the_crate_and_the_citation_say_what_is_so(folder: Path) -> None:
    dumps = folder / "dumps"
    crate = {node["@id"]: node for node in json.loads((dumps / CRATE).read_text())["@graph"]}
    root = crate["./"]
    assert crate[CRATE]["about"] == {"@id": "./"}
    assert crate[CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert {"name", "description", "datePublished", "license"} <= root.keys()
    assert root["datePublished"] == "2026-01-15"
    assert {part["@id"] for part in root["hasPart"]} == set(FILES)
    for name in FILES:
        data = (dumps / name).read_bytes()
        assert crate[name]["sha256"] == hashlib.sha256(data).hexdigest()
        assert crate[name]["contentSize"] == str(len(data))
    cited = yaml.safe_load((dumps / CITATION).read_text())
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert (cited["type"], cited["version"], str(cited["date-released"])) == ("dataset", root["version"], "2026-01-15")
    assert cited["version"] == versions(dumps)[-1]


def test_the_page_of_downloads_tells_what_each_file_is(folder: Path) -> None:
    app = create_app(folder, token="")
    try:
        client = app.test_client()
        text = client.get("/dumps/").get_data(as_text=True)
        one, two, three, _ = versions(folder / "dumps")
        for name in (*FILES, CRATE, "SHA256SUMS", patch_name(one, two), f"communique-{three}.ttl.gz"):
            assert f'href="/dumps/{name}"' in text
            with client.get(f"/dumps/{name}") as answer:
                assert answer.status_code == 200
                assert answer.data == (folder / "dumps" / name).read_bytes()
            if name != "SHA256SUMS":
                with client.get(f"/dumps/{name}.sha256") as answer:
                    assert answer.status_code == 200
        assert "<h2" in text
        assert "Earlier versions" in text
        for name in ("VERSION", "VERSIONS", ".withdrawn"):
            assert client.get(f"/dumps/{name}").status_code == 404
    finally:
        close(app)
