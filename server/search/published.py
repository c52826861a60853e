"""Who published the articles, when, and what read them: a table beside the rooms of the index, kept in step."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ontology import others, terms
from server.search.keys import key

if TYPE_CHECKING:
    import sqlite3

    from server.search.entries import Seen

TABLES = """
DROP TABLE IF EXISTS published;
CREATE TABLE published (
    article INTEGER PRIMARY KEY, publisher TEXT NOT NULL, day TEXT NOT NULL, run TEXT NOT NULL
) STRICT;
CREATE INDEX published_publisher ON published (publisher, day);
CREATE INDEX published_run ON published (run);
"""
_ARTICLE = "/article/"


def is_article(iri: str) -> bool:
    """Say whether an IRI is that of an article."""
    return _ARTICLE in iri


class Published:
    """This table in an index that is open for writing. Transactions are those of the index."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def article(self, iri: str, seen: Seen) -> None:
        """Bring an article to what a store says of it, or forget it."""
        said = seen.of(iri)
        self._db.execute("DELETE FROM published WHERE article = ?", (key(iri),))
        if terms.Article.value not in said.get(others.RDF_TYPE.value, ()):
            return
        publisher, day, url, run = (
            min(said.get(by.value, ()), default="")
            for by in (terms.publisher, terms.published, others.SCHEMA_URL, terms.run)
        )
        row = (key(iri), publisher or urlsplit(url).hostname or "", day, run)
        self._db.execute("INSERT INTO published VALUES (?, ?, ?, ?)", row)
