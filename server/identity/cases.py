"""Cases of one kind, decided one after the other, and decided again where what they rest on changed.

A case is a person or an event as articles have it, with its place in the order of articles. What it is depends on the
cases before it that share a key with it, and on nothing else. So when a case comes, goes or is decided otherwise, those
after it that share a key are decided again, in order: the result is the same in whatever order articles came.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from server.identity.people import Decision

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

SCHEMA = """
CREATE TABLE IF NOT EXISTS cases (
    number INTEGER PRIMARY KEY, kind TEXT, id TEXT, at TEXT, value TEXT, keys TEXT, decision TEXT, UNIQUE (kind, id)
) STRICT;
CREATE TABLE IF NOT EXISTS keys (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) STRICT, WITHOUT ROWID;
"""
"""`keys`: which cases have which keys, these by numbers. An event has some thirty: as text, with the case's place and
name, they were nine tenths of the file. Keys of one day lie together, as articles come by days: scattered, each would
be a page of the file to write."""
T = TypeVar("T")
_DIGEST_BITS = 41
"""A number of SQLite's has 63 bits, of which days take 22."""
_KEPT = 3000
"""How many values and decisions are kept as they were read: cases that share a key are looked at again and again."""


class Cases(Generic[T]):
    """The cases of one kind in the open file; `load` makes a case's value of its text, `judge` decides it."""

    def __init__(
        self,
        db: sqlite3.Connection,
        kind: str,
        load: Callable[[str], T],
        judge: Callable[[T, list[tuple[T, Decision]]], Decision],
    ) -> None:
        self._db, self._kind, self._load, self._judge = db, kind, lru_cache(_KEPT)(load), judge
        self._waiting: list[tuple[str, str]] = []

    def put(self, name: str, at: str, value: str, keys: Iterable[str]) -> None:
        """Let there be a case of a name at a place; where it was so already nothing is to do."""
        row = self._row(name)
        if row is not None and (row[0], row[1]) == (at, value):
            return
        if row is not None:
            self.drop(name)
        kept = sorted({_number(self._kind, key) for key in keys})
        number = self._db.execute(
            "INSERT INTO cases (kind, id, at, value, keys, decision) VALUES (?, ?, ?, ?, ?, '')",
            (self._kind, name, at, value, json.dumps(kept)),
        ).lastrowid
        self._db.executemany("INSERT INTO keys VALUES (?, ?)", ((key, number) for key in kept))
        heapq.heappush(self._waiting, (at, name))

    def drop(self, name: str) -> None:
        """Let there be no case of a name."""
        row = self._row(name)
        if row is None:
            return
        keys = json.loads(row[2])
        self._wake(keys, row[0], name)
        self._db.execute("DELETE FROM cases WHERE number = ?", (row[4],))
        self._db.executemany("DELETE FROM keys WHERE key = ? AND number = ?", ((key, row[4]) for key in keys))

    def again(self, name: str) -> None:
        """Let a case be decided again, as when people keep it apart from another."""
        if (row := self._row(name)) is not None:
            heapq.heappush(self._waiting, (row[0], name))

    def settle(self) -> dict[str, Decision]:
        """Decide all that waits, in order; return the cases that are decided otherwise than before, by name."""
        changed: dict[str, Decision] = {}
        while self._waiting:
            at, name = heapq.heappop(self._waiting)
            while self._waiting and self._waiting[0] == (at, name):
                heapq.heappop(self._waiting)
            row = self._row(name)
            if row is None or row[0] != at:
                continue
            keys = json.loads(row[2])
            decision = self._judge(self._load(row[1]), self._before(keys, at, name))
            text = decision.text()
            if text != row[3]:
                self._db.execute("UPDATE cases SET decision = ? WHERE number = ?", (text, row[4]))
                self._wake(keys, at, name)
                changed[name] = decision
        return changed

    def value(self, name: str, having: str = "") -> T | None:
        """Return a case's value, where it has some text in it."""
        row = self._row(name)
        return self._load(row[1]) if row is not None and having in row[1] else None

    def decision(self, name: str) -> Decision | None:
        """Return what a case was decided to be."""
        row = self._row(name)
        return decision_of(row[3]) if row is not None and row[3] else None

    def _row(self, name: str) -> tuple[str, str, str, str, int] | None:
        sql = "SELECT at, value, keys, decision, number FROM cases WHERE kind = ? AND id = ?"
        found = self._db.execute(sql, (self._kind, name)).fetchone()
        return tuple(found) if found else None

    def _before(self, keys: list[int], at: str, name: str) -> list[tuple[T, Decision]]:
        sql = (
            _SHARING.format(what="value, decision", keys=_marks(keys), side="<") + " AND decision != '' ORDER BY at, id"
        )
        rows = self._db.execute(sql, (*keys, at, name))
        return [(self._load(value), decision_of(decision)) for value, decision in rows]

    def _wake(self, keys: list[int], at: str, name: str) -> None:
        sql = _SHARING.format(what="at, id", keys=_marks(keys), side=">")
        for place in self._db.execute(sql, (*keys, at, name)):
            heapq.heappush(self._waiting, place)


_SHARING = """SELECT {what} FROM cases WHERE number IN (SELECT number FROM keys WHERE key IN ({keys}))
    AND (at, id) {side} (?, ?)"""


def _marks(values: list[int]) -> str:
    return ",".join("?" * len(values))


def _number(kind: str, key: str) -> int:
    """Return the number that stands for a key: of its digest, below the day with which it begins where it does."""
    digest = int.from_bytes(hashlib.sha256(f"{kind} {key}".encode()).digest()[:8], "big") >> 1
    day = _day(key[:10])
    return day << _DIGEST_BITS | digest >> (63 - _DIGEST_BITS) if day else digest


@lru_cache(1000)
def _day(text: str) -> int:
    """Return the number of an ISO day, 0 where a text is none."""
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return 0


@lru_cache(_KEPT)
def decision_of(text: str) -> Decision:
    """Return a decision from its text."""
    meant, name, method, score, reasons = json.loads(text)
    return Decision(meant, name, method, score, tuple(reasons))
