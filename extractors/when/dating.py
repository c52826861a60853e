"""Which expression of time dates an event, if any does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.reading import When
from extractors.when.tense import REPORTS, verb_above

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Moment

NOUNS = frozenset({"NOUN", "PROPN"})
OWNED = frozenset({"poss", "compound", "nummod", "amod", "nmod"})
SHARED = frozenset({"conj", "advcl", "xcomp"})
"""Clauses that happen when the clause above them does, unless they say otherwise."""


def date_of(document: Document, reading: Reading, trigger: Token) -> Moment | None:
    """Return the moment of the event that `trigger` tells, or None where the text does not date it."""
    whens = _in_sentence(document, reading, trigger)
    if trigger.pos_ in NOUNS:
        own = [w for w in whens if _noun_above(trigger.doc[w.head], trigger)]
        if own:
            return _nearest(own, trigger)
        verb = verb_above(trigger)
        if verb is None or verb.sent != trigger.sent or not _carries(verb, trigger):
            return None
        trigger = verb
    return _of_verb(trigger, whens)


def _in_sentence(document: Document, reading: Reading, token: Token) -> list[When]:
    sentence = document.sentence_of(token)
    return [w for w in reading.all(When) if sentence.start <= w.head < sentence.end]


def _of_verb(verb: Token, whens: list[When]) -> Moment | None:
    for _ in range(5):
        own = [w for w in whens if _clause_of(verb.doc[w.head]) == verb.i]
        if own:
            return _nearest(own, verb)
        shifted = _apart(verb, whens)
        if shifted is not None:
            return shifted
        if verb.dep_ not in SHARED or verb.head.pos_ not in {"VERB", "AUX"}:
            return None
        if verb.dep_ == "xcomp" and verb.head.lemma_ in {"say", "agree", "promise", "threaten"}:
            return None
        if verb.dep_ == "advcl" and any(c.dep_ == "mark" for c in verb.children):
            return None
        verb = verb.head
    return None


def _apart(verb: Token, whens: list[When]) -> Moment | None:
    """Resolve "they agreed on Tuesday, a day after he held talks" for the talks."""
    return None


def _clause_of(token: Token) -> int:
    """Return the index of the verb that an expression of time belongs to; -1 where a noun owns it."""
    while token.head.i != token.i:
        if token.dep_ in OWNED and token.head.pos_ in NOUNS:
            return -1
        token = token.head
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass"}:
            return token.i
    return token.i if token.pos_ in {"VERB", "AUX"} else -1


def _noun_above(token: Token, noun: Token) -> bool:
    """Say whether an expression of time belongs to a noun: "Sunday's vote", "the talks on Monday"."""
    while token.head.i != token.i:
        token = token.head
        if token.i == noun.i:
            return True
        if token.pos_ in {"VERB", "AUX"}:
            return False
    return False


def _carries(verb: Token, noun: Token) -> bool:
    """Say whether a noun's event happens when its verb does: "held talks on Monday", not "discussed the vote"."""
    return verb.lemma_ not in REPORTS


def _nearest(whens: list[When], token: Token) -> Moment:
    return min(whens, key=lambda w: (abs(w.head - token.i), w.head)).moment
