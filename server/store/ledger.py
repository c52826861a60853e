"""The truth of a dataset: every version of every article, with what was read from it, in one SQLite file.

What `record` has returned from is on the disk (synchronous=FULL): that is what "acknowledged" means.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from ontology.facts import Article
from server.store.errors import DatasetError
from server.store.nquads import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

NAME = "ledger.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS versions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,          -- which article: its address, identifier or text digest
    digest TEXT NOT NULL,       -- of the article's text and metadata
    graph TEXT NOT NULL,
    published TEXT NOT NULL,    -- ISO day or ''
    text BLOB NOT NULL,         -- canonical text, zlib
    metadata TEXT NOT NULL,     -- JSON: url, identifier, headline, publisher, flags
    reader TEXT NOT NULL,       -- reader, its version, model
    nquads BLOB NOT NULL,       -- zlib
    nquads_digest TEXT NOT NULL,
    receipt TEXT NOT NULL CHECK (receipt IN ('accepted', 'flagged', 'quarantined')),
    reasons TEXT NOT NULL       -- JSON list
) STRICT;
CREATE INDEX IF NOT EXISTS versions_by_key ON versions (key, seq);
CREATE TABLE IF NOT EXISTS refusals (
    source TEXT NOT NULL, reason TEXT NOT NULL, advice TEXT NOT NULL, PRIMARY KEY (source, reason)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
_CURRENT = """SELECT v.* FROM versions v WHERE v.seq =
    (SELECT max(seq) FROM versions w WHERE w.key = v.key AND w.receipt != 'quarantined')"""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article as recorded: what it said, what was read from it and how that went."""

    key: str
    article: Article
    digest: str
    graph: str
    reader: str
    nquads: bytes
    nquads_digest: str
    receipt: str
    reasons: tuple[str, ...] = ()
    seq: int = 0

    @property
    def faults(self) -> tuple[str, ...]:
        """What is damaged: text or quads that no longer give the digest recorded with them."""
        article = () if self.article.digest == self.digest else ("the article's text or metadata",)
        return article + (() if digest(self.nquads) == self.nquads_digest else ("the facts read from it",))


def key_of(article: Article) -> str:
    """Return what identifies an article through all its versions."""
    return article.url or article.identifier or f"sha256:{digest(article.text.encode())}"


