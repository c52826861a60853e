"""What a visitor's words find: names that are just that first, then whole words, then beginnings of words.

Within each step BM25 ranks, where a name counts more than other names. A word that more than COMMON entries have says
nothing of their rank: then their natural order stands (short names, newest events and sentences first), so that no
words, however common, take long. For the same reason a longer beginning is searched for as the words that begin so: the
engine would put together all that they are in.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.search.entries import plain, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from server.search.entries import Room

COMMON = 1000
_WORDS = 8
_LONGEST = 64
_INDEXED = range(2, 4)
"""How many letters a beginning has that the engine has an index of."""
_ENDINGS = 64
_Row = tuple[int, str, str, str, str]
_COLUMNS = "number, iri, kind, label, source"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: its IRI, the local name of its class, its label or sentence, and what it belongs to.

    `how` tells which step found it: "name" (it is called just so), "words" or "beginning" (of the last word).
    """

    iri: str
    kind: str
    label: str
    source: str
    how: str


def find(index: Path, asked: str, room: Room, most: int) -> tuple[Finding, ...]:
    """Return at most so many entries of a room that have all the words asked for, the best first.

    Upper and lower case and diacritics make no difference; the last word may be the beginning of one, from two letters
    on. Nothing in what is asked is syntax. Raises sqlite3.Error where the index cannot be read.
    """
    wanted = [word[:_LONGEST] for word in words(asked)][:_WORDS]
    if not wanted:
        return ()
    found: dict[int, Finding] = {}
    with closing(sqlite3.connect(f"{index.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        for how, rows in _steps(db, room, wanted, most):
            for number, iri, kind, label, source in rows:
                found.setdefault(number, Finding(iri, kind, label, source, how))
            if len(found) >= most:
                break
    return tuple(found.values())[:most]


def _steps(db: sqlite3.Connection, room: Room, wanted: list[str], most: int) -> Iterator[tuple[str, Iterable[_Row]]]:
    called = f"SELECT {_COLUMNS} FROM {room} WHERE plain = ? AND plain != '' ORDER BY number LIMIT ?"  # noqa: S608
    yield "name", db.execute(called, (plain(" ".join(wanted)), most))
    *before, last = (f'"{word}"' for word in wanted)
    yield "words", _matching(db, room, [*before, last], most)
    if beginning := _beginning(db, wanted[-1]):
        yield "beginning", _matching(db, room, [*before, beginning], most)


def _beginning(db: sqlite3.Connection, word: str) -> str:
    """Return what matches the words that begin so, the first of them where they are many; "" where none does."""
    if len(word) in _INDEXED:
        return f'"{word}"*'
    if len(word) < _INDEXED.start:
        return ""
    longer = "SELECT word FROM words WHERE word > ? AND word < ? ORDER BY word LIMIT ?"
    found = db.execute(longer, (word, word + chr(0x10FFFF), _ENDINGS)).fetchall()
    return "(" + " OR ".join(f'"{one}"' for (one,) in found) + ")" if found else ""


def _matching(db: sqlite3.Connection, room: Room, wanted: list[str], most: int) -> Iterable[_Row]:
    counted = f"SELECT count(*) FROM (SELECT 1 FROM {room}_words WHERE {room}_words MATCH ? LIMIT ?)"  # noqa: S608
    common = any(db.execute(counted, (word, COMMON + 1)).fetchone()[0] > COMMON for word in wanted)
    order = "rowid" if common else f"bm25({room}_words, 10, 4), rowid"
    ranked = f"SELECT rowid FROM {room}_words WHERE {room}_words MATCH ? ORDER BY {order} LIMIT ?"  # noqa: S608
    numbers = [number for (number,) in db.execute(ranked, (" AND ".join(wanted), most))]
    rows = f"SELECT {_COLUMNS} FROM {room} WHERE number = ?"  # noqa: S608
    return (db.execute(rows, (number,)).fetchone() for number in numbers)
