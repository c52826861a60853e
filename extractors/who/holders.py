"""Whom a title alone means: "the foreign minister", "the Secretary", "both presidents"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from extractors.reading import Mention
from extractors.who.home import state_of
from ontology.facts import Holding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.who.titles import Title
    from ontology.facts import Entity

_HEADS = (
    re.compile(r"\b(?:king|queen|emir|sultan|emperor)s?$", re.IGNORECASE),
    re.compile(r"\bpresidents?$", re.IGNORECASE),
)
"""Heads of state who are not each other: "the king" is no president."""
_SAME = {
    "leader": {"head-of-state", "head-of-government", "party-leader", "organisation-head"},
    "secretary": {"foreign-minister"},
}
_MANY = frozenset({"organisation-head", "other-office"})
"""Kinds of offices of which an article tells many."""
_DEPUTIES = frozenset({"deputy-minister", "deputy-head"})
_NAMED = frozenset({"name", "title"})
"""The rules by which a mention names somebody."""


class Holders:
    """The holders of an article's offices, and where each is named."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self._held = reading.all(Holding)
        self._titled: defaultdict[str, list[Entity]] = defaultdict(list)
        heads: defaultdict[Entity, list[int]] = defaultdict(list)
        for m in reading.all(Mention):
            if m.rule in _NAMED and len(m.entities) == 1:
                heads[m.entities[0]].append(m.head)
            if m.rule == "title" and m.entities[0].kind == "Person":
                words = m.span.of(document.article.text).lower()
                for key in {words, words.rpartition(" ")[2]}:
                    self._titled[key].append(m.entities[0])
        self._heads = {entity: sorted(found) for entity, found in heads.items()}

    def of(self, title: Title) -> Entity | None:
        """Return the person of the article who holds the office that a title alone names, None where none fits.

        Of several the one whom the text named last before it is meant.
        """
        if not title.definite and title.of is None:
            return None
        kinds = _SAME.get(title.kind, {title.kind})
        offices = [
            h
            for h in self._held
            if h.phase == title.phase
            and (title.of is None or title.of == h.office.of or state_of(title.of) == h.office.of)
        ]
        words = title.words.lower()
        fits = [h for h in offices if h.office.kind in kinds and not _apart(title.words, h.title)]
        if title.kind in _MANY:
            fits = [h for h in fits if words in h.title.lower()]  # "the head" is not "its leader"
        if title.kind == "secretary":
            fits = [h for h in fits if "secretary" in h.title.lower()]  # beside a minister
        whole = [h for h in fits if words in h.title.lower()]
        if len({h.holder for h in whole}) == 1:
            fits = whole  # "the under secretary", beside an assistant secretary
        if len({h.holder for h in fits}) > 1:
            last = words.split()[-1]
            fits = [h for h in fits if last in h.title.lower().split()] or fits
        if len({h.holder for h in fits}) > 1 and title.of is None and title.kind != "secretary":
            fits = [h for h in fits if "secretary" not in h.title.lower()] or fits
        if not fits and " " not in words:
            chiefs = (h for h in offices if h.office.kind not in _DEPUTIES)
            fits = [h for h in chiefs if words in h.title.lower().split()]  # "the Minister", of one of Defence
        persons = {h.holder for h in fits}
        if not persons and title.of is None:
            persons = {*self._titled[words]}  # "Secretary Tarh", whose office nothing tells
        return self._latest(persons, title.start)

    def _latest(self, persons: Iterable[Entity], token: int) -> Entity | None:
        """Return who of them was named last before a token; the only one may be named behind it."""
        persons = list(persons)
        if len(persons) == 1:
            return persons[0]
        places = {p: bisect_left(self._heads.get(p, []), token) for p in persons}
        before = [p for p in persons if places[p]]
        return max(before, key=lambda p: (self._heads[p][places[p] - 1], p.key), default=None)


def _apart(words: str, title: str) -> bool:
    """Say whether one title is a monarch's and the other a president's."""
    ranks = [next((n for n, rank in enumerate(_HEADS) if rank.search(said)), None) for said in (words, title)]
    return None not in ranks and ranks[0] != ranks[1]
