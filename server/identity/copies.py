"""Articles with the text of another one: the first of them, by day and graph, is what the others are copies of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from server.identity.items import Items

SCHEMA = """
CREATE TABLE IF NOT EXISTS texts (
    digest TEXT, day TEXT, graph TEXT, PRIMARY KEY (digest, day, graph)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS texts_by_graph ON texts (graph);
"""


class Copies:
    """Which texts there are, in an open file. Transactions are those of who opened it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def take(self, articles: Mapping[str, Items]) -> set[str]:
        """Take in the texts of articles; return the graphs that are copies of another one than before, or none now."""
        digests = {said.text for said in articles.values() if said.text}
        for graph in articles:
            digests.update(d for (d,) in self._db.execute("SELECT digest FROM texts WHERE graph = ?", (graph,)))
        before = {graph: self.first(graph) for digest in digests for graph in self._having(digest)}
        for graph, said in articles.items():
            self._db.execute("DELETE FROM texts WHERE graph = ?", (graph,))
            if said.text:
                self._db.execute("INSERT INTO texts VALUES (?, ?, ?)", (said.text, said.day, graph))
        after = {graph: self.first(graph) for digest in digests for graph in self._having(digest)}
        return {graph for graph, first in after.items() if before.get(graph, "") != first}

    def first(self, graph: str) -> str:
        """Return the graph of the first article with the same text, "" where that is the one given."""
        sql = """SELECT graph FROM texts WHERE digest = (SELECT digest FROM texts WHERE graph = ?)
            ORDER BY day, graph LIMIT 1"""
        row = self._db.execute(sql, (graph,)).fetchone()
        return "" if row is None or row[0] == graph else str(row[0])

    def _having(self, digest: str) -> list[str]:
        return [g for (g,) in self._db.execute("SELECT graph FROM texts WHERE digest = ?", (digest,))]
