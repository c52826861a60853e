"""Who does it and to whom: the slots of a frame, filled with the entities that the article's words refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import (
    antecedent,
    carrier,
    child,
    conjuncts,
    is_passive,
    phrase,
    raw_subject,
)

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
    agents = _filled(token, trigger.agents, reading, every=trigger.mutual)
    recipients = _filled(token, trigger.recipients, reading)
    if not recipients and not trigger.mutual:
        recipients = _once(target(token, trigger, reading))
    if trigger.mutual:
        return _once((*agents, *recipients)), ()
    own = {*agents, *(h.office.of for agent in agents for h in reading.held_by(agent))}
    if trigger.type == "Visit":  # the destination is the place
        recipients = tuple(r for r in recipients if r.kind != "State")
    return agents, tuple(r for r in recipients if r not in own)


def _filled(token: Token, slots: tuple[str, ...], reading: Reading, *, every: bool = False) -> tuple[Entity, ...]:
    found: list[Entity] = []
    for name in slots:
        found += [e for t in slot(token, name) for e in entities(t, reading)]
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
                aimed = tuple(e for t in phrase(noun, "to", "for", "against", "on") for e in entities(t, reading))
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


def slot(token: Token, name: str) -> Iterator[Token]:
    """Yield the words that fill a slot of the frame of `token`, each conjunct by itself."""
    match name:
        case "subject":
            yield from _subject(token)
        case "object":
            yield from _object(token)
        case "dative":
            yield from (t for c in token.children if c.dep_ == "dative" and c.pos_ != "ADP" for t in conjuncts(c))
            yield from phrase(token, "to")
        case "poss":
            yield from (t for c in token.children if c.dep_ == "poss" for t in conjuncts(c))
        case "pre":
            for c in token.children:
                if c.dep_ in {"amod", "compound", "nmod"} and c.i < token.i:
                    yield from (
                        t for t in c.subtree if t.i < token.i and t.dep_ in {"amod", "compound", "nmod", "conj"}
                    )
        case "content":
            for clause in token.children:
                if clause.dep_ in {"ccomp", "xcomp", "pcomp"}:
                    yield from (t for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"} for t in conjuncts(c))
            for noun in _object(token):
                yield from (t for c in noun.children if c.dep_ == "poss" for t in conjuncts(c))
                yield from phrase(noun, "by", "between", "of", "from")
        case _ if name.startswith("object."):
            for noun in _object(token):
                yield from phrase(noun, name.removeprefix("object."))
        case preposition:
            yield from phrase(token, preposition)
            verb = carrier(token) if token.pos_ != "VERB" else None
            if verb is not None:
                yield from phrase(verb, preposition)
            elif token.pos_ == "VERB" and preposition in {"with", "between"}:
                for noun in (c for c in token.children if c.dep_ == "dobj"):
                    yield from phrase(noun, preposition)


def _object(token: Token) -> Iterator[Token]:
    verb = token
    if is_passive(verb):
        subject = raw_subject(verb)
        if subject is not None:
            yield from conjuncts(subject)
        return
    found = child(verb, "dobj", "dative")
    if found is not None and found.lower_ in {"which", "that", "whom"}:
        found = antecedent(verb)
    if found is None and verb.dep_ == "conj" and (later := child(verb.head, "dobj")) is not None:
        found = later if later.i > verb.i else None
    if found is not None:
        yield from conjuncts(found)


def _subject(token: Token) -> Iterator[Token]:
    if token.pos_ in {"VERB", "AUX"}:
        if is_passive(token):
            yield from phrase(token, "by")
            return
        subject = raw_subject(token)
    elif token.pos_ == "ADJ":
        subject = raw_subject(token.head) if token.dep_ in {"acomp", "conj", "oprd"} else None
    else:
        verb = carrier(token)
        if verb is not None and verb.pos_ == "AUX" and child(verb, "attr") is not None:
            return
        if verb is not None and is_passive(verb):
            yield from phrase(verb, "by")
            return
        subject = raw_subject(verb) if verb is not None else None
        if subject is not None and (subject.i == token.i or subject.is_ancestor(token)):
            subject = None
        if subject is None:
            yield from (t for c in token.children if c.dep_ == "acl" for t in phrase(c, "by"))
    if subject is not None:
        yield from conjuncts(subject)
