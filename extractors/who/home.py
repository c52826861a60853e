"""Which state an article is about where it does not say: its publisher's, or the one that it names most."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from extractors.reading import Mention
from extractors.who.gazetteer import publisher_state, states

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity

NEAR = 60
"""How many mentions back a paragraph is weighed, however long it is."""


def state_of(entity: Entity) -> Entity | None:
    """Return the state that an entity is, or lies in, or belongs to; else None."""
    if entity.kind == "State":
        return entity
    return state_of(entity.within) if entity.within is not None else None


class Home:
    """Weighs the states of an article by how often and how near a place they are named."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self.publisher = publisher_state(document.article.url)
        self._document = document
        self._counts: Counter[Entity] = Counter()
        self._told: defaultdict[int, list[tuple[int, Entity]]] = defaultdict(list)
        for mention in reading.all(Mention):
            for entity in mention.entities:
                state = state_of(entity) if entity.kind != "Person" else None
                if state is not None:
                    at = mention.span.begin
                    self._counts[state] += 1
                    self._told[document.paragraph_of(at)].append((at, state))
        for told in self._told.values():
            told.sort(key=lambda pair: pair[0])
        dateline = document.dateline
        self._first = None
        if dateline is not None:
            words = dateline.of(document.article.text)
            self._first = next((s for name, s in states().items() if name in words and len(name) > 3), None)

    def most(self) -> Entity | None:
        """Return the publisher's state, or the one named most; of equals, the first."""
        if self.publisher is not None:
            return self.publisher
        return max(self._counts, key=self._counts.__getitem__) if self._counts else self._first

    def near(self, offset: int) -> Entity | None:
        """Return the state that "the government" or "the country" means at an offset."""
        paragraph = self._document.paragraph_of(offset)
        weights = Counter(self._counts)
        sentence = self._document.sentence_begin(offset)
        nearest: Entity | None = None
        here = self._told.get(paragraph, [])
        before = bisect_left(here, offset, key=lambda pair: pair[0])
        for at, state in here[max(before - NEAR, 0) : before]:
            weights[state] += 3
            if at >= sentence:
                nearest = state
        for _, state in self._told.get(paragraph - 1, [])[-NEAR:]:
            weights[state] += 1
        if nearest is not None:
            weights[nearest] += 12
        return max(weights, key=weights.__getitem__) if weights else self._first or self.publisher
