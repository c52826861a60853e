"""Where: the place that a phrase of the trigger, or of the verb that carries it, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.happenings.grammar import carrier, clause_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.reading import Reading
    from ontology.facts import Entity

PLACES = frozenset({"State", "City", "Region", "Place"})
WHERE = frozenset({"in", "at", "near", "to", "outside", "inside", "into", "across", "throughout"})


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
