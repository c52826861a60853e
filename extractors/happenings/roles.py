"""Who does it and to whom: the slots of a frame, filled with the entities that the article's words refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import child, conjuncts, is_passive, phrase, raw_subject
from extractors.happenings.nouns import TEXTS
from extractors.happenings.slots import slot
from extractors.happenings.whom import entities, owners, target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from extractors.lexicon import Trigger
    from extractors.reading import Reading
    from ontology.facts import Entity


TELLING = frozenset("tell inform brief notify remind warn assure advise apprise update address answer".split())
"""Verbs of saying whose object is who is told."""
BLAMING = frozenset({"blame", "pin"})
"""Verbs whose object is put on who did it: "blamed the attack on the rebels"."""
PRESS = ("reporters", "journalists", "press", "media")


def roles(
    token: Token, trigger: Trigger, reading: Reading, kind: str = ""
) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """Return the agents and the recipients of the event that a token tells.

    `kind` is the act that a verb of saying turns out to be, where it is another than its frame's. In a mutual event
    every side is an agent. Nobody is both agent and recipient.
    """
    agents = _filled(token, trigger, trigger.agents, reading, every=trigger.mutual)
    recipients = _filled(token, trigger, trigger.recipients, reading)
    if token.dep_ == "dobj" and token.head.lemma_ in BLAMING and trigger.pos == "noun":
        blamed = tuple(e for t in (token, token.head) for noun in phrase(t, "on") for e in entities(noun, reading))
        agents, recipients = _once(blamed) or agents, tuple(r for r in recipients if r not in blamed)
        return agents, recipients
    if trigger.type == "Statement":
        recipients = _told(token, kind, recipients)
    if not recipients and not trigger.mutual:
        recipients = _once(target(token, trigger, kind or trigger.type, reading))
    if trigger.mutual:
        return _once((*agents, *recipients)), ()
    own = {*agents, *(h.office.of for agent in agents for h in reading.held_by(agent))}
    if trigger.type == "Visit":  # the destination is the place
        recipients = tuple(r for r in recipients if r.kind != "State")
    return agents, tuple(r for r in recipients if r not in own)


def _told(verb: Token, kind: str, recipients: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Return who of the objects of a verb of saying is told, not what it stresses; the press is not who is accused."""
    if verb.pos_ == "VERB" and verb.lemma_ not in TELLING and child(verb, "dobj") is not None:
        return ()
    if kind in {"", "Statement", "Pledge"}:
        return recipients
    return tuple(r for r in recipients if r.kind != "MediaOutlet" and not r.name.endswith(PRESS))


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
