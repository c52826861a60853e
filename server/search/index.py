"""The live index, which the writer keeps in step with the store, and whose copy each checkpoint takes along.

It follows from the store alone: where there is any doubt (it is not there, of another layout, or a writer ended while
store and index were not in step), it is made anew.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

from ontology import terms
from server.search import held, published
from server.search.copies import Copies
from server.search.entries import BY_BEGINNING, ROOMS, SHORT, Seen, entries, seen_parts, source_of, sources, words
from server.search.happened import TABLES, Happened, claims_of, is_claim
from server.store.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from server.search.entries import Entry, Room, Said
    from server.store.engine import Store


NAME = "search.sqlite"
Counted = Counter[tuple[str, str]]
"""In how many entries words are, by room and word."""
_LAYOUT = 4
"""Another number, another layout or other entries: the index is made anew. The file has it, or 0 while in doubt."""
_FILLING, _CACHE = 1 << 18, 16_000
"""Kilobytes of pages in memory while the index is made, and after: keys are digests, so that any page may be next. Of
100,000 articles an index of 1 GB was written fifty times over with few."""
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
CREATE INDEX names_kind ON names (kind, plain, iri) WHERE plain != '';
"""
_ROWS = " UNION ALL ".join(
    f"SELECT '{room}', number, iri, kind, plain, label, more FROM {room} WHERE source = :source"  # noqa: S608
    for room in ROOMS
)
_COUNT = """INSERT INTO words VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET entries = entries + excluded.entries"""


