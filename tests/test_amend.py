"""What becomes of a dataset after articles came: withdrawn, counted, copied, damaged and made anew."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest
import webserver
from corpus import BASE, made, read
from keeping import content, findings

from server import cli
from server.store.backup import backup, restore
from server.store.dataset import Writer, open_dataset
from server.store.errors import DatasetError
from server.store.publish import Summary, publish
from server.store.retract import reinstate, retract


def published(folder: Path, *numbers: int) -> Summary:
    with Writer(folder, BASE) as writer:
        return publish(writer, map(made, numbers), read)


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of eight articles, made once: each test has a copy of it."""
    folder = tmp_path_factory.mktemp("eight") / "data"
    published(folder, *range(8))
    return folder


@pytest.fixture
def folder(eight: Path, tmp_path: Path) -> Path:
    return shutil.copytree(eight, tmp_path / "data", symlinks=True)


def test_a_retracted_article_leaves_the_dataset_as_if_it_had_never_come(folder: Path, tmp_path: Path) -> None:
    published(tmp_path / "without", *(n for n in range(8) if n != 3))
    before = content(folder)
    with Writer(folder) as writer:
        assert retract(writer, made(3).url, "it was wrong")
        assert not retract(writer, made(3).url)
    assert content(folder) == content(tmp_path / "without") != before
    assert findings(folder) == []
    assert findings(folder, rebuild=True) == []
    assert content(folder) == content(tmp_path / "without")
    with open_dataset(folder).ledger() as ledger:
        assert ledger.text_of(read(made(3)).graph) == ""
        assert [v.article.text for v in ledger.all() if v.key == made(3).url] == [made(3).text, ""]
        fate = ledger.fate_of(read(made(3)).graph)
    assert fate is not None
    assert fate.reason == "it was wrong"
    with Writer(folder) as writer:
        assert publish(writer, [made(3)], read, again=True) == Summary(refused=1)
        assert reinstate(writer, made(3).url)
        assert not reinstate(writer, made(3).url)
        assert publish(writer, [made(3)], read) == Summary(unchanged=1)
    assert content(folder) == before


@pytest.mark.parametrize("name", ["https://paper.example/3#top", "graph", "article"])
def test_an_article_is_named_by_its_address_or_our_iri(folder: Path, name: str) -> None:
    graph = read(made(3)).graph
    with Writer(folder) as writer:
        assert retract(writer, {"graph": graph, "article": graph.replace("/graph/", "/article/")}.get(name, name))
        assert writer.ledger.is_retracted(made(3).url)
        with pytest.raises(DatasetError, match="it has no article"):
            retract(writer, "https://paper.example/99")


def test_a_retraction_that_was_recorded_and_not_shown_is_when_the_next_writer_opens(folder: Path) -> None:
    with Writer(folder) as writer:
        writer.show = lambda: folder  # type: ignore[method-assign]  # as if it had died here
        retract(writer, made(3).url)
    assert b"paper.example/3" in content(folder)
    Writer(folder).close()
    assert b"paper.example/3" not in content(folder)


def test_what_only_a_withdrawn_article_told_answers_410_and_the_rest_goes_on(folder: Path) -> None:
    def things() -> set[str]:
        store = open_dataset(folder).read_only()
        found = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
        return {iri for iri in found if iri.startswith(f"{BASE}id/")}

    before = things()
    moved = made(5)
    with Writer(folder) as writer:
        retract(writer, made(3).url, "by the paper's wish")
        publish(writer, [type(moved)(moved.text, moved.url, "", moved.headline, made(6).published)], read)
    after = things()
    slug = read(made(3)).graph.rpartition("/")[2]
    gone = before - after
    claim = next(iri for iri in sorted(gone) if "/claim/" in iri)
    with webserver.serving(folder, "--workers", "1") as address:
        for room in ("article", "graph"):
            for accept in ("text/turtle", "text/html"):
                status, body = webserver.get(address, f"/{room}/{slug}", accept)
                assert status == 410
                assert b"by the paper&#39;s wish" in body.replace(b"'", b"&#39;")
        assert webserver.get(address, f"/graph/{slug}.nq")[0] == 410
        for room in ("id", "page", "data"):
            assert webserver.get(address, claim.replace(f"{BASE}id/", f"/{room}/"))[0] == 410
        assert webserver.get(address, "/id/person/ana-lopes")[0] == 303
        assert webserver.get(address, "/id/person/nobody")[0] == 404
        assert webserver.get(address, "/article/never-was")[0] == 404
        old = read(moved).graph.rpartition("/")[2]
        assert webserver.get(address, f"/graph/{old}.ttl")[0] == 301


