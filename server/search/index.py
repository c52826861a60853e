"""The live index, which the writer keeps in step with the store, and whose copy each checkpoint takes along.

It follows from the store alone: where there is any doubt (it is not there, of another layout, or a writer ended while
store and index were not in step), it is made anew.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

from server.search.entries import BY_BEGINNING, ROOMS, SHORT, entries, source_of, sources, words
from server.search.happened import TABLES, Happened, claims_of, is_claim
from server.store.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyoxigraph as ox

    from server.search.entries import Entry, Room


NAME = "search.sqlite"
_LAYOUT = 2
"""Another number, another layout: the index is made anew. It is kept as the file's `user_version`, 0 while in doubt."""
_WORDS = """
DROP TABLE IF EXISTS words;
CREATE TABLE words (room TEXT, word TEXT, entries INTEGER NOT NULL, PRIMARY KEY (room, word)) STRICT, WITHOUT ROWID;
"""
"""In how many entries each word is: `find` chooses by it. FTS5 could tell, but only by going through all of them."""
_ROOM = """
DROP TABLE IF EXISTS {room};
DROP TABLE IF EXISTS {room}_words;
CREATE TABLE {room} (
    number INTEGER PRIMARY KEY, iri TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL,
    plain TEXT NOT NULL, label TEXT NOT NULL, more TEXT NOT NULL
) STRICT;
CREATE INDEX {room}_source ON {room} (source);
CREATE INDEX {room}_plain ON {room} (plain) WHERE plain != '';
CREATE VIRTUAL TABLE {room}_words USING fts5 (
    label, more, content='{room}', content_rowid='number', tokenize='unicode61 remove_diacritics 2'{prefix}
);
CREATE TRIGGER {room}_come AFTER INSERT ON {room} BEGIN
    INSERT INTO {room}_words (rowid, label, more) VALUES (new.number, new.label, new.more);
END;
CREATE TRIGGER {room}_gone AFTER DELETE ON {room} BEGIN
    INSERT INTO {room}_words ({room}_words, rowid, label, more) VALUES ('delete', old.number, old.label, old.more);
END;
"""
ARTICLE = "Article"
"""The kind of the titles that are no events."""
_LISTS = f"""
CREATE INDEX titles_events ON titles (number) WHERE kind != '{ARTICLE}';
CREATE INDEX titles_articles ON titles (number) WHERE kind = '{ARTICLE}';
"""
_ROWS = "SELECT number, iri, kind, plain, label, more FROM {room} WHERE source = ? ORDER BY number"
_COUNT = """INSERT INTO words VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET entries = entries + excluded.entries"""


class Index:
    """The index of a dataset's folder, open for its one writer. Raises DatasetError where it cannot be written."""

    def __init__(self, folder: Path, store: ox.Store, *, anew: bool = False) -> None:
        self._path = folder / NAME
        self._store = store
        try:
            if anew or _layout(self._path) != _LAYOUT:
                self._path.unlink(missing_ok=True)
            self._db = self._connected()
            self._happened = Happened(self._db, store)
            if not self._path.stat().st_size:
                self.fill()
        except sqlite3.Error as error:
            if "fts5" in str(error):
                advice = "use a Python whose sqlite3 has FTS5, as those of python.org and of Debian have"
                raise DatasetError(folder, "this Python's SQLite cannot search texts", advice) from error
            raise DatasetError(folder, f"its {NAME} cannot be written ({error})", "make room for it") from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def doubt(self) -> None:
        """Note, durably, that the store is about to change: whoever opens the index before it settles makes it anew."""
        self._db.execute("PRAGMA user_version = 0")

    def settle(self) -> None:
        """Note that the index says what the store does."""
        self._db.execute(f"PRAGMA user_version = {_LAYOUT}")

    def update(self, subjects: Iterable[str]) -> None:
        """Bring what is said of some nodes, and of the articles whose words they are, to what the store says."""
        self._db.execute("BEGIN IMMEDIATE")
        for source in sorted({source_of(subject) for subject in subjects}):
            if is_claim(source):
                self._happened.claim(source)
                continue
            self._renew(source)
        self._happened.tidy()
        self._db.execute("DELETE FROM words WHERE entries = 0")
        self._db.execute("COMMIT")

    def _renew(self, source: str) -> None:
        """Bring the entries of a node to what the store says of it, and leave alone those that say so."""
        wanted = list(entries(self._store, source))
        had = [(room, *row) for room in ROOMS for row in self._db.execute(_ROWS.format(room=room), (source,))]
        events = [number for room, number, _, kind, *_ in had if room == "titles" and kind != ARTICLE]
        self._happened.gone(events)
        if sorted(had) == sorted((one.room, one.number, *_texts(one)) for one in wanted):
            for number in events:
                self._happened.come(number, source)
            return
        for room in ROOMS:
            self._db.execute(f"DELETE FROM {room} WHERE source = ?", (source,))  # noqa: S608
            self._count(room, [(row[-2], row[-1]) for row in had if row[0] == room], -1)
        self._add(wanted)

    def copy(self, folder: Path) -> None:
        """Copy the index into a checkpoint's folder."""
        shutil.copyfile(self._path, folder / NAME)

    def fill(self, found: Iterable[Entry] | None = None) -> None:
        """Make the index anew from the store, or of entries that are given."""
        self.doubt()
        self._db.executescript(_WORDS + "".join(map(_room, ROOMS)) + _LISTS + TABLES)
        self._db.execute("BEGIN IMMEDIATE")
        self._add(self._all() if found is None else found)
        for claim in set(claims_of(self._store)):
            self._happened.claim(claim)
        for room in ROOMS:  # in one piece it is searched a few times as fast
            self._db.execute(f"INSERT INTO {room}_words ({room}_words) VALUES ('optimize')")  # noqa: S608
        self._db.execute("COMMIT")
        self.settle()

    def _all(self) -> Iterator[Entry]:
        return (entry for source in sorted(set(sources(self._store))) for entry in entries(self._store, source))

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None)
        db.execute("PRAGMA secure_delete = ON")
        return db

    def _add(self, found: Iterable[Entry]) -> None:
        for entry in found:
            number, room = entry.number, entry.room
            while self._db.execute(f"SELECT 1 FROM {room} WHERE number = ?", (number,)).fetchone():  # noqa: S608
                number += 1  # two digests of 47 bits may be the same
            row = (number, entry.iri, entry.source, entry.kind, entry.plain, entry.label, entry.more)
            self._db.execute(f"INSERT INTO {room} VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
            self._count(room, [(entry.label, entry.more)], 1)
            if room == "titles" and entry.kind != ARTICLE:
                self._happened.come(number, entry.iri)

    def _count(self, room: str, texts: Iterable[tuple[str, str]], one: int) -> None:
        """Count the words of entries that come (1) or go (-1)."""
        counted = Counter(word for label, more in texts for word in {*words(label), *words(more)})
        self._db.executemany(_COUNT, ((room, word, one * number) for word, number in counted.items()))


def _texts(entry: Entry) -> tuple[str, str, str, str, str]:
    return entry.iri, entry.kind, entry.plain, entry.label, entry.more


def _room(room: Room) -> str:
    """Return what makes the tables of a room."""
    return _ROOM.format(room=room, prefix=f", prefix='{SHORT[0]} {SHORT[1]}'" if room in BY_BEGINNING else "")


def _layout(path: Path) -> int:
    """Return the layout that a file of an index has: 0 where there is none, or none that can be relied upon."""
    if not path.exists():
        return 0
    db = sqlite3.connect(path)
    try:
        return int(db.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return 0
    finally:
        db.close()
