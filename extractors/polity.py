"""The state in which one votes or takes office: where no phrase says where, the words for voters and offices do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.placenames import place_at
from extractors.who.gazetteer import states

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity

POLITY = frozenset("election vote referendum poll genocide coup crisis parliament unrest".split())
"""Nouns whose state, as possessor or adjective, is the place: "Peru's election", "the Peruvian election"."""
INNER = POLITY | frozenset(
    "war conflict violence massacre protest demonstration riot earthquake famine rebellion uprising insurgency bombing"
    " attack shooting blast explosion raid airport".split()
)
"""Nouns whose place may stand before them: "the Kabul bombing", "the Iraq war"."""
UNDERGOES = frozenset("have see suffer witness experience face endure survive".split())
VERBS = frozenset({"VERB", "AUX"})
VOTES = frozenset("vote election referendum poll ballot elect choose go".split())
TAKES_OFFICE = frozenset("become elect re-elect reelect swear inaugurate remain appoint regain".split())
HEADS = frozenset("president minister ministry premier chancellor king queen monarch".split())
PHRASES = frozenset({"prep", "attr", "oprd", "dobj", "nsubj", "nsubjpass", "xcomp", "ccomp"})
WINDOW = 30


def state_of(document: Document, reading: Reading, trigger: Token) -> Entity | None:
    """Return the state whose people vote, or whose head takes office, in the event of `trigger`; None elsewhere."""
    lemma = trigger.lemma_.lower()
    if lemma in VOTES:
        clause = trigger if trigger.pos_ == "VERB" else trigger.head
        for _ in range(4):
            for token in _voters(clause):
                if (state := _state(reading, token)) is not None:
                    return state
            if clause.head.i == clause.i:
                break
            clause = clause.head
        if trigger.pos_ == "NOUN":
            sentence = document.sentence_of(trigger)
            near = range(max(sentence.start, trigger.i - WINDOW), min(sentence.end, trigger.i + WINDOW))
            found = [i for i in near if (m := reading.at(i)) and any(e.kind == "State" for e in m.entities)]
            if found:
                return _state(reading, trigger.doc[min(found, key=lambda i: abs(i - trigger.i))])
    if lemma in {"take", "assume", "leave"} and any(c.lemma_ in {"office", "power"} for c in trigger.children):
        subject = _actor(trigger)
        return _officer(reading, subject) if subject is not None else None
    if lemma in TAKES_OFFICE:
        for noun in _offices(trigger):
            for token in noun.subtree if noun.right_edge.i - noun.left_edge.i < WINDOW else ():
                if token.i != noun.i and token.dep_ in {"pobj", "compound", "amod", "poss", "nmod"}:
                    state = _state(reading, token)
                    if state is not None:
                        return state
    return None


def _actor(verb: Token) -> Token | None:
    """Return the subject of a verb, that of a relative clause being the noun that it tells of."""
    if verb.dep_ == "relcl":
        noun = verb.head
        return noun.head if noun.dep_ == "appos" else noun
    return next((c for c in verb.children if c.dep_ == "nsubj"), None)


def _officer(reading: Reading, noun: Token) -> Entity | None:
    """Return the state of which somebody holds, held or is to hold an office, or to which a body belongs."""
    mention = reading.at(noun.i)
    for entity in mention.entities if mention is not None else ():
        for holding in reading.held_by(entity):
            if (state := state_within(holding.office.of)) is not None:
                return state
        if (state := state_within(entity)) is not None:
            return state
    return next((s for c in noun.children if (s := _state(reading, c)) is not None), None)


def state_within(entity: Entity) -> Entity | None:
    """Return the state that an entity is or belongs to, or None."""
    while entity.kind != "State" and entity.within is not None:
        entity = entity.within
    return entity if entity.kind == "State" else None


def _voters(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass", "poss"}:
            yield child
            yield from (g for p in child.children if p.dep_ == "prep" for g in p.children if g.dep_ == "pobj")
            yield from (p for p in child.children if p.dep_ in {"poss", "amod"})  # "Peru's parliament elected"


def _offices(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ not in PHRASES:
            continue
        for noun in (child, *(child.children if child.dep_ == "prep" and child.lower_ in {"as", "into", "to"} else ())):
            if noun.lemma_.lower() in HEADS:
                yield noun


def _state(reading: Reading, token: Token) -> Entity | None:
    mention = reading.at(token.i)
    if mention is not None:
        state = next((e for e in mention.entities if e.kind == "State"), None)
        people = next((e for e in mention.entities if e.kind == "Community"), None)
        if state is not None:
            return state
        if people is not None:
            return states().get(people.name)
    return states().get(token.text)


def undergone(document: Document, reading: Reading, noun: Token) -> Entity | None:
    """Return the place that undergoes what a noun tells: "Peru had twelve years of war", "Peru saw protests"."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in INNER:
        return None
    above = noun
    for _ in range(4):
        if above.pos_ in VERBS or above.head.i == above.i:
            break
        above = above.head
    if above.lemma_ not in UNDERGOES:
        return None
    subject = next((c for c in above.children if c.dep_ == "nsubj"), None)
    return place_at(document, reading, subject) if subject is not None else None