def ran(*arguments: object) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "server.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    return done.returncode, done.stdout, done.stderr


def test_the_commands_say_what_they_did(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: object) -> tuple[int, list[str]]:
        status = cli.main(list(map(str, arguments)))
        return status, capsys.readouterr().out.splitlines()

    url, data = made(3).url, ("--dataset", folder)
    assert said("retract", url, *data, "--reason", "r") == (0, [f"{folder}: {url} retracted"])
    assert b"paper.example/3" not in content(folder)
    assert (folder / "dumps/SHA256SUMS").exists()
    assert said("retract", url, *data) == (0, [f"{folder}: {url} was retracted already"])
    assert f"retracted\t{url}\tr" in said("receipts", *data)[1]
    assert said("retract", url, *data, "--undo") == (0, [f"{folder}: {url} is back"])
    assert said("rebuild", *data) == (0, [f"{folder}: made anew from the ledger (8 articles)"])
    copy = tmp_path / "copies/one"
    assert said("backup", copy, *data) == (0, [f"{copy}: a copy of {folder} (8 articles)"])
    new = tmp_path / "new"
    assert said("restore", copy, "--dataset", new) == (0, [f"{new}: made from {copy} (8 articles)"])
    assert content(new) == content(folder)
    assert (new / "dumps/SHA256SUMS").read_text() == (folder / "dumps/SHA256SUMS").read_text()
    for command in (("backup", copy, *data), ("restore", copy, *data)):
        status, out, err = ran(*command)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert "something is there already; choose a new or empty folder" in err
    with Writer(folder):
        for command in (("retract", url), ("rebuild",), ("verify",)):
            status, out, err = ran(*command, *data)
            assert (status, out, err.count("\n")) == (2, "", 1)
            assert "is writing to it" in err


def test_receipts_tell_of_every_input_and_an_input_that_is_right_now_has_failed_no_more(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "bad.json").write_text("{")
    (source / "empty.txt").write_text("\x1b[31m 1")
    (tmp_path / "in.txt").write_text("%PDF-1.4")
    for path in (source, tmp_path / "in.txt"):
        assert cli.main(["publish", str(path), "--dataset", str(folder), "--no-dumps"]) == 1
    capsys.readouterr()

    def receipts(*more: str) -> list[list[str]]:
        assert cli.main(["receipts", "--dataset", str(folder), *more]) == 0
        return [line.split("\t") for line in capsys.readouterr().out.splitlines()]

    assert len(receipts()) == 8 + 3
    assert {row[0] for row in receipts()} == {"accepted", "refused"}
    failed = receipts("--failed")
    assert [Path(row[1]).name for row in failed] == ["in.txt", "bad.json", "empty.txt"]
    assert all(row[2] for row in failed)
    rows = [json.loads(line[0]) for line in receipts("--failed", "--format", "jsonl")]
    assert [row["receipt"] for row in rows] == ["refused"] * 3
    (source / "bad.json").unlink()
    assert cli.main(["publish", str(source), "--dataset", str(folder), "--no-dumps"]) == 1
    capsys.readouterr()
    assert [Path(row[1]).name for row in receipts("--failed")] == ["in.txt", "empty.txt"]


