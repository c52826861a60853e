"""Cases of one kind, decided one after the other, and decided again where what they rest on changed.

A case is a person or an event as articles have it, with its place in the order of articles. What it is depends on the
cases before it that share a key with it, and on nothing else. So when a case comes, goes or is decided otherwise, those
after it that share a key are decided again, in order: the result is the same in whatever order articles came.
"""

from __future__ import annotations

import heapq
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from server.identity.people import Decision

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

SCHEMA = """
CREATE TABLE IF NOT EXISTS cases (
    kind TEXT, id TEXT, at TEXT, value TEXT, keys TEXT, decision TEXT, PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keys (
    kind TEXT, key TEXT, at TEXT, id TEXT, PRIMARY KEY (kind, key, at, id)
) STRICT, WITHOUT ROWID;
"""
T = TypeVar("T")
_KEPT = 10_000
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
        kept = sorted(keys)
        self._db.execute(
            "INSERT INTO cases VALUES (?, ?, ?, ?, ?, '')", (self._kind, name, at, value, json.dumps(kept))
        )
        self._db.executemany("INSERT INTO keys VALUES (?, ?, ?, ?)", ((self._kind, key, at, name) for key in kept))
        heapq.heappush(self._waiting, (at, name))

    def drop(self, name: str) -> None:
        """Let there be no case of a name."""
        row = self._row(name)
        if row is None:
            return
        keys = json.loads(row[2])
        self._wake(keys, row[0], name)
        self._db.execute("DELETE FROM cases WHERE kind = ? AND id = ?", (self._kind, name))
        rows = ((self._kind, key, row[0], name) for key in keys)
        self._db.executemany("DELETE FROM keys WHERE kind = ? AND key = ? AND at = ? AND id = ?", rows)

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
                self._db.execute("UPDATE cases SET decision = ? WHERE kind = ? AND id = ?", (text, self._kind, name))
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

    def _row(self, name: str) -> tuple[str, str, str, str] | None:
        sql = "SELECT at, value, keys, decision FROM cases WHERE kind = ? AND id = ?"
        found = self._db.execute(sql, (self._kind, name)).fetchone()
        return tuple(found) if found else None

    def _before(self, keys: list[str], at: str, name: str) -> list[tuple[T, Decision]]:
        sql = f"""SELECT value, decision FROM ({_PLACES.format(side="<", keys=_marks(keys))}) AS k
            JOIN cases AS c ON c.kind = ? AND c.id = k.id WHERE decision != '' ORDER BY k.at, k.id"""  # noqa: S608
        rows = self._db.execute(sql, (self._kind, *keys, at, name, self._kind))
        return [(self._load(value), decision_of(decision)) for value, decision in rows]

    def _wake(self, keys: list[str], at: str, name: str) -> None:
        sql = _PLACES.format(side=">", keys=_marks(keys))
        for place in self._db.execute(sql, (self._kind, *keys, at, name)):
            heapq.heappush(self._waiting, place)


_PLACES = "SELECT DISTINCT at, id FROM keys WHERE kind = ? AND key IN ({keys}) AND (at, id) {side} (?, ?)"


def _marks(values: list[str]) -> str:
    return ",".join("?" * len(values))


@lru_cache(_KEPT)
def decision_of(text: str) -> Decision:
    """Return a decision from its text."""
    meant, name, method, score, reasons = json.loads(text)
    return Decision(meant, name, method, score, tuple(reasons))
