"""What the ledger keeps: versions of articles, what became of inputs, and of what is no more."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ontology.facts import Article
from server.store.nquads import digest

if TYPE_CHECKING:
    import sqlite3


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


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an input: accepted, flagged, quarantined, retracted or refused, and why."""

    source: str
    receipt: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of something that was published and is no more: it is in another `graph` now, or was withdrawn."""

    graph: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of an article: the version's number, the article's graph and day, and how it changed.

    It is new, replaced or withdrawn, or "reinterpreted": its words are as they were, but since an article with that
    number it is known better who or what they mean.
    """

    number: int
    graph: str
    published: str
    change: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact (the IRI of an event, a holding or a claim) that somebody rejected: who, and why."""

    fact: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """A property of an event or a holding that somebody set to a value: who, and why."""

    fact: str
    property: str
    value: str
    by: str
    why: str


def key_of(article: Article) -> str:
    """Return what identifies an article through all its versions."""
    return article.url or article.identifier or f"sha256:{digest(article.text.encode())}"


def row_of(version: Version) -> tuple[object, ...]:
    """Return a version as the ledger's table takes it."""
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


def version_of(row: sqlite3.Row) -> Version:
    """Return the version in a row of the ledger's table. Raises ValueError, KeyError, zlib.error where damaged."""
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


def step_of(row: sqlite3.Row) -> Step:
    """Return what a row of versions tells of an article: `known` says whether it had been public before."""
    change = "withdrawn" if row["receipt"] == "retracted" else "replaced" if row["known"] else "new"
    change = "reinterpreted" if row["again"] else change
    return Step(int(row["number"]), row["graph"], row["published"], change)
