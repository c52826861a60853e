"""The words of names made comparable: lower case, no accents. It needs nothing that loads slowly."""

from __future__ import annotations

import unicodedata

PARTICLES = frozenset("al el bin ibn ben abu van von de der den da di du la le dos das abd - ".split(" "))


def folded(text: str) -> str:
    """Return text without diacritics, in lower case."""
    plain = unicodedata.normalize(
        "NFKD", text.casefold().replace("\u0131", "i").replace("\u0142", "l").replace("\u00f8", "o")
    )
    return "".join(c for c in plain if not unicodedata.combining(c))


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name for comparing: "Asaad al-Shaibani" is ("asaad", "al", "shaibani")."""
    return tuple(w for w in folded(name).replace("-", " ").replace("\u2019", "'").replace(".", "").split() if w)
