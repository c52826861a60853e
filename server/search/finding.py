"""What a visitor's words find: names that are just that first, then other names, whole words, a last word's beginning.

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

from server.search.copies import Copy
from server.search.entries import BY_BEGINNING, SHORT, plain, words
from server.search.errors import NoIndexError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from server.search.entries import Room

COMMON = 1000
_WORDS = 8
_LONGEST = 64
_ENDINGS = 64
_LEAD, _TRIED = 2, 200
"""How many of the rarest words are looked for first, and in how many entries that have them the others are."""
_Row = tuple[int, str, str, str, str]
_COLUMNS = "number, iri, kind, label, source"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: its IRI, the local name of its class, its label or sentence, and what it belongs to.

    `how` tells which step found it: "name" (it is called just so), "other name" (it is called so too), "words" or
    "beginning" (of the last word).
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
    word: str
    whole: bool = True

    def is_in(self, found: set[str]) -> bool:
        """Say whether words have it."""
        return self.word in found if self.whole else any(one.startswith(self.word) for one in found)


def find(index: Path, asked: str, room: Room, most: int) -> tuple[Finding, ...]:
    """Return at most so many entries of a room that have all the words asked for, the best first.

    Upper and lower case and diacritics make no difference; the last word may be the beginning of one, from two letters
    on. Nothing in what is asked is syntax. Raises NoIndexError where the index cannot be read.
    """
    wanted = [word[:_LONGEST] for word in words(asked)][:_WORDS]
    if not wanted:
        return ()
    found: dict[int, Finding] = {}
    try:
        with closing(Copy(index)) as copy:
            for how, rows in _steps(copy.db, room, wanted, most):
                for number, iri, kind, label, source in rows:
                    found.setdefault(number, Finding(iri, kind, label, source, how))
                if len(found) >= most:
                    break
    except sqlite3.Error as error:
        raise NoIndexError from error
    return tuple(found.values())[:most]


def _steps(db: sqlite3.Connection, room: Room, wanted: list[str], most: int) -> Iterator[tuple[str, Iterable[_Row]]]:
    called = f"SELECT {_COLUMNS} FROM {room} WHERE plain = ? AND plain != '' ORDER BY number LIMIT ?"  # noqa: S608
    yield "name", db.execute(called, (plain(" ".join(wanted)), most))
    if room == "names":
        yield "other name", _called_too(db, wanted, most)
    *before, last = (_Part(f'"{word}"', _uses(db, room, word), word) for word in wanted)
    common = any(part.uses > COMMON for part in (*before, last))
    yield "words", _matching(db, room, [*before, last], most, ranked=not common)
    yield "beginning", _matching(db, room, [*before, _beginning(db, room, wanted[-1])], most, ranked=False)


def _called_too(db: sqlite3.Connection, wanted: list[str], most: int) -> list[_Row]:
    """Return what has another name that is just that: short names first, in as many as are tried."""
    phrase = _Part(f'more : "{" ".join(wanted)}"', 0, "")
    rows = f"SELECT {_COLUMNS}, more FROM names WHERE number = ?"  # noqa: S608
    found: list[_Row] = []
    for number in _numbers(db, "names", [phrase], "rowid", _TRIED):
        *row, more = db.execute(rows, number).fetchone()
        if any(words(name) == wanted for name in more.splitlines()):
            found.append(tuple(row))
    return found[:most]


def _uses(db: sqlite3.Connection, room: Room, word: str) -> int:
    row = db.execute("SELECT entries FROM words WHERE room = ? AND word = ?", (room, word)).fetchone()
    return int(row[0]) if row else 0


def _beginning(db: sqlite3.Connection, room: Room, word: str) -> _Part:
    """Return what matches longer words that begin so: the most used of them where they are many and not indexed."""
    if len(word) < min(SHORT):
        return _Part("", 0, word, whole=False)
    if len(word) in SHORT and room in BY_BEGINNING:
        return _Part(f'"{word}"*', COMMON, word, whole=False)
    longer = (
        "SELECT word, entries FROM words WHERE room = ? AND word > ? AND word < ? ORDER BY entries DESC, word LIMIT ?"
    )
    found = db.execute(longer, (room, word, word + chr(0x10FFFF), _ENDINGS)).fetchall()
    match = "(" + " OR ".join(f'"{one}"' for one, _ in found) + ")"
    return _Part(match, sum(uses for _, uses in found), word, whole=False)


def _matching(db: sqlite3.Connection, room: Room, parts: list[_Part], most: int, *, ranked: bool) -> Iterable[_Row]:
    if not all(part.uses for part in parts):
        return ()
    rare_first = sorted(parts, key=lambda part: (part.uses, part.match))
    if not ranked and (led := _led(db, room, rare_first, most)) is not None:
        return led
    order = f"bm25({room}_words, 10, 4), rowid" if ranked else "rowid"
    rows = f"SELECT {_COLUMNS} FROM {room} WHERE number = ?"  # noqa: S608
    return (db.execute(rows, number).fetchone() for number in _numbers(db, room, rare_first, order, most))


def _led(db: sqlite3.Connection, room: Room, parts: list[_Part], most: int) -> list[_Row] | None:
    """Return what has all of many words from what has the rarest of them, None where that alone does not tell.

    The engine would look each word up for each place of the rarest.
    """
    lead, rest = parts[:_LEAD], parts[_LEAD:]
    if not rest:
        return None
    numbers = _numbers(db, room, lead, "rowid", _TRIED)
    rows = f"SELECT {_COLUMNS}, more FROM {room} WHERE number = ?"  # noqa: S608
    found: list[_Row] = []
    for number in numbers:
        *row, more = db.execute(rows, number).fetchone()
        held = {*words(row[3]), *words(more)}
        if all(part.is_in(held) for part in rest):
            found.append(tuple(row))
    return found[:most] if len(found) >= most or len(numbers) < _TRIED else None


def _numbers(db: sqlite3.Connection, room: Room, parts: list[_Part], order: str, most: int) -> list[tuple[int]]:
    match = " AND ".join(part.match for part in parts)
    chosen = f"SELECT rowid FROM {room}_words WHERE {room}_words MATCH ? ORDER BY {order} LIMIT ?"  # noqa: S608
    return db.execute(chosen, (match, most)).fetchall()
