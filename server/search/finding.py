"""What a visitor's words find: names that are just that first, then whole words, then the beginning of the last word.

BM25 ranks what has whole words, where a name counts more than other names. A word that more than COMMON entries have
says nothing of their rank, nor does the beginning of one: then their natural order stands (short names, newest events
and sentences first), so that no words, however common, take long. For the same reason the beginning of a word is
searched for as the most used words that begin so, where no index has it: the engine would put together all that they
are in. The rarest word leads.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from server.search.entries import BY_BEGINNING, SHORT, plain, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from server.search.entries import Room

COMMON = 1000
_WORDS = 8
_LONGEST = 64
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


class _Part(NamedTuple):
    """What is asked of an entry, in the engine's syntax, and how many entries have it at most."""

    match: str
    uses: int


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
    *before, last = (_Part(f'"{word}"', _uses(db, room, word)) for word in wanted)
    common = any(part.uses > COMMON for part in (*before, last))
    yield "words", _matching(db, room, [*before, last], most, ranked=not common)
    yield "beginning", _matching(db, room, [*before, _beginning(db, room, wanted[-1])], most, ranked=False)


def _uses(db: sqlite3.Connection, room: Room, word: str) -> int:
    row = db.execute("SELECT entries FROM words WHERE room = ? AND word = ?", (room, word)).fetchone()
    return int(row[0]) if row else 0


def _beginning(db: sqlite3.Connection, room: Room, word: str) -> _Part:
    """Return what matches longer words that begin so: the most used of them where they are many and not indexed."""
    if len(word) < min(SHORT):
        return _Part("", 0)
    if len(word) in SHORT and room in BY_BEGINNING:
        return _Part(f'"{word}"*', COMMON)
    longer = (
        "SELECT word, entries FROM words WHERE room = ? AND word > ? AND word < ? ORDER BY entries DESC, word LIMIT ?"
    )
    found = db.execute(longer, (room, word, word + chr(0x10FFFF), _ENDINGS)).fetchall()
    return _Part("(" + " OR ".join(f'"{one}"' for one, _ in found) + ")", sum(uses for _, uses in found))


def _matching(db: sqlite3.Connection, room: Room, parts: list[_Part], most: int, *, ranked: bool) -> Iterable[_Row]:
    if not all(part.uses for part in parts):
        return ()
    match = " AND ".join(part.match for part in sorted(parts, key=lambda part: (part.uses, part.match)))
    order = f"bm25({room}_words, 10, 4), rowid" if ranked else "rowid"
    chosen = f"SELECT rowid FROM {room}_words WHERE {room}_words MATCH ? ORDER BY {order} LIMIT ?"  # noqa: S608
    rows = f"SELECT {_COLUMNS} FROM {room} WHERE number = ?"  # noqa: S608
    return (db.execute(rows, number).fetchone() for number in db.execute(chosen, (match, most)).fetchall())
