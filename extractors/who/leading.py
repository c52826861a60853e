"""Offices that verbs tell: who leads, chairs or commands a body, speaks for one, or sits in a parliament."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import child, is_passive, raw_subject
from extractors.who.bodies import nameless
from extractors.who.home import Home, state_of
from ontology.facts import Claim, Entity, Holding, Office, Phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading

CONFIDENCE = 0.75
"""How often such a holding is right."""
_LEAD = frozenset("lead head chair command".split())
_SIT = frozenset("sit serve".split())
_PARTY = frozenset("party bloc faction list slate grouping".split())
"""Nouns that call the body before them a party: "the National Unity bloc"."""
_ONCE = frozenset("once formerly previously until".split())
"""Words that say of a verb in the past tense that it is so no more."""
_SENT = frozenset("delegation team office army force party group".split())
"""Nouns of bodies that one leads for a time, or that say too little without a name."""
_KINDS = {
    "PoliticalParty": "party-leader",
    "ArmedForce": "military-commander",
    "Organization": "organisation-head",
    "InternationalOrganization": "organisation-head",
    "ArmedGroup": "organisation-head",
    "MediaOutlet": "organisation-head",
}
_HOUSES = ("parliament", "house", "senate", "assembly", "congress", "knesset", "duma", "commons", "lords")


def leading(document: Document, reading: Reading, /) -> Iterator[Holding]:
    """Yield a holding for each named person of whom a verb says what he or she leads, speaks for or sits in."""
    home: Home | None = None
    for token in document.doc:
        if token.pos_ not in {"VERB", "AUX"} or token.lemma_ not in _LEAD | _SIT | {"speak"}:
            continue
        home = home or Home(document, reading)
        found = _passive(token, reading) if token.tag_ == "VBN" else None
        phase: Phase | None = "current" if found is not None else _phase(token)
        found = found or (_active(token, reading) if phase is not None else None)
        if found is None or phase is None:
            continue
        person, noun = found
        office = _office(token, noun, document, reading, home)
        if office is not None:
            begin, end = min(token.i, person.left_edge.i, noun.left_edge.i), max(token.i, person.i, noun.i) + 1
            claim = Claim("happened", (document.span(document.doc[begin:end]),), "office:leading", CONFIDENCE)
            holder = _named(person, reading)
            assert holder is not None
            yield Holding(holder, office, phase, token.lemma_, (claim,))


def _named(token: Token | None, reading: Reading) -> Entity | None:
    mention = reading.at(token.i) if token is not None else None
    if mention is None or mention.rule not in {"name", "pronoun"} or len(mention.entities) != 1:
        return None
    one = mention.entities[0]
    return one if one.kind == "Person" and not one.local else None


def _passive(verb: Token, reading: Reading) -> tuple[Token, Token] | None:
    """Return who leads and what is led: "the al-Iraqiya List, led by Ayad Allawi"."""
    by = next((c for c in verb.children if c.dep_ in {"agent", "prep"} and c.lower_ == "by"), None)
    person = child(by, "pobj") if by is not None else None
    led = verb.head if verb.dep_ in {"acl", "relcl", "advcl"} else child(verb, "nsubjpass")
    if led is not None and led.pos_ in {"VERB", "AUX"}:
        led = child(led, "nsubj")
    return (person, led) if person is not None and led is not None and _named(person, reading) else None


def _active(verb: Token, reading: Reading) -> tuple[Token, Token] | None:
    """Return who leads, speaks for or sits in, and what: "Ida Friis, who has led the Columba Group"."""
    subject = raw_subject(verb) if not is_passive(verb) else None
    preposition = {"speak": "for", "sit": "in", "serve": "in"}.get(verb.lemma_)
    if preposition is None:
        what = child(verb, "dobj")
    else:
        at = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == preposition), None)
        what = child(at, "pobj") if at is not None else None
    return (subject, what) if subject is not None and what is not None and _named(subject, reading) else None


def _phase(verb: Token) -> Phase | None:
    """Return the phase that the verb's tense tells; None where it tells no state of things."""
    words = {c.lower_ for c in verb.children if c.dep_ in {"aux", "neg"}}
    if verb.tag_ == "VBD" and any(c.lower_ in _ONCE for c in verb.children):
        return "former"
    if words & {"not", "n't", "never", "may", "might", "could", "can", "should", "to"}:
        return None
    if words & {"will", "shall", "'ll", "would", "had"} or verb.tag_ == "VBD":
        return None  # "Friis led the mission": when, and for how long, is open
    return "current"


def _office(verb: Token, noun: Token, document: Document, reading: Reading, home: Home) -> Office | None:
    mention = reading.at(noun.i)
    body = mention.entities[0] if mention is not None and mention.rule == "name" else None
    if verb.lemma_ in _LEAD and noun.lemma_.lower() == "opposition" and body is None:
        state = home.near(noun.idx)
        return Office("party-leader", state) if state is not None else None
    party = noun.lemma_.lower() in _PARTY
    told = any(t.lower_ in {"party", "parties"} for t in document.sentence_of(verb))
    if body is None and party:
        inner = child(noun, "compound")
        mention = reading.at(inner.i) if inner is not None else None
        body = mention.entities[0] if mention is not None and mention.rule == "name" else None
    if body is None and verb.lemma_ in _LEAD and noun.lemma_.lower() not in _SENT:
        body = nameless(noun, document, reading)
        body = body if body is not None and body.local else None  # a name would be told with its title
    if body is None or body.kind not in {*_KINDS, "GovernmentBody"}:
        return None
    if verb.lemma_ == "speak":
        state = state_of(body) if body.kind == "GovernmentBody" and "Council of Ministers" in body.name else None
        return Office("spokesperson", state or body)
    house = any(word in _HOUSES for word in body.name.lower().split())
    if verb.lemma_ in _SIT:
        return Office("legislator", body) if house else None
    if house or body.kind == "GovernmentBody":
        return None
    if party or body.kind == "PoliticalParty" or (told and body.kind == "Organization"):
        return Office("party-leader", body)
    return Office(_KINDS[body.kind], body)
