"""The truth of a dataset: every version of every article, with what was read from it, in one SQLite file.

What `record` has returned from is on the disk (synchronous=FULL): that is what "acknowledged" means.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from typing import TYPE_CHECKING, Self

from server.store.errors import DatasetError
from server.store.records import Change, Correction, Fate, Receipt, row_of, version_of
from server.store.schema import CURRENT, RECEIPTS, SCHEMA
from server.store.steps import steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from server.store.records import Step, Version

NAME = "ledger.sqlite"
APPLIED = "applied"
"""The setting that tells up to which version the store is what the ledger says."""


class Ledger:
    """The open ledger file. One writer at a time: the dataset's lock sees to that."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._path = folder / NAME
        try:
            if read_only:
                self._db = _reading(self._path)
            else:
                self._db = sqlite3.connect(self._path, isolation_level=None)
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=FULL")
                self._db.executescript(SCHEMA)
            self._db.row_factory = sqlite3.Row
            self._db.execute("SELECT count(*) FROM versions")
        except sqlite3.Error as error:
            raise DatasetError(
                folder, f"its ledger cannot be opened ({error})", "say 'communique restore' with a copy"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()

    def record(self, versions: Iterable[Version]) -> int:
        """Write versions durably, all or none; return the number of the last."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for version in versions:
                gone = self._departing(version)
                self._db.execute(f"INSERT INTO versions VALUES ({','.join('?' * 12)})", row_of(version))  # noqa: S608
                seq = self.last()
                self._db.executemany("INSERT OR REPLACE INTO departed VALUES (?, ?)", ((iri, seq) for iri in gone))
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

    def correct(
        self,
        rejected: Iterable[Correction],
        accepted: Iterable[str],
        set_: Iterable[Change] = (),
        unset: Iterable[tuple[str, str]] = (),
        *,
        again_from: int,
    ) -> None:
        """Keep corrections durably, all or none; versions from a number on are to be applied again."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            rows = ((one.fact, one.by, one.why) for one in rejected)
            self._db.executemany("INSERT OR REPLACE INTO corrections VALUES (?, ?, ?)", rows)
            self._db.executemany("DELETE FROM corrections WHERE fact = ?", ((fact,) for fact in accepted))
            rows_ = ((one.fact, one.property, one.value, one.by, one.why) for one in set_)
            self._db.executemany("INSERT OR REPLACE INTO changes VALUES (?, ?, ?, ?, ?)", rows_)
            self._db.executemany("DELETE FROM changes WHERE fact = ? AND property = ?", unset)
            if int(self.setting(APPLIED) or 0) >= again_from:
                self.set(APPLIED, str(again_from - 1))

    def rejected(self) -> dict[str, Correction]:
        """Return the facts that were rejected, by their IRIs."""
        return {row[0]: Correction(*row) for row in self._db.execute("SELECT * FROM corrections ORDER BY fact")}

    def changes(self) -> list[Change]:
        """Return what people set, in order."""
        return [Change(*row) for row in self._db.execute("SELECT * FROM changes ORDER BY fact, property")]

    def keep_apart(self, a: str, b: str, why: str) -> None:
        """Keep durably that two IRIs do not mean the same."""
        self._db.execute("INSERT OR REPLACE INTO apart VALUES (?, ?, ?)", (*sorted((a, b)), why))

    def let_meet(self, a: str, b: str) -> None:
        """Take that back."""
        self._db.execute("DELETE FROM apart WHERE a = ? AND b = ?", sorted((a, b)))

    def apart(self) -> dict[frozenset[str], str]:
        """Return the pairs of IRIs that do not mean the same, each with why."""
        return {frozenset(row[:2]): row[2] for row in self._db.execute("SELECT a, b, why FROM apart ORDER BY a, b")}

    def forget(self, source: str, *, below: bool = False) -> None:
        """Strike the refusals of a source, `below`: also of its parts and of the files in it; it is judged again."""
        parts = " OR substr(source, 1, length(?1) + 1) IN (?1 || ',', ?1 || '/')" if below else ""
        self._db.execute(f"DELETE FROM refusals WHERE source = ?1{parts}", (source,))  # noqa: S608

    def receipts(self, *, failed: bool = False) -> Iterator[Receipt]:
        """Return what became of every input: the newest version of each article, then what was refused.

        With `failed` only what was quarantined or refused.
        """
        sql = RECEIPTS + (" AND receipt = 'quarantined'" if failed else "") + " ORDER BY key"
        for key, receipt, reasons in self._db.execute(sql):
            yield Receipt(key, receipt, tuple(json.loads(reasons)))
        for source, reason, advice in self.refusals():
            yield Receipt(source, "refused", (reason, advice))

    def last(self) -> int:
        """Return the number of the newest version, 0 where there is none."""
        return int(self._db.execute("SELECT coalesce(max(seq), 0) FROM versions").fetchone()[0])

    def newest_digest(self, key: str) -> str:
        """Return the digest of an article's newest version, or "" where there is none."""
        row = self._db.execute("SELECT digest FROM versions WHERE key = ? ORDER BY seq DESC LIMIT 1", (key,)).fetchone()
        return str(row[0]) if row else ""

    def is_unread(self, key: str) -> bool:
        """Say whether an article's newest version was kept back before anything was read from it."""
        row = self._db.execute("SELECT reader FROM versions WHERE key = ? ORDER BY seq DESC LIMIT 1", (key,)).fetchone()
        return row is not None and not row[0]

    def newest_facts(self, key: str) -> str:
        """Return the digest of the facts of an article's newest version, or "" where there is none."""
        sql = "SELECT nquads_digest FROM versions WHERE key = ? ORDER BY seq DESC LIMIT 1"
        row = self._db.execute(sql, (key,)).fetchone()
        return str(row[0]) if row else ""

    def current(self) -> Iterator[Version]:
        """Return the version of each article that is public, oldest first."""
        return (version_of(row) for row in self._db.execute(CURRENT + " ORDER BY v.seq"))

    def public(self) -> list[tuple[str, str]]:
        """Return key and graph of each public article, in the order in which articles are folded."""
        sql = f"SELECT key, graph FROM ({CURRENT}) ORDER BY published, graph"  # noqa: S608
        return [(row[0], row[1]) for row in self._db.execute(sql)]

    def all(self) -> Iterator[Version]:
        """Return every version, oldest first."""
        return (version_of(row) for row in self._db.execute("SELECT * FROM versions ORDER BY seq"))

    def current_of(self, key: str) -> Version | None:
        """Return the public version of one article."""
        row = self._db.execute(CURRENT + " AND v.key = ?", (key,)).fetchone()
        return version_of(row) if row else None

    def public_in(self, graph: str) -> Version | None:
        """Return the public version with a graph."""
        versions = (self.current_of(key) for key in self.keys_of(graph))
        return next((version for version in versions if version and version.graph == graph), None)

    def text_of(self, graph: str) -> str:
        """Return the text of the newest public version with a graph, or "" where there is none."""
        sql = "SELECT text FROM versions WHERE graph = ? AND receipt != 'quarantined' ORDER BY seq DESC LIMIT 1"
        row = self._db.execute(sql, (graph,)).fetchone()
        return zlib.decompress(row[0]).decode() if row else ""

    def keys_of(self, graph: str) -> list[str]:
        """Return the key of the article that has, or had, a graph; nothing where there was none."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT key FROM versions WHERE graph = ?", (graph,))]

    def newest(self, key: str, *receipts: str) -> Version | None:
        """Return the newest version of an article with one of the receipts (with any, where none are given)."""
        among = f"AND receipt IN ({','.join('?' * len(receipts))})" if receipts else ""
        sql = f"SELECT * FROM versions WHERE key = ? {among} ORDER BY seq DESC LIMIT 1"  # noqa: S608
        row = self._db.execute(sql, (key, *receipts)).fetchone()
        return version_of(row) if row else None

    def is_retracted(self, key: str) -> bool:
        """Say whether an article was withdrawn."""
        sql = "SELECT receipt FROM versions WHERE key = ? AND receipt != 'quarantined' ORDER BY seq DESC LIMIT 1"
        row = self._db.execute(sql, (key,)).fetchone()
        return row is not None and row[0] == "retracted"

    def fate_of(self, iri: str) -> Fate | None:
        """Return what became of a graph or a thing that the store has no more; None where it never was."""
        try:
            row = self._db.execute("SELECT rejected_by, why FROM corrections WHERE fact = ?", (iri,)).fetchone()
            if row:
                return Fate(reason=f"rejected by {row[0]}: {row[1]}")
            for key in self.keys_of(iri):
                if version := self.current_of(key):
                    return Fate(graph=version.graph) if version.graph != iri else None
                if version := self.newest(key, "retracted"):
                    return Fate(reason="; ".join(version.reasons))
            sql = "SELECT reasons FROM departed NATURAL JOIN versions WHERE iri = ? AND receipt = 'retracted'"
            row = self._db.execute(sql, (iri,)).fetchone()
            known = row or self._db.execute("SELECT 1 FROM departed WHERE iri = ?", (iri,)).fetchone()
        except sqlite3.OperationalError:
            return None  # a ledger that no writer has opened since these tables came
        return Fate(reason="; ".join(json.loads(row[0])) if row else "") if known else None

    def changed(self, after: int, limit: int) -> list[tuple[int, str]]:
        """Return number and article key of the first `limit` versions after a number."""
        sql = "SELECT seq, key FROM versions WHERE seq > ? ORDER BY seq LIMIT ?"
        return [(int(seq), str(key)) for seq, key in self._db.execute(sql, (after, limit))]

    def steps(self, after: int, limit: int, *, newest: bool = False) -> list[Step]:
        """Return what became of articles after a version's number, as far as readers see it: the last of each.

        Articles that were always kept back are left out. About `limit` are returned, oldest or newest first.
        """
        bounds = {"after": after, "shown": int(self.setting(APPLIED) or 0)}
        return steps(self._db, bounds, limit, newest=newest)

    def touch(self, graphs: Iterable[str], seq: int) -> None:
        """Note, durably, that articles mean others since a version of another article."""
        sql = "INSERT INTO touched VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)"
        if rows := [(graph, seq) for graph in graphs]:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                self._db.executemany(sql, rows)

    def graphs_of(self, key: str) -> list[str]:
        """Return the IRIs of all graphs that versions of one article ever had."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT graph FROM versions WHERE key = ?", (key,))]

    def days(self, graphs: Iterable[str]) -> dict[str, str]:
        """Return the day of publication of the public version in each of the graphs."""
        sql = "SELECT published FROM versions WHERE graph = ? AND receipt != 'quarantined' ORDER BY seq DESC LIMIT 1"
        found = ((graph, self._db.execute(sql, (graph,)).fetchone()) for graph in graphs)
        return {graph: row[0] for graph, row in found if row}

    def withdrawn(self) -> frozenset[str]:
        """Return what is told no more: the graphs of withdrawn articles, and the facts that were rejected."""
        sql = """SELECT graph FROM versions v WHERE receipt = 'retracted' AND seq = (
            SELECT max(seq) FROM versions w WHERE w.key = v.key AND w.receipt != 'quarantined')"""
        return frozenset(row[0] for row in self._db.execute(sql)) | self.rejected().keys()

    def counts(self) -> dict[str, int]:
        """Return how many versions there are by receipt, how many articles are public, and how many were refused."""
        rows = self._db.execute("SELECT receipt, count(*) FROM versions GROUP BY receipt ORDER BY receipt").fetchall()
        public = self._db.execute(f"SELECT count(*) FROM ({CURRENT})").fetchone()[0]  # noqa: S608
        refused = self._db.execute("SELECT count(*) FROM refusals").fetchone()[0]
        return {"public": public, **{row[0]: row[1] for row in rows}, "refused": refused}

    def setting(self, name: str) -> str:
        """Return a setting, or "" where it was never set."""
        row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set(self, name: str, value: str) -> None:
        """Keep a setting, durably."""
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def _departing(self, version: Version) -> frozenset[str]:
        """Return the IRIs of things of which the public version tells and this one, which replaces it, does not."""
        base = self.setting("base")
        before = self.current_of(version.key) if version.receipt != "quarantined" and base else None
        if before is None or before.nquads_digest == version.nquads_digest:
            return frozenset()
        named = re.compile(rb"<(" + re.escape(f"{base}id/".encode()) + rb"[^>]+)>")
        left = frozenset(named.findall(before.nquads)) - frozenset(named.findall(version.nquads))
        return frozenset(iri.decode() for iri in left)

    def damage(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file; nothing where it is sound."""
        try:
            found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check(20)")]
        except sqlite3.Error as error:
            return [str(error)]
        return [] if found == ["ok"] else found


def _reading(path: Path) -> sqlite3.Connection:
    """Open the file for reading. After a power cut its log must be taken in first, which reading alone cannot."""
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        db.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)
        db.execute("PRAGMA query_only=ON")
    return db
