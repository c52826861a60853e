"""Whom words refer to, and whom an act is aimed at where no slot of its frame says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import child, conjuncts, is_passive, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.lexicon import Trigger
    from extractors.reading import Reading
    from ontology.facts import Entity

THINGS = frozenset({"City", "Region", "Place"})
MEMBERS = frozenset(
    [
        "member",
        "leader",
        "group",
        "number",
        "official",
        "representative",
        "coalition",
        "minority",
        "majority",
        "people",
        "one",
    ]
)


AIMED = frozenset({"Demand", "Threat", "Accusation", "Rejection", "Endorsement", "Pledge", "Statement"})
"""Acts of speech that have an aim."""
ABOUT = ("to", "for", "against", "on", "over", "about", "at", "with", "towards", "toward")
"""Prepositions between what is expressed and whom it is about: "concern over Iran's programme"."""


def entities(token: Token, reading: Reading) -> tuple[Entity, ...]:
    """Return whom a word refers to; for "members of the council" with nobody known, whom the phrase's owner is."""
    mention = reading.at(token.i)
    if mention is not None:
        return tuple(e for e in mention.entities if e.kind not in THINGS)
    if token.lemma_.lower() in MEMBERS or token.pos_ in {"DET", "NUM"}:
        return tuple(e for t in phrase(token, "of") for e in entities(t, reading))
    if token.pos_ == "NOUN":
        beside = next((m for c in token.children if c.dep_ == "appos" and (m := reading.at(c.i)) is not None), None)
        if beside is not None:
            return tuple(e for e in beside.entities if e.kind not in THINGS)  # "her predecessor, Ladislav Dorko"
        owner = child(token, "poss")
        if owner is not None and (held := reading.at(owner.i)) is not None:
            return tuple(e for e in held.entities if e.kind not in THINGS)
    return ()


def target(token: Token, trigger: Trigger, kind: str, reading: Reading) -> Iterator[Entity]:
    """Yield whom an act is aimed at where its frame's slots name nobody: the owner of its object, the one asked.

    `kind` is the act's type, which may be another than the frame's: "said that Iran must stop" is a demand.
    """
    if kind in AIMED and token.pos_ == "VERB":
        told = child(token, "dobj", "dative") if not is_passive(token) else None
        clause = child(token, "ccomp", "xcomp")
        if told is not None and kind != "Statement":
            for noun in conjuncts(told):
                aimed = tuple(e for t in phrase(noun, *ABOUT) for e in owners(t, reading))
                direct = not aimed or noun.pos_ != "NOUN" or reading.at(noun.i) is not None
                yield from owners(noun, reading) if direct else aimed
        if clause is not None:
            if kind == "Demand":
                yield from _asked(clause, reading)
            elif kind == "Accusation" and trigger.type == "Statement":
                yield from _blamed(clause, reading)
    elif token.pos_ == "NOUN":
        for noun in phrase(token, "on", "against", "towards", "toward", "to", "for"):
            found = entities(noun, reading)
            yield from found or (owners(noun, reading) if trigger.speech else ())
    elif token.pos_ == "VERB":
        for noun in phrase(token, "against", "on"):
            yield from entities(noun, reading)


def _asked(clause: Token, reading: Reading) -> Iterator[Entity]:
    subject = child(clause, "nsubj", "nsubjpass")
    if subject is not None and subject.pos_ != "PRON":
        for noun in conjuncts(subject):
            yield from entities(noun, reading)


def _blamed(clause: Token, reading: Reading) -> Iterator[Entity]:
    """Yield whom a clause blames: who does what it tells."""
    doers = list(phrase(clause, "by")) if is_passive(clause) else []
    subject = child(clause, "nsubj", "nsubjpass")
    for noun in doers or (conjuncts(subject) if subject is not None else ()):
        yield from owners(noun, reading)


def owners(noun: Token, reading: Reading) -> tuple[Entity, ...]:
    """Return whose a thing is: "the EU's decision", "American policy", "the ceasefire between Israel and Hamas"."""
    found = entities(noun, reading)
    if found or noun.pos_ not in {"NOUN", "PROPN"}:
        return found
    for c in noun.children:
        if c.dep_ in {"amod", "compound", "nmod", "poss"} and (mention := reading.at(c.i)) is not None:
            found += tuple(e for e in mention.entities if e.kind not in THINGS)
    return found or tuple(e for t in phrase(noun, "by", "between", "of", "from") for e in entities(t, reading))
