"""The words before and after a quotation, as far as a full stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.document import Document

REACH = 150
"""How many tokens before and after a quotation its speaker is looked for: a sentence without end takes linear time."""
_SHORT = frozenset("adm brig capt cmdr col dr gen gov hon lt maj mr mrs ms prof rep rev sen sgt".split())
"""Titles that a full stop shortens."""
ENDS = frozenset({".", "!", "?", ";"})
"""What ends a sentence or a part of one that says enough by itself."""


def tokens(document: Document, begin: int, end: int) -> list[Token]:
    """Return the words of a stretch of the text."""
    words = document.doc.char_span(begin, end, alignment_mode="contract") if begin < end else None
    return [t for t in words if not t.is_space] if words is not None else []


def _stops(token: Token) -> bool:
    return token.text in ENDS and not (token.text == "." and token.i > 0 and token.nbor(-1).lower_ in _SHORT)


def since_stop(words: list[Token]) -> list[Token]:
    """Return the words since the last full stop: the nearest REACH."""
    stops = [n for n, t in enumerate(words) if _stops(t)]
    return (words[stops[-1] + 1 :] if stops else words)[-REACH:]


def until_stop(words: list[Token]) -> list[Token]:
    """Return the words until the next full stop: the nearest REACH."""
    stops = [n for n, t in enumerate(words) if _stops(t)]
    return (words[: stops[0]] if stops else words)[:REACH]
