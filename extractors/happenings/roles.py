"""Who does it and to whom: the slots of a frame, filled with the entities that the article's words refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import child, conjuncts, is_passive, phrase, raw_subject
from extractors.happenings.nouns import TEXTS
from extractors.happenings.slots import slot
from ontology.facts import Holding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def roles(token: Token, trigger: Trigger, reading: Reading) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """Return the agents and the recipients of the event that a token tells.

    In a mutual event every side is an agent. Nobody is both agent and recipient.
    """
    agents = _filled(token, trigger, trigger.agents, reading, every=trigger.mutual)
    recipients = _filled(token, trigger, trigger.recipients, reading)
    if not recipients and not trigger.mutual:
        recipients = _once(target(token, trigger, reading))
    if trigger.mutual:
        return _once((*agents, *recipients)), ()
    own = {*agents, *(h.office.of for h in reading.all(Holding) if h.holder in agents)}
    if trigger.type == "Visit":  # the destination is the place
        recipients = tuple(r for r in recipients if r.kind != "State")
    return agents, tuple(r for r in recipients if r not in own)


def _filled(
    token: Token, trigger: Trigger, slots: tuple[str, ...], reading: Reading, *, every: bool = False
) -> tuple[Entity, ...]:
    found: list[Entity] = []
    for name in slots:
        words = list(slot(token, name, trigger.words))
        found += [e for t in words for e in entities(t, reading)]
        if not found and name == "subject":
            found += [e for t in words for e in _behind(t, reading)]
        if found and not every:
            break
        if found and name in {"between", "subject"} and token.pos_ == "NOUN" and len(found) > 1:
            break
    return _once(found)


def _once(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(dict.fromkeys(entities))


def entities(token: Token, reading: Reading) -> tuple[Entity, ...]:
    """Return whom a word refers to; for "members of the council" with nobody known, whom the phrase's owner is."""
    mention = reading.at(token.i)
    if mention is not None:
        return tuple(e for e in mention.entities if e.kind not in THINGS)
    if token.lemma_.lower() in MEMBERS or token.pos_ in {"DET", "NUM"}:
        return tuple(e for t in phrase(token, "of") for e in entities(t, reading))
    if token.pos_ == "NOUN":
        owner = child(token, "poss")
        if owner is not None and (held := reading.at(owner.i)) is not None:
            return tuple(e for e in held.entities if e.kind not in THINGS)
    return ()


def _behind(noun: Token, reading: Reading) -> tuple[Entity, ...]:
    """Return who speaks through a text: its owner, or who passed it ("adopted a resolution calling for talks")."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in TEXTS:
        return ()
    found = owners(noun, reading)
    if found or noun.dep_ not in {"dobj", "nsubjpass"}:
        return found
    verb = noun.head
    doers = phrase(verb, "by") if is_passive(verb) else conjuncts(s) if (s := raw_subject(verb)) is not None else ()
    return tuple(e for t in doers for e in entities(t, reading))


def target(token: Token, trigger: Trigger, reading: Reading) -> Iterator[Entity]:
    """Yield whom an act is aimed at where its frame's slots name nobody: the owner of its object, the one asked."""
    if (
        trigger.type in {"Demand", "Threat", "Accusation", "Rejection", "Endorsement", "Pledge", "Statement"}
        and token.pos_ == "VERB"
    ):
        told = child(token, "dobj", "dative") if not is_passive(token) else None
        clause = child(token, "ccomp", "xcomp")
        if told is not None:
            for noun in conjuncts(told):
                aimed = tuple(e for t in phrase(noun, "to", "for", "against", "on") for e in owners(t, reading))
                yield from (
                    aimed if aimed and noun.pos_ == "NOUN" and reading.at(noun.i) is None else owners(noun, reading)
                )
        if clause is not None and trigger.type == "Demand":
            subject = child(clause, "nsubj", "nsubjpass")
            if subject is not None and subject.pos_ != "PRON":
                for noun in conjuncts(subject):
                    yield from entities(noun, reading)
    elif token.pos_ == "NOUN":
        for noun in phrase(token, "on", "against", "towards", "toward", "to", "for"):
            found = entities(noun, reading)
            yield from found or (owners(noun, reading) if trigger.speech else ())
    elif token.pos_ == "VERB":
        for noun in phrase(token, "against", "on"):
            yield from entities(noun, reading)


def owners(noun: Token, reading: Reading) -> tuple[Entity, ...]:
    """Return whose a thing is: "the EU's decision", "American policy", "the ceasefire between Israel and Hamas"."""
    found = entities(noun, reading)
    if found or noun.pos_ not in {"NOUN", "PROPN"}:
        return found
    for c in noun.children:
        if c.dep_ in {"amod", "compound", "nmod", "poss"} and (mention := reading.at(c.i)) is not None:
            found += tuple(e for e in mention.entities if e.kind not in THINGS)
    return found or tuple(e for t in phrase(noun, "by", "between", "of", "from") for e in entities(t, reading))
