"""What is newly told: facts in the lists of what has a part in them and of their classes, for feeds.

An event, or an office held, stands by the newest article that tells of it. A list is read from its beginning, so that
the newest fifty of a hundred thousand cost what fifty do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology import others, terms
from server.search.entries import seen_parts
from server.search.keys import key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from server.search.entries import Said, Seen
    from server.store.engine import Store

TABLES = """
DROP TABLE IF EXISTS facts;
DROP TABLE IF EXISTS news;
CREATE TABLE facts (id INTEGER PRIMARY KEY, iri TEXT NOT NULL) STRICT;
CREATE TABLE news (
    list INTEGER NOT NULL, article INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (list, article, fact)
) STRICT, WITHOUT ROWID;
CREATE INDEX news_fact ON news (fact);
"""
"""`facts`: those of which something is told; `news`: in whose list each stands, by the newest article, newest first."""
_IN = tuple(node.value for node in (terms.participant, terms.place, terms.holder, terms.office))
LISTED = (terms.Event.value, terms.Holding.value)
"""The classes whose lists together have all facts."""


class News:
    """These tables in an index that is open for writing. Transactions are those of the index."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._doubtful: set[int] = set()

    def told(self, iri: str) -> None:
        """Take in that something is told of a fact."""
        self._db.execute("INSERT OR IGNORE INTO facts VALUES (?, ?)", (key(iri), iri))
        self.doubt(key(iri))

    def doubt(self, fact: int) -> None:
        """Note that a fact, by its number, may say something else, or that other articles tell of it."""
        self._doubtful.add(fact)

    def renew(self, store: Store, known: Mapping[str, Said] | None = None) -> None:
        """Bring the facts in doubt to what a store says, of some nodes known; forget those that none tells any more."""
        found = (self._db.execute("SELECT iri FROM facts WHERE id = ?", (fact,)) for fact in sorted(self._doubtful))
        for iri, seen in seen_parts(store, [iri for rows in found for (iri,) in rows], known):
            self._renew(iri, seen)
        self._doubtful.clear()

    def _renew(self, iri: str, seen: Seen) -> None:
        fact = key(iri)
        newest = self._db.execute("SELECT MIN(article) FROM told WHERE fact = ?", (fact,)).fetchone()[0]
        wanted = {(one, newest, fact) for one in _lists(seen, iri)} if newest is not None else set()
        had = set(self._db.execute("SELECT list, article, fact FROM news WHERE fact = ?", (fact,)))
        self._db.executemany("DELETE FROM news WHERE list = ? AND article = ? AND fact = ?", had - wanted)
        self._db.executemany("INSERT INTO news VALUES (?, ?, ?)", wanted - had)
        if newest is None:
            self._db.execute("DELETE FROM facts WHERE id = ?", (fact,))


def _lists(seen: Seen, iri: str) -> set[int]:
    """Return the numbers of whatever lists a fact stands in."""
    said = seen.of(iri)
    types = said.get(others.RDF_TYPE.value, [])
    if not set(LISTED).intersection(types):
        return set()
    return {key(one) for one in (*types, *(one for by in _IN for one in said.get(by, ())))}
