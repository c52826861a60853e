"""Which state an article is about where it does not say: its publisher's, or the one that it names most."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extractors.reading import Mention
from extractors.who.gazetteer import publisher_state, states

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity


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
        self._said: list[tuple[int, int, Entity]] = []
        for mention in reading.all(Mention):
            for entity in mention.entities:
                state = state_of(entity) if entity.kind != "Person" else None
                if state is not None:
                    at = mention.span.begin
                    self._said.append((at, document.paragraph_of(at), state))
        dateline = document.dateline
        self._first = None
        if dateline is not None:
            words = dateline.of(document.article.text)
            self._first = next((s for name, s in states().items() if name in words and len(name) > 3), None)

    def most(self) -> Entity | None:
        """Return the publisher's state, or the one named most; of equals, the first."""
        if self.publisher is not None:
            return self.publisher
        counts = Counter(state for _, _, state in self._said)
        return max(counts, key=counts.__getitem__) if counts else self._first

    def near(self, offset: int) -> Entity | None:
        """Return the state that "the government" or "the country" means at an offset."""
        paragraph = self._document.paragraph_of(offset)
        weights: Counter[Entity] = Counter()
        sentence = self._document.sentence_begin(offset)
        nearest: Entity | None = None
        for at, where, state in self._said:
            weights[state] += 1
            if where == paragraph and at < offset:
                weights[state] += 3
                if at >= sentence:
                    nearest = state
            elif where == paragraph - 1:
                weights[state] += 1
        if nearest is not None:
            weights[nearest] += 12
        return max(weights, key=weights.__getitem__) if weights else self._first or self.publisher