def test_a_copy_made_while_articles_come_is_whole(folder: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    problems: list[BaseException] = []

    def copy() -> None:
        try:
            for number in range(3):
                backup(open_dataset(folder), tmp_path / f"copy{number}")
        except BaseException as error:  # noqa: BLE001 - it is told below
            problems.append(error)
        stop.set()

    copier = threading.Thread(target=copy)
    with Writer(folder) as writer:
        copier.start()
        number = 8
        while not stop.is_set() and number < 2000:
            publish(writer, [made(number)], read)
            number += 1
        copier.join()
    assert problems == []
    counts = []
    for number in range(3):
        counts.append(restore(tmp_path / f"copy{number}", tmp_path / f"new{number}"))
        assert findings(tmp_path / f"new{number}") == []
    assert counts == sorted(counts)


def test_a_damaged_ledger_is_not_copied(folder: Path, tmp_path: Path) -> None:
    backup(open_dataset(folder), tmp_path / "good")
    with sqlite3.connect(folder / "ledger.sqlite") as db:
        db.execute("UPDATE versions SET metadata = replace(metadata, 'No. 3', 'No. 4')")
    db.close()
    with pytest.raises(DatasetError, match="its ledger is damaged"):
        backup(open_dataset(folder), tmp_path / "bad")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "good"]
    before = content(folder)
    assert restore(tmp_path / "good", tmp_path / "new") == 8
    assert content(tmp_path / "new") == before


def test_verify_notices_a_dump_that_differs_from_its_digest(folder: Path) -> None:
    assert cli.main(["rebuild", "--dataset", str(folder)]) == 0
    assert findings(folder) == []
    path = folder / "dumps/communique.ttl.gz"
    path.write_bytes(path.read_bytes() + b" ")
    assert findings(folder) == ["the dump communique.ttl.gz differs from its digest"]
    path.unlink()
    assert findings(folder) == ["the dump communique.ttl.gz is not there"]


def flipped(whole: Path, folder: Path, chance: random.Random) -> str:
    """Copy a dataset, its links kept, and flip one bit of one byte in its store; say where."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["cp", "-a", str(whole), str(folder)], check=True)
    files = sorted(path for path in (folder / "store").iterdir() if path.stat().st_size)
    path = chance.choices(files, [file.stat().st_size ** 0.5 for file in files])[0]
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(8)
    with path.open("r+b") as file:  # in place: readers' copies are links to the same file
        file.write(data)
    return f"{path.name} at {place}"


def flips(whole: Path, folder: Path, number: int) -> tuple[int, int]:
    """Flip bytes, one at a time; return how many flips were noticed and how many changed no answer."""
    expected, noticed, harmless = content(whole), 0, 0
    for seed in range(number):
        where = flipped(whole, folder, random.Random(seed))
        status, out, err = ran("verify", "--dataset", folder)
        if status:
            noticed += 1
            assert "Traceback" not in out + err, where
        else:
            assert content(folder) == expected, where
            harmless += 1
        assert ran("rebuild", "--dataset", folder, "--no-dumps")[0] == 0, where
        assert findings(folder) == [], where
        assert content(folder) == expected, where
    return noticed, harmless


def test_a_few_flipped_bytes_are_noticed_or_harmless(folder: Path, tmp_path: Path) -> None:
    assert sum(flips(folder, tmp_path / "hurt", 2)) == 2


@pytest.mark.prove
def test_flipped_bytes_in_the_store_are_noticed_or_harmless_and_a_rebuild_repairs_them(
    folder: Path, tmp_path: Path, record_property: object
) -> None:
    noticed, harmless = flips(folder, tmp_path / "hurt", 40)
    print(f"\n40 flips: {noticed} noticed, {harmless} changed no answer")
    assert noticed > 5
    assert noticed + harmless == 40
