"""Words as word pieces, and an article as windows of them."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc

WHOLE = 510
"""An article of so many pieces is read in one window."""
CORE, BEFORE, AFTER = 384, 80, 32
"""How many pieces a window of a longer one reads for their own sake, and how many before and after for context."""
LONGEST = 64
"""A word of more characters is unknown as a whole, as in the encoder's own training."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article for the encoder: `ids` of pieces, and where each of its own words begins in them.

    `words` pairs a token's index in the document with the position of its first piece in `ids`.
    """

    ids: tuple[int, ...]
    words: tuple[tuple[int, int], ...]


class Pieces:
    """A vocabulary of word pieces: cuts a word into the longest that it knows, from the left, ignoring case."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.known: Mapping[str, int] = {piece: n for n, piece in enumerate(vocabulary)}
        self.first, self.last, self.unknown = (self.known[name] for name in ("[CLS]", "[SEP]", "[UNK]"))
        self.cut = functools.lru_cache(maxsize=50_000)(self._cut)

    def _cut(self, word: str) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFD", word.lower())
        return tuple(n for part in _parts(plain) for n in self._longest(part))

    def _longest(self, part: str) -> list[int]:
        if len(part) > LONGEST:
            return [self.unknown]
        found: list[int] = []
        begin = 0
        while begin < len(part):
            for end in range(len(part), begin, -1):
                piece = part[begin:end] if begin == 0 else "##" + part[begin:end]
                if piece in self.known:
                    found.append(self.known[piece])
                    begin = end
                    break
            else:
                return [self.unknown]
        return found

    def windows(self, doc: Doc) -> Iterator[Window]:
        """Yield windows that together hold each word once as their own, cut between sentences where possible."""
        cuts = [self.cut(token.text) for token in doc]
        for begin, end in _runs([len(cut) for cut in cuts], [bool(token.is_sent_start) for token in doc]):
            left = _reach(cuts, begin, -1, BEFORE)
            right = _reach(cuts, end - 1, 1, AFTER)
            ids = [self.first]
            words = []
            for i in range(left, right):
                if begin <= i < end:
                    words.append((i, min(len(ids), len(ids) if cuts[i] else len(ids) - 1)))
                ids += cuts[i]
            yield Window((*ids, self.last), tuple(words))


def _parts(word: str) -> Iterator[str]:
    """Yield the runs of letters and digits of a word and each of its marks; accents and control characters go."""
    run = ""
    for mark in word:
        kind = unicodedata.category(mark)
        if kind == "Mn" or kind.startswith("C"):
            continue
        if kind.startswith(("P", "Z")) or mark.isspace() or mark in "$+<=>^`|~":
            if run:
                yield run
            run = ""
            if not (kind.startswith("Z") or mark.isspace()):
                yield mark
        else:
            run += mark
    if run:
        yield run


def _runs(sizes: list[int], starts: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield ranges of words of at most CORE pieces: as many whole sentences as fit, or part of one that does not."""
    if 0 < sum(sizes) <= WHOLE:
        yield 0, len(sizes)
        return
    begin, cut, held, since = 0, 0, 0, 0
    for i, size in enumerate(sizes):
        if starts[i]:
            cut, since = i, 0
        if held + size > CORE and i > begin:
            end = cut if cut > begin else i
            yield begin, end
            held = since if cut > begin else 0
            begin = end
        held += size
        since += size
    if begin < len(sizes):
        yield begin, len(sizes)


def _reach(cuts: list[tuple[int, ...]], at: int, step: int, limit: int) -> int:
    """Return how far context goes from a word: the first word of it going back, the one after it going forward."""
    i, held = at, 0
    while 0 <= i + step < len(cuts) and held + len(cuts[i + step]) <= limit:
        i += step
        held += len(cuts[i])
    return i if step < 0 else i + 1
