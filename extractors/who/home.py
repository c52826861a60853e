"""Which state an article is about where it does not say: its publisher's, or the one that it names most."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from extractors.reading import Mention
from extractors.who.gazetteer import cities, publisher_state, states

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity

HEADLINE, LEAD, DATELINE = 8, 4, 10
"""What a state of the headline, the first of the lead, and that of the dateline's place weigh; a mention weighs 2."""
_ABROAD = frozenset("ambassador envoy embassy counterpart colleague diplomat consul".split())
"""Nouns of what a state has in another."""
_OFFICIAL = frozenset(
    "government parliament president minister official leader authority capital army force troop party faction"
    " side lawmaker politician people voter citizen soldier police court parliamentarian delegation counterpart".split()
)
"""Nouns for those who act for a state or are of it, and for what is the state's own."""
NEAR = 60
"""How many mentions back a paragraph is weighed, however long it is."""


def state_of(entity: Entity) -> Entity | None:
    """Return the state that an entity is, or lies in, or belongs to; else None."""
    if entity.kind == "State":
        return entity
    return state_of(entity.within) if entity.within is not None else None


def states_in(line: str) -> Iterator[Entity]:
    """Yield the states that a short line names, itself or by a city: of "South Sudan" the whole name, not "Sudan"."""
    words = re.findall(r"[\w.\u2019'-]+", line)
    n = 0
    while n < len(words):
        for size in (4, 3, 2, 1):
            name = re.sub(r"(?:['\u2019]s?|\.)$", "", " ".join(words[n : n + size]))
            state = states().get(name) or (cities()[name].within if name in cities() else None)
            if len(name) > 2 and state is not None:
                yield state
                n += size - 1
                break
        n += 1


def publisher(url: str, text: str) -> Entity | None:
    """Return the state that publishes a text: whose address it has, or whose ministry's heading stands above it."""
    if (state := publisher_state(url)) is not None:
        return state
    return (
        states()["United States"]
        if re.search(r"^(?:Office of the Spokesperson|Press Statement|Media Note)\s*$", text[:300], re.MULTILINE)
        else None
    )


def _located(word: Token) -> bool:
    """Say whether a place only tells where: "the court in Luxembourg"."""
    return word.dep_ == "pobj" and word.head.lower_ in {"in", "at", "near", "from", "via", "through", "of"}


def _sent(word: Token) -> bool:
    """Say whether an adjective only tells who was sent from elsewhere: "the Syrian ambassador"."""
    return word.dep_ in {"amod", "compound", "poss"} and word.head.lemma_.lower() in _ABROAD


def _of_thing(word: Token) -> bool:
    """Say whether an adjective only tells where a thing is from: "Russian gas"."""
    return (
        word.dep_ == "amod"
        and word.head.pos_ == "NOUN"
        and word.head.dep_ in {"dobj", "pobj", "compound"}
        and word.head.lemma_.lower() not in _OFFICIAL
    )


class Home:
    """Weighs the states of an article by how often and how near a place they are named."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self.publisher = publisher(document.article.url, document.article.text)
        self._document = document
        self._counts: Counter[Entity] = Counter()
        self._told: defaultdict[int, list[tuple[int, Entity]]] = defaultdict(list)
        for mention in reading.all(Mention):
            for entity in mention.entities:
                state = state_of(entity) if entity.kind != "Person" else None
                if state is not None:
                    at = mention.span.begin
                    self._counts[state] += 1 if _located(document.doc[mention.head]) else 2
                    if (
                        not _located(document.doc[mention.head])
                        and not _sent(document.doc[mention.head])
                        and not _of_thing(document.doc[mention.head])
                    ):
                        self._told[document.paragraph_of(at)].append((at, state))
        for told in self._told.values():
            told.sort(key=lambda pair: pair[0])
        self.dateline = self._dateline()
        lead = next((state for told in self._told.values() for _, state in told), None)
        headline = dict.fromkeys(states_in(document.article.headline))
        for state, weight in ((self.dateline, DATELINE), (lead, LEAD), *((state, HEADLINE) for state in headline)):
            if state is not None:
                self._counts[state] += weight

    def _dateline(self) -> Entity | None:
        """Return the state that the dateline names, or in which its place lies."""
        dateline = self._document.dateline
        if dateline is None:
            return None
        words = dateline.of(self._document.article.text)
        place = cities().get(re.split(r"[,(/:\u2013\u2014-]", words)[0].strip().title())
        return next(states_in(words), None) or (place.within if place is not None else None)

    def most(self, but: frozenset[Entity] = frozenset()) -> Entity | None:
        """Return the publisher's state, or the one named most; of equals, the first; none of those in `but`."""
        if self.publisher is not None and self.publisher not in but:
            return self.publisher
        counts = {state: count for state, count in self._counts.items() if state not in but}
        return max(counts, key=counts.__getitem__) if counts else self.dateline

    def near(self, offset: int, but: frozenset[Entity] = frozenset()) -> Entity | None:
        """Return the state that "the government" or "the country" means at an offset; none of those in `but`."""
        paragraph = self._document.paragraph_of(offset)
        weights = Counter(self._counts)
        sentence = self._document.sentence_begin(offset)
        nearest: Entity | None = None
        here = self._told.get(paragraph, [])
        before = bisect_left(here, offset, key=lambda pair: pair[0])
        for at, state in here[max(before - NEAR, 0) : before]:
            weights[state] += 6
            if at >= sentence and state not in but:
                nearest = state
        for _, state in self._told.get(paragraph - 1, [])[-NEAR:]:
            weights[state] += 2
        if nearest is not None:
            weights[nearest] += 24
        for state in but:
            del weights[state]
        return max(weights, key=weights.__getitem__) if weights else self.dateline or self.publisher