class Ledger:
    """The open ledger file. One writer at a time: the dataset's lock sees to that."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._path = folder / NAME
        try:
            if read_only:
                self._db = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)
            else:
                self._db = sqlite3.connect(self._path, isolation_level=None)
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=FULL")
                self._db.executescript(_SCHEMA)
            self._db.row_factory = sqlite3.Row
            self._db.execute("SELECT count(*) FROM versions")
        except sqlite3.Error as error:
            raise DatasetError(folder, f"its ledger cannot be opened ({error})", "restore it from a copy") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()

    def record(self, versions: Iterable[Version]) -> int:
        """Write versions durably, all or none; return the number of the last."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for version in versions:
                self._db.execute(f"INSERT INTO versions VALUES ({','.join('?' * 12)})", _row(version))  # noqa: S608
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        return self.last()

    def refuse(self, source: str, reason: str, advice: str) -> None:
        """Note an input that was refused; the same refusal again changes nothing."""
        self._db.execute("INSERT OR REPLACE INTO refusals VALUES (?, ?, ?)", (source, reason, advice))

    def refusals(self) -> list[tuple[str, str, str]]:
        """Return source, reason and advice of every refused input."""
        return [tuple(row) for row in self._db.execute("SELECT * FROM refusals ORDER BY source, reason")]

    def last(self) -> int:
        """Return the number of the newest version, 0 where there is none."""
        return int(self._db.execute("SELECT coalesce(max(seq), 0) FROM versions").fetchone()[0])

    def newest_digest(self, key: str) -> str:
        """Return the digest of an article's newest version, or "" where there is none."""
        row = self._db.execute("SELECT digest FROM versions WHERE key = ? ORDER BY seq DESC LIMIT 1", (key,)).fetchone()
        return str(row[0]) if row else ""

    def newest_facts(self, key: str) -> str:
        """Return the digest of the facts of an article's newest version, or "" where there is none."""
        sql = "SELECT nquads_digest FROM versions WHERE key = ? ORDER BY seq DESC LIMIT 1"
        row = self._db.execute(sql, (key,)).fetchone()
        return str(row[0]) if row else ""

    def current(self) -> Iterator[Version]:
        """Return the version of each article that is public, oldest first."""
        return (_version(row) for row in self._db.execute(_CURRENT + " ORDER BY v.seq"))

    def all(self) -> Iterator[Version]:
        """Return every version, oldest first."""
        return (_version(row) for row in self._db.execute("SELECT * FROM versions ORDER BY seq"))

    def current_of(self, key: str) -> Version | None:
        """Return the public version of one article."""
        row = self._db.execute(_CURRENT + " AND v.key = ?", (key,)).fetchone()
        return _version(row) if row else None

    def text_of(self, graph: str) -> str:
        """Return the text of the newest public version with a graph, or "" where there is none."""
        sql = "SELECT text FROM versions WHERE graph = ? AND receipt != 'quarantined' ORDER BY seq DESC LIMIT 1"
        row = self._db.execute(sql, (graph,)).fetchone()
        return zlib.decompress(row[0]).decode() if row else ""

    def changed(self, after: int, limit: int) -> list[tuple[int, str]]:
        """Return number and article key of the first `limit` versions after a number."""
        sql = "SELECT seq, key FROM versions WHERE seq > ? ORDER BY seq LIMIT ?"
        return [(int(seq), str(key)) for seq, key in self._db.execute(sql, (after, limit))]

    def graphs_of(self, key: str) -> list[str]:
        """Return the IRIs of all graphs that versions of one article ever had."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT graph FROM versions WHERE key = ?", (key,))]

    def days(self, graphs: Iterable[str]) -> dict[str, str]:
        """Return the day of publication of the public version in each of the graphs."""
        sql = "SELECT published FROM versions WHERE graph = ? AND receipt != 'quarantined' ORDER BY seq DESC LIMIT 1"
        found = ((graph, self._db.execute(sql, (graph,)).fetchone()) for graph in graphs)
        return {graph: row[0] for graph, row in found if row}

    def counts(self) -> dict[str, int]:
        """Return how many versions there are by receipt, how many articles are public, and how many were refused."""
        rows = self._db.execute("SELECT receipt, count(*) FROM versions GROUP BY receipt ORDER BY receipt").fetchall()
        public = self._db.execute(f"SELECT count(*) FROM ({_CURRENT})").fetchone()[0]  # noqa: S608
        refused = self._db.execute("SELECT count(*) FROM refusals").fetchone()[0]
        return {"public": public, **{row[0]: row[1] for row in rows}, "refused": refused}

    def setting(self, name: str) -> str:
        """Return a setting, or "" where it was never set."""
        row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set(self, name: str, value: str) -> None:
        """Keep a setting, durably."""
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def damage(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file; nothing where it is sound."""
        try:
            found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check(20)")]
        except sqlite3.Error as error:
            return [str(error)]
        return [] if found == ["ok"] else found


def _row(version: Version) -> tuple[object, ...]:
    article = version.article
    metadata = {
        "url": article.url,
        "identifier": article.identifier,
        "headline": article.headline,
        "publisher": article.publisher,
        "flags": article.flags,
    }
    return (
        None,
        version.key,
        version.digest,
        version.graph,
        article.published.isoformat() if article.published else "",
        zlib.compress(article.text.encode()),
        json.dumps(metadata, sort_keys=True),
        version.reader,
        zlib.compress(version.nquads),
        version.nquads_digest,
        version.receipt,
        json.dumps(version.reasons),
    )


def _version(row: sqlite3.Row) -> Version:
    metadata = json.loads(row["metadata"])
    article = Article(
        text=zlib.decompress(row["text"]).decode(),
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        url=metadata["url"],
        identifier=metadata["identifier"],
        headline=metadata["headline"],
        publisher=metadata["publisher"],
        flags=tuple(metadata["flags"]),
    )
    return Version(
        seq=row["seq"],
        key=row["key"],
        article=article,
        digest=row["digest"],
        graph=row["graph"],
        reader=row["reader"],
        nquads=zlib.decompress(row["nquads"]),
        nquads_digest=row["nquads_digest"],
        receipt=row["receipt"],
        reasons=tuple(json.loads(row["reasons"])),
    )
