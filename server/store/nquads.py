"""Quads as bytes that are the same for the same quads, whatever order they come in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable


def canonical(quads: Iterable[ox.Quad]) -> bytes:
    """Return quads as sorted N-Quads without duplicates, in the lexical forms that the store keeps.

    The engine writes 0.50 as 0.5: passing through it here lets digests of the ledger and of the store agree.
    """
    store = ox.Store()
    store.extend(quads)
    return lines(store)


def lines(quads: Iterable[ox.Quad]) -> bytes:
    """Return quads as sorted N-Quads, one a line."""
    told = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert told is not None  # so it is where it is not written to a file
    return b"".join(sorted(told.splitlines(keepends=True)))


def parsed(data: bytes) -> list[ox.Quad]:
    """Return the quads of N-Quads. Raises SyntaxError where they are none."""
    return list(ox.parse(data, format=ox.RdfFormat.N_QUADS))


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
