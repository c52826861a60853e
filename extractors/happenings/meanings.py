"""Tests of meaning: whether the words around a trigger stand for forces, offices, laws, harm or voters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import child, conjuncts, is_passive, phrase, raw_subject
from extractors.happenings.actors import is_actor
from extractors.happenings.nouns import (
    BOMBS,
    CABINETS,
    CHAMBERS,
    CROWD,
    EMPTY_SPACE,
    FORCES,
    HARMFUL,
    LAWS,
    OFFICES,
    POLLING,
    SETTLED,
    SITES,
    STRIKES,
    TERMS,
    TEXTS,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.reading import Reading


def acting(token: Token, reading: Reading) -> bool:
    """Look for somebody who acts: the subject, or in the passive who follows "by"."""
    subject = raw_subject(token)
    if is_passive(token):
        return any(is_actor(t, reading) for t in phrase(token, "by"))
    return subject is not None and is_actor(subject, reading)


def text(token: Token, reading: Reading) -> bool:
    """Look for a text that speaks for its authors as the subject: "the draft demands"."""
    subject = raw_subject(token)
    return subject is not None and (subject.lemma_.lower() in TEXTS or acting(token, reading))


def force(token: Token, _reading: Reading) -> bool:
    """Look for armed people as who does it: "the army deployed", "escorted by marines"."""
    if is_passive(token):
        return any(_any(t, FORCES) for t in phrase(token, "by"))
    subject = raw_subject(token)
    return subject is not None and _any(subject, FORCES)


def person(token: Token, reading: Reading) -> bool:
    """Look for a person or a delegation as the subject: "the minister arrived"."""
    subject = raw_subject(token)
    if subject is None or is_passive(token):
        return False
    mention = reading.at(subject.i)
    people = mention is not None and any(e.kind == "Person" for e in mention.entities)
    return people or subject.lemma_.lower() in {"delegation", "envoy", "team", "mission"}


def cabinet(token: Token, _reading: Reading) -> bool:
    """Look for a government as what falls."""
    subject = raw_subject(token)
    return subject is not None and subject.lemma_.lower() in CABINETS


def crowd(token: Token, _reading: Reading) -> bool:
    """Look for people at large as the subject: "farmers blocked the road"."""
    subject = raw_subject(token)
    return subject is not None and not is_passive(token) and _any(subject, CROWD)


def bomb(token: Token, _reading: Reading) -> bool:
    """Look for a bomb as what explodes."""
    subject = raw_subject(token)
    return subject is not None and _any(subject, BOMBS)


def site(token: Token, _reading: Reading) -> bool:
    """Look for what is shelled and bombed as the object: a place, a building, a force."""
    return any(
        c.dep_ in {"dobj", "nsubjpass"} and (c.ent_type_ in {"GPE", "LOC", "FAC"} or c.lemma_.lower() in SITES | FORCES)
        for c in token.children
    )


def target(token: Token, _reading: Reading) -> bool:
    """Look for at whom it is fired: a phrase with "at", "on", "against" or "into", or a nominal attack."""
    own = child(token, "dobj", "nsubjpass")
    return (own is not None and own.lemma_.lower() in STRIKES) or any(
        c.dep_ == "prep"
        and c.lower_ in {"at", "on", "against", "into", "toward", "towards"}
        and not any(g.ent_type_ in {"DATE", "TIME"} or g.lemma_.lower() in EMPTY_SPACE for g in c.children)
        for c in token.children
    )


def named(token: Token, _reading: Reading) -> bool:
    """Look for a war that has a name, a year or a country: "the Vietnam war", "the 2008 conflict"."""
    return any(c.pos_ in {"PROPN", "NUM"} or c.ent_type_ in {"NORP", "GPE", "DATE"} for c in token.children)


def office(token: Token, _reading: Reading) -> bool:
    """Look for an office for which somebody is chosen: "named Kim foreign minister", "chose him as leader"."""
    for c in token.children:
        if c.dep_ in {"oprd", "attr", "appos", "ccomp"} and _any(c, OFFICES):
            return True
        if c.dep_ == "prep" and c.lower_ in {"as", "to", "for"} and any(_any(g, OFFICES | TERMS) for g in c.children):
            return True
        if c.dep_ == "dobj" and any(_any(g, OFFICES) for g in c.children if g.dep_ in {"appos", "compound"}):
            return True
        if c.dep_ == "dobj" and _any(c, OFFICES) and any(g.pos_ == "PROPN" for g in c.children):
            return True  # "named Mrs Diallo foreign minister", read as one noun
    return False


def entered(token: Token, _reading: Reading) -> bool:
    """Look for a verb of becoming rather than of being: "became", "will be", "remained"."""
    return token.lemma_ != "be" or any(c.dep_ == "aux" and c.tag_ == "MD" for c in token.children)


def incumbent(token: Token, _reading: Reading) -> bool:
    """Look for a holder of an office as the subject, not a former one."""
    subject = raw_subject(token)
    if subject is None:
        return False
    begin, end = max(subject.left_edge.i, subject.i - 12), min(subject.right_edge.i, subject.i + 12) + 1
    words = [t.lower_ for t in subject.doc[begin:end]]
    return any(w in OFFICES for w in words) and not {"former", "ex", "late", "retired"} & set(words)


def chamber(token: Token, _reading: Reading) -> bool:
    """Look for a body that makes laws as the subject."""
    subject = raw_subject(token)
    return subject is not None and subject.lemma_.lower() in CHAMBERS


def voters(token: Token, _reading: Reading) -> bool:
    """Look for people as the subject: an election, where a parliament's vote is not."""
    subject = raw_subject(token)
    return subject is not None and (
        subject.ent_type_ in {"NORP", "GPE"}
        or subject.lemma_.lower() in {"voter", "people", "citizen", "million", "country", "electorate"}
    )


