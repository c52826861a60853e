"""Occasions: the clauses that say when somebody spoke, met or acted, whether or not a frame tells them as an event."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from extractors.places import place_of
from extractors.reading import When
from extractors.when.clauses import VERBS, clause_of
from extractors.when.tense import REPORTS, told_simply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity, Moment

SPEAKS = REPORTS | frozenset(
    "speak address talk testify meet visit travel arrive call phone telephone brief appear hold host interview publish"
    " urge condemn criticise criticize praise welcome promise vow pledge reject deny accuse demand question answer ask"
    " reply respond comment insist express reiterate affirm join".split()
)
"""Verbs of speaking and meeting: who speaks on such an occasion and goes on to speak, speaks on the same day."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Somebody's doing on one day, told at an offset of the text; `speaks` where others' words may follow from it."""

    at: int
    entities: frozenset[Entity]
    moment: Moment
    place: Entity | None
    speaks: bool


def occasions(document: Document, reading: Reading) -> Iterator[Occasion]:
    """Yield the occasions of one day that clauses in the past tell, in the order of the text."""
    today = document.article.published
    for when in reading.all(When):
        day = when.moment.earliest
        if day is None or day != when.moment.latest or (today is not None and day > today):
            continue
        verb = document.doc[max(clause_of(document, when), 0)]
        if verb.pos_ not in VERBS or not told_simply(verb) or _aside(verb):
            continue
        entities = frozenset(e for t in _actors(verb) if (m := reading.at(t.i)) for e in m.entities)
        if entities:
            place = place_of(document, reading, verb)
            yield Occasion(verb.idx, entities, when.moment, place, verb.lemma_ in SPEAKS)


def _aside(verb: Token) -> bool:
    """Say whether a clause only dates another by what came before: "since she was sworn in on Monday"."""
    marks = {c.lower_ for c in verb.children if c.dep_ == "mark"}
    return verb.dep_ == "advcl" and bool(marks & {"since", "before", "until"})


def whereabouts(document: Document, reading: Reading) -> Iterator[tuple[int, frozenset[Entity], Entity]]:
    """Yield the offset of each verb of speaking or meeting that has a place, who does it, and where."""
    for token in document.doc:
        if token.pos_ not in VERBS or token.lemma_ not in SPEAKS:
            continue
        place = place_of(document, reading, token, speech=True)
        verb = token.head if token.dep_ == "advcl" and token.tag_ == "VBG" and token.head.pos_ in VERBS else token
        entities = frozenset(e for t in _actors(verb) if (m := reading.at(t.i)) for e in m.entities)
        if place is not None and entities:
            yield token.idx, entities, place


def incident(document: Document, reading: Reading) -> Moment | None:
    """Return the day of publication where the article begins with what happened on that very day, speech apart.

    All that is said in response to it was then said on that day, too.
    """
    today = document.article.published
    for when in reading.all(When)[:3]:
        if when.moment.earliest != today or when.moment.latest != today or today is None:
            continue
        if document.sentence_at(when.span.begin) > 1:
            return None
        verb = document.doc[max(clause_of(document, when), 0)]
        if verb.pos_ in VERBS and told_simply(verb) is not None and verb.lemma_ not in SPEAKS and not _to_come(verb):
            return when.moment
    return None


def first_other(reading: Reading, lead: Moment | None) -> float:
    """Return where the article first tells of another time than the lead's day: there its one scene ends."""
    if lead is not None and lead.earliest is not None:
        for when in reading.all(When):
            first, last = when.moment.earliest, when.moment.latest
            if (last is not None and last < lead.earliest) or (first is not None and first > lead.earliest):
                return when.span.begin
    return inf


def first_day(document: Document, reading: Reading) -> tuple[int, Moment] | None:
    """Return where the article first tells a day, and that day, if it is the day of publication.

    What is told in the simple past before it is then news of the same day.
    """
    today = document.article.published
    for when in reading.all(When):
        day = when.moment.earliest
        if day is not None and day == when.moment.latest and (today is None or day <= today):
            return (when.span.begin, when.moment) if day == today else None
    return None


def _to_come(verb: Token) -> bool:
    return any(c.tag_ == "MD" for c in verb.children) or verb.tag_ in {"VBZ", "VBP", "VBG"}


def _actors(verb: Token) -> Iterator[Token]:
    """Yield the subject of a verb, shared by coordination, and whom it is done with."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            yield from (child, *child.conjuncts)
        elif child.dep_ == "prep" and child.lower_ == "with":
            yield from (t for t in child.children if t.dep_ == "pobj")
        elif child.dep_ == "dobj":
            yield from (t for p in child.children if p.dep_ == "prep" and p.lower_ == "with" for t in p.children)
    if verb.dep_ == "conj" and verb.head.pos_ in VERBS:
        yield from (c for c in verb.head.children if c.dep_ in {"nsubj", "nsubjpass"})
