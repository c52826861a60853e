"""Who was seen in which office from when to when: tables beside the rooms of the index, kept in step with the store.

An office may have had thousands of holders: the engine would go through all of them for the newest fifteen, or for
who held it on a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import others, terms
from server.search.entries import newest_first, number_of
from server.search.keys import key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from server.search.entries import Seen
    from server.store.engine import Store

TABLES = """
DROP TABLE IF EXISTS holdings;
DROP TABLE IF EXISTS held;
DROP TABLE IF EXISTS owned;
CREATE TABLE holdings (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL, office INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
    current INTEGER NOT NULL
) STRICT;
CREATE TABLE held (
    thing INTEGER NOT NULL, newest INTEGER NOT NULL, holding INTEGER NOT NULL, PRIMARY KEY (thing, newest, holding)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_holding ON held (holding);
CREATE TABLE owned (owner INTEGER NOT NULL, office INTEGER NOT NULL, PRIMARY KEY (owner, office)) STRICT, WITHOUT ROWID;
CREATE INDEX owned_office ON owned (office);
"""
"""`holdings`: on which days each was seen, and whether as that of a present holder; `held`: those of each person and
each office, by the last day, newest first; `owned`: whose offices there are."""
_HOLDING, _OFFICE = "/id/holding/", "/id/office/"


def is_holding(iri: str) -> bool:
    """Say whether an IRI is that of a holding."""
    return _HOLDING in iri


def is_office(iri: str) -> bool:
    """Say whether an IRI is that of an office."""
    return _OFFICE in iri


def holdings_of(store: Store) -> Iterator[str]:
    """Yield the IRIs of all holdings in a store."""
    for quad in store.quads_for_pattern(None, others.RDF_TYPE, terms.Holding, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and is_holding(quad.subject.value):
            yield quad.subject.value


class Held:
    """These tables in an index that is open for writing. Transactions are those of the index."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def holding(self, iri: str, seen: Seen) -> None:
        """Bring a holding to what a store says of it, or forget it."""
        said, it = seen.of(iri), key(iri)
        for table, column in (("held", "holding"), ("holdings", "id")):
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (it,))  # noqa: S608
        offices, holders = (said.get(by.value, []) for by in (terms.office, terms.holder))
        if terms.Holding.value not in said.get(others.RDF_TYPE.value, ()) or not offices:
            return
        first, last = min(said.get(terms.seenFrom.value, [""])), max(said.get(terms.seenTo.value, [""]))
        current = int(terms.current.value in said.get(terms.phase.value, ()))
        self._db.execute(
            "INSERT INTO holdings VALUES (?, ?, ?, ?, ?, ?)", (it, iri, key(min(offices)), first, last, current)
        )
        newest = number_of(newest_first(last), iri)
        rows = ((key(thing), newest, it) for thing in (*offices, *holders))
        self._db.executemany("INSERT OR IGNORE INTO held VALUES (?, ?, ?)", rows)

    def office(self, iri: str, seen: Seen) -> None:
        """Bring whose an office is to what a store says of it."""
        self._db.execute("DELETE FROM owned WHERE office = ?", (key(iri),))
        rows = ((key(owner), key(iri)) for owner in seen.of(iri).get(terms.officeOf.value, ()))
        self._db.executemany("INSERT OR IGNORE INTO owned VALUES (?, ?)", rows)