def opens(token: Token, _reading: Reading) -> bool:
    """Look for polls that open or close."""
    return token.dep_ in {"nsubj", "nsubjpass"} and token.head.lemma_ in POLLING


def person_owner(token: Token, reading: Reading) -> bool:
    """Look for a person as the owner: "his election"."""
    owner = child(token, "poss")
    mention = reading.at(owner.i) if owner is not None else None
    return mention is not None and any(e.kind == "Person" for e in mention.entities)


def of_law(token: Token, _reading: Reading) -> bool:
    """Look for a law in the phrase: "the adoption of the resolution"."""
    return any(_any(noun, LAWS) for noun in phrase(token, "of", "to"))


def harm(token: Token, _reading: Reading) -> bool:
    """Look for harm that is said to follow: "warned that it would retaliate", "vowed to crush", "warned of war"."""
    for c in token.children:
        if c.dep_ in {"ccomp", "xcomp"}:
            ahead = any(g.dep_ == "aux" and g.lower_ in {"will", "would", "shall", "to", "could"} for g in c.children)
            harmful = c.lemma_.lower() in HARMFUL or any(g.lemma_.lower() in HARMFUL for g in c.children)
            if ahead and (harmful or (c.dep_ == "ccomp" and any(g.dep_ == "advcl" for g in c.children))):
                return True
        if c.dep_ == "prep" and c.lower_ in {"of", "against"} and any(_any(g, HARMFUL) for g in c.children):
            return True
        if c.dep_ == "dobj" and _any(c, HARMFUL):
            return True
    return False


def state(token: Token, reading: Reading) -> bool:
    """Look for a state as the subject."""
    subject = raw_subject(token)
    mention = reading.at(subject.i) if subject is not None else None
    return mention is not None and any(e.kind in {"State", "Government"} for e in mention.entities)


def org(token: Token, _reading: Reading) -> bool:
    """Look for an organisation as the object."""
    own = child(token, "dobj")
    return own is not None and own.ent_type_ == "ORG"


def _any(noun: Token, words: frozenset[str]) -> bool:
    return any(
        t.lemma_.lower() in words
        for one in conjuncts(noun)
        for t in (one, *(c for c in one.children if c.dep_ in {"compound", "amod"}))
    )


def demanded(token: Token, _reading: Reading) -> bool:
    """Look for something asked of somebody: "urged Iran to end it", "must stop"."""
    if any(c.dep_ == "aux" and c.lower_ in {"should", "must"} for c in token.children):
        return True
    if token.tag_ != "VB":
        return False
    head = token.head
    for _ in range(4):
        if head.lemma_.lower() in SETTLED:
            return True
        if head.head.i == head.i or head.dep_ in {"ROOT", "relcl"}:
            break
        head = head.head
    return False
