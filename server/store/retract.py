"""Articles withdrawn: their facts leave the store, a tombstone stays in the ledger, and it can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from server.store.errors import DatasetError
from server.store.nquads import digest
from server.store.records import Version

if TYPE_CHECKING:
    from server.store.dataset import Writer


def retract(writer: Writer, name: str, reason: str = "") -> bool:
    """Withdraw an article, named by its address, identifier or IRI; say whether it was not withdrawn before.

    When this returns, readers see it gone and a later `publish` does not bring it back. Raises DatasetError where the
    dataset never had it.
    """
    key = _key(writer, name)
    if writer.ledger.is_retracted(key):
        return False
    version = writer.ledger.current_of(key) or writer.ledger.newest(key)
    assert version is not None
    article = replace(version.article, text="", flags=())
    tombstone = Version(
        key=key,
        article=article,
        digest=article.digest,
        graph=version.graph,
        reader="",
        nquads=b"",
        nquads_digest=digest(b""),
        receipt="retracted",
        reasons=(reason,) if reason else (),
    )
    writer.record([tombstone])
    writer.show()
    return True


def reinstate(writer: Writer, name: str) -> bool:
    """Let a withdrawn article back in as it was; say whether it was withdrawn. Raises as `retract` does."""
    key = _key(writer, name)
    if not writer.ledger.is_retracted(key):
        return False
    version = writer.ledger.newest(key, "accepted", "flagged") or writer.ledger.newest(key, "quarantined")
    assert version is not None
    writer.record([version])
    writer.show()
    return True


def _key(writer: Writer, name: str) -> str:
    """Return the key of the article that is meant by an address, an identifier or one of our IRIs."""
    ledger, base = writer.ledger, writer.dataset.base
    plain = name.strip().partition("#")[0]
    for key in (name.strip(), plain):
        if ledger.newest(key):
            return key
    slug = plain.removeprefix(f"{base}article/").removeprefix(f"{base}graph/")
    for key in ledger.keys_of(f"{base}graph/{slug}"):
        return key
    raise DatasetError(
        writer.dataset.folder, f"it has no article {name!r}", "'communique receipts' lists the articles that it has"
    )
