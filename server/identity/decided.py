"""The file in which it is kept what each article says and what was decided: its layout, and how it is opened."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from server.identity import copies
from server.identity.cases import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

_SCHEMA = (
    SCHEMA
    + copies.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS mentions (
    graph TEXT, iri TEXT, mark TEXT, at TEXT, PRIMARY KEY (graph, iri)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mentions_by_mark ON mentions (mark, at);
CREATE TABLE IF NOT EXISTS marks (mark TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sightings (
    office TEXT, day TEXT, graph TEXT, person TEXT, phase TEXT, PRIMARY KEY (office, day, graph, person, phase)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sightings_by_graph ON sightings (graph);
CREATE TABLE IF NOT EXISTS mandates (   -- offices that articles name without the full names of their holders
    office TEXT, day TEXT, graph TEXT, iri TEXT, surname TEXT, decision TEXT, PRIMARY KEY (office, day, graph, iri)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mandates_by_graph ON mandates (graph);
CREATE TABLE IF NOT EXISTS tellings (
    graph TEXT, iri TEXT, days TEXT, meant TEXT, PRIMARY KEY (graph, iri)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tellings_by_meant ON tellings (meant, days);
CREATE TABLE IF NOT EXISTS apart (a TEXT, b TEXT, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
"""
)
_LAYOUT = 2
"""Another number, another layout: the file is made anew. It is kept as the file's `user_version`."""
_CACHE = 32_000
"""Kilobytes of the file that are kept in memory: keys lie scattered in it."""


def opened(path: str) -> sqlite3.Connection:
    """Return the file, made where it is missing; what is committed to it stays."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute(f"PRAGMA cache_size=-{_CACHE}")
    db.executescript(f"{_SCHEMA} PRAGMA user_version = {_LAYOUT};")
    return db


def is_usable(path: Path) -> bool:
    """Say whether a file is there as this version of the software makes it; another is to be made anew."""
    if not path.exists():
        return False
    db = sqlite3.connect(path)
    try:
        return bool(db.execute("PRAGMA user_version").fetchone()[0] == _LAYOUT)
    except sqlite3.DatabaseError:
        return True  # damaged: who opens it says so
    finally:
        db.close()
