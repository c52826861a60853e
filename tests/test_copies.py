"""Copies of the index: each is what the file was, whoever reads the older ones."""

from __future__ import annotations

import fcntl
import random
import sqlite3
from typing import TYPE_CHECKING

import pages_world as world
import pytest

from bench.generate import stories
from bench.ingest import read
from server.search import NAME
from server.search.copies import Copies, Copy
from server.search.errors import NoIndexError
from server.store.dataset import Writer
from server.store.publish import publish
from server.web.app import close, create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def live(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A file with some pages."""
    db = sqlite3.connect(tmp_path / "live", isolation_level=None)
    db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT) STRICT")
    db.executemany("INSERT INTO t VALUES (?, ?)", ((n, "x" * 500) for n in range(500)))
    yield db
    db.close()


def rows(db: sqlite3.Connection) -> list[tuple[int, str]]:
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return db.execute("SELECT * FROM t ORDER BY id").fetchall()


def change(db: sqlite3.Connection, chance: random.Random) -> None:
    for _ in range(20):
        number = chance.randrange(2000)
        db.execute("INSERT OR REPLACE INTO t VALUES (?, ?)", (number, chance.choice("abc") * chance.randrange(900)))
        low = chance.randrange(2000)
        db.execute("DELETE FROM t WHERE id BETWEEN ? AND ?", (low, low + 15))


def test_an_older_copy_that_nobody_reads_becomes_the_new_one(tmp_path: Path, live: sqlite3.Connection) -> None:
    chance, copies = random.Random(1), Copies(tmp_path / "live")
    copies.keep_log(live)
    taken = 0
    for number in range(12):
        change(live, chance)
        if number == 9:
            live.execute("DELETE FROM t WHERE id > 50")
            live.execute("VACUUM")  # the file gets shorter
        copies.settle(live)
        older = tmp_path / str(number - 2)
        inode = older.stat().st_ino if older.exists() else 0
        copies.copy(tmp_path / str(number), older)
        taken += inode == (tmp_path / str(number)).stat().st_ino
        assert older.exists() is (number < 0)
        copy = Copy(tmp_path / str(number))
        assert rows(copy.db) == rows(live)
        copy.close()
    assert taken == 10


def test_a_copy_that_is_read_stays_as_it_is(tmp_path: Path, live: sqlite3.Connection) -> None:
    chance, copies = random.Random(2), Copies(tmp_path / "live")
    copies.keep_log(live)
    copies.copy(tmp_path / "1")
    reader = Copy(tmp_path / "1")
    before = rows(reader.db)
    change(live, chance)
    copies.settle(live)
    copies.copy(tmp_path / "2", tmp_path / "1")
    assert rows(reader.db) == before == rows(Copy(tmp_path / "1").db)
    assert rows(Copy(tmp_path / "2").db) == rows(live) != before
    del reader
    change(live, chance)
    copies.settle(live)
    copies.copy(tmp_path / "3", tmp_path / "1")
    assert rows(Copy(tmp_path / "3").db) == rows(live)


def test_a_copy_of_which_it_is_not_known_how_far_it_is_behind_is_left_alone(
    tmp_path: Path, live: sqlite3.Connection
) -> None:
    first = Copies(tmp_path / "live")
    first.keep_log(live)
    first.copy(tmp_path / "1")
    change(live, random.Random(3))
    again = Copies(tmp_path / "live")
    again.keep_log(live)
    again.copy(tmp_path / "2", tmp_path / "1")
    assert (tmp_path / "1").exists()
    assert rows(Copy(tmp_path / "2").db) == rows(live)


def test_a_copy_that_is_taken_over_while_it_is_opened_is_none(
    tmp_path: Path, live: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = Copies(tmp_path / "live")
    copies.keep_log(live)
    copies.copy(tmp_path / "1")
    monkeypatch.setattr("server.search.copies._hold", lambda _: copies.copy(tmp_path / "2", tmp_path / "1"))
    with pytest.raises(NoIndexError):
        Copy(tmp_path / "1")
    with pytest.raises(NoIndexError):
        Copy(tmp_path / "nowhere")


TABLES = ("names", "titles", "sentences", "words", "takes", "together", "told", "facts", "news", "things")


def held(index: Path) -> dict[str, list[tuple[object, ...]]]:
    copy = Copy(index)
    db = copy.db
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return {table: sorted(db.execute(f"SELECT * FROM {table}")) for table in TABLES}


def test_checkpoints_take_over_the_index_of_the_last_but_one(tmp_path: Path) -> None:
    articles = [one.report.article for one in stories(8)]
    inodes = []
    with Writer(tmp_path / "data") as writer:
        for number in range(4):
            publish(writer, articles[2 * number : 2 * number + 2], read)
            path = writer.dataset.checkpoint
            assert path is not None
            inodes.append((path / NAME).stat().st_ino)
    assert len(set(inodes)) == 2
    assert inodes[:2] == inodes[2:]
    now = held(path / NAME)
    with Writer(tmp_path / "data", rebuild=True) as writer:
        anew = writer.dataset.checkpoint
        assert anew is not None
        assert held(anew / NAME) == now


def test_a_server_lets_go_of_the_index_of_an_older_version(tmp_path: Path) -> None:
    folder = world.publish(tmp_path / "data")
    app = create_app(folder, token="")
    try:
        client = app.test_client()
        assert client.get("/").status_code == 200
        with Writer(folder) as writer:
            older = writer.dataset.checkpoint
            assert older is not None
            writer.freeze()
        with (older / NAME).open("rb") as index:
            with pytest.raises(BlockingIOError):
                fcntl.flock(index, fcntl.LOCK_EX | fcntl.LOCK_NB)
            assert client.get("/").status_code == 200
            fcntl.flock(index, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        close(app)
