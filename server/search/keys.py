"""The numbers that stand for things in the index."""

from __future__ import annotations

import hashlib
from functools import lru_cache


@lru_cache(20_000)
def key(iri: str) -> int:
    """Return the number that stands for a thing or a fact: 63 bits of a digest of its IRI."""
    return int.from_bytes(hashlib.sha256(iri.encode()).digest()[:8], "big") >> 1