class Index:
    """The index of a dataset's folder, open for its one writer. Raises DatasetError where it cannot be written."""

    def __init__(self, folder: Path, store: Store, *, anew: bool = False) -> None:
        self._path = folder / NAME
        self._store = store
        self._copies = Copies(self._path)
        try:
            if anew or _layout(self._path) != _LAYOUT:
                for end in ("", "-wal", "-shm"):  # a log without its file is nothing; a file without its log is wrong
                    self._path.with_name(NAME + end).unlink(missing_ok=True)
            self._db = self._connected()
            self._happened = Happened(self._db)
            self._held = held.Held(self._db)
            self._published = published.Published(self._db)
            if not self._path.stat().st_size:
                self.fill()
            else:
                self._copies.keep_log(self._db)
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
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA user_version = 0")
        self._db.execute("PRAGMA synchronous = NORMAL")  # what comes until it settles needs not be there after a crash

    def settle(self) -> None:
        """Note, durably, that the index says what the store does."""
        self._db.execute(f"PRAGMA user_version = {_LAYOUT}")
        self._copies.settle(self._db)

    def update(self, subjects: Iterable[str], known: Mapping[str, Said] | None = None) -> None:
        """Bring what is said of some nodes, and of the articles whose words they are, to what the store says.

        What it says of some nodes may be `known`; of others it is looked up.
        """
        self._db.execute("BEGIN IMMEDIATE")
        counted: Counted = Counter()
        for source, seen in self._parts({source_of(subject) for subject in subjects}, known):
            if is_claim(source):
                self._happened.claim(source, seen)
            elif held.is_holding(source):
                self._held.holding(source, seen)
            else:
                self._renew(source, seen, counted)
        self._happened.tidy(self._store, known)
        self._keep(counted)
        self._db.execute("COMMIT")

    def _renew(self, source: str, seen: Seen, counted: Counted) -> None:
        """Bring the entries of a node to what the store says of it, and leave alone those that say so."""
        wanted = list(entries(seen, source))
        self._beside(source, seen)
        had = self._db.execute(_ROWS, {"source": source}).fetchall()
        events = [number for room, number, _, kind, *_ in had if room == "titles" and kind != ARTICLE]
        self._happened.gone(events)
        if sorted(had) == sorted((one.room, one.number, *_texts(one)) for one in wanted):
            for number in events:
                self._happened.come(number, source, seen)
            return
        for room in {row[0] for row in had}:
            self._db.execute(f"DELETE FROM {room} WHERE source = ?", (source,))  # noqa: S608
            _count(counted, room, [(row[-2], row[-1]) for row in had if row[0] == room], -1)
        self._add(wanted, seen, counted)

    def _beside(self, source: str, seen: Seen) -> None:
        """Bring the tables beside to what a store says of an office or an article."""
        if held.is_office(source):
            self._held.office(source, seen)
        elif published.is_article(source):
            self._published.article(source, seen)

    def copy(self, folder: Path, older: Path | None = None) -> None:
        """Copy the index into a checkpoint's folder; that of an `older` one may become the copy."""
        self._copies.copy(folder / NAME, older / NAME if older is not None else None)

    def fill(self, found: Iterable[Entry] | None = None) -> None:
        """Make the index anew from the store, or of entries that are given."""
        self._db.execute("PRAGMA journal_mode = DELETE")  # all of it would be in the log
        self.doubt()
        self._db.execute(f"PRAGMA cache_size = {-_FILLING}")
        self._db.executescript(_WORDS + "".join(map(_room, ROOMS)) + _LISTS + TABLES + held.TABLES + published.TABLES)
        self._db.execute("BEGIN IMMEDIATE")
        counted: Counted = Counter()
        if found is not None:
            self._add(found, Seen(self._store), counted)
        else:
            for source, seen in self._parts(set(sources(self._store))):
                self._add(entries(seen, source), seen, counted)
                self._beside(source, seen)
            for holding, seen in self._parts(set(held.holdings_of(self._store))):
                self._held.holding(holding, seen)
            for claim, seen in self._parts(set(claims_of(self._store))):
                self._happened.claim(claim, seen)
            self._happened.tidy(self._store)
        self._keep(counted)
        for room in ROOMS:  # in one piece it is searched a few times as fast
            self._db.execute(f"INSERT INTO {room}_words ({room}_words) VALUES ('optimize')")  # noqa: S608
        self._db.execute("COMMIT")
        self._db.execute(f"PRAGMA cache_size = {-_CACHE}")
        self._copies.keep_log(self._db)
        self.settle()

    def _parts(self, sources: Iterable[str], known: Mapping[str, Said] | None = None) -> Iterator[tuple[str, Seen]]:
        """Yield nodes, in order, each with what the store says of it, its words and its claims."""
        return seen_parts(self._store, sorted(sources), known, terms.article, terms.about)

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None)
        db.execute("PRAGMA secure_delete = ON")
        db.execute(f"PRAGMA cache_size = -{_CACHE}")
        db.execute("PRAGMA temp_store = MEMORY")  # what a statement changed, in case that it fails
        return db

    def _add(self, found: Iterable[Entry], seen: Seen, counted: Counted) -> None:
        for entry in found:
            number, room = entry.number, entry.room
            row = (entry.iri, entry.source, entry.kind, entry.plain, entry.label, entry.more)
            sql = f"INSERT INTO {room} VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"  # noqa: S608
            while self._db.execute(sql, (number, *row)).rowcount == 0:
                number += 1  # two digests of 47 bits may be the same
            _count(counted, room, [(entry.label, entry.more)], 1)
            if room == "titles" and entry.kind != ARTICLE:
                self._happened.come(number, entry.iri, seen)

    def _keep(self, counted: Counted) -> None:
        """Add to the table in how many more entries each word is, or in how many fewer."""
        rows = [(room, word, number) for (room, word), number in counted.items() if number]
        self._db.executemany(_COUNT, rows)
        gone = [(room, word) for room, word, number in rows if number < 0]
        self._db.executemany("DELETE FROM words WHERE room = ? AND word = ? AND entries = 0", gone)


def _count(counted: Counted, room: Room, texts: Iterable[tuple[str, str]], one: int) -> None:
    """Count the words of entries that come (1) or go (-1)."""
    for label, more in texts:
        for word in {*words(label), *words(more)}:
            counted[room, word] += one


def _texts(entry: Entry) -> tuple[str, str, str, str, str]:
    return entry.iri, entry.kind, entry.plain, entry.label, entry.more


def _room(room: Room) -> str:
    """Return what makes the tables of a room."""
    return _ROOM.format(room=room, prefix=f", prefix='{SHORT[0]} {SHORT[1]}'" if room in BY_BEGINNING else "")


def is_usable(folder: Path) -> bool:
    """Say whether a folder, such as a checkpoint's, has an index as this version of the software searches it."""
    return _layout(folder / NAME) == _LAYOUT


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
