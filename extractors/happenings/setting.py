"""When and where: the time and the place that stand nearest to a trigger in its own clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.happenings.grammar import carrier, clause_verb
from extractors.reading import When

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity, Moment

PLACES = frozenset({"State", "City", "Region", "Place"})
WHERE = frozenset({"in", "at", "near", "to", "outside", "inside", "into", "across", "throughout"})


def _verb_of(token: Token) -> Token:
    return carrier(token) or token if token.pos_ != "VERB" else token


def date_of(document: Document, reading: Reading, token: Token) -> Moment | None:
    """Return the moment of the time expression in the clause of `token`, the nearest first, or None."""
    sentence = document.sentence_of(token)
    verb = _verb_of(token)
    near = [w for w in reading.all(When) if sentence.start <= w.head < sentence.end]
    near = [w for w in near if _clause(token.doc[w.head]) in {_clause(token), verb.i, token.i}]
    best = min(near, key=lambda w: (abs(w.head - verb.i), w.head), default=None)
    return best.moment if best is not None else None


def _clause(token: Token) -> int:
    verb = clause_verb(token)
    return verb.i if verb is not None else -1


def place_of(reading: Reading, token: Token, kinds: frozenset[str] = WHERE) -> Entity | None:
    """Return the place that a phrase of `token`, or of the verb that carries it, names, or None."""
    heads = [token]
    if (verb := carrier(token)) is not None:
        heads.append(verb)
    elif token.pos_ not in {"VERB", "AUX"} and (clause := clause_verb(token)) is not None:
        heads.append(clause)
    for head in heads:
        for prep in head.children:
            if prep.dep_ != "prep" or prep.lower_ not in kinds:
                continue
            for noun in prep.children:
                mention = reading.at(noun.i) if noun.dep_ == "pobj" else None
                place = next((e for e in mention.entities if e.kind in PLACES), None) if mention else None
                if place is not None:
                    return place
    return None
