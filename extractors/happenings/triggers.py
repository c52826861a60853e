"""Which words of an article tell an event: one trigger a token, by lemma, part of speech and argument structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.happenings.actors import is_actor
from extractors.happenings.frames import PartOfSpeech, Trigger, lexicon
from extractors.happenings.grammar import carrier, child, is_passive, phrase, raw_subject
from extractors.happenings.utterance import only_carried

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from extractors.reading import Reading

POS: dict[str, PartOfSpeech] = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
TOLL = frozenset({"kill", "injure", "wound", "destroy", "target", "hit"})
"""Verbs that tell what an attack did to whom: where the attack itself is the subject, it is the event."""
VIOLENT = frozenset({"Attack", "Clash", "Violence"})
CLAUSES = frozenset({"xcomp", "ccomp", "acl", "pcomp"})


def triggers(doc: Doc, reading: Reading, begin: int = 0) -> dict[int, Trigger]:
    """Return the trigger of each token that tells an event, by the token's index.

    Tokens before `begin` (the dateline) tell nothing. A light verb gives way to the noun that it carries.
    """
    found: dict[int, Trigger] = {}
    for token in doc:
        pos = POS.get(token.pos_)
        if pos is None or token.idx < begin or token.dep_ in {"compound", "aux", "auxpass"}:
            continue
        if token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} and pos == "noun":
            continue
        for trigger in lexicon().get((pos, token.lemma_.lower()), ()):
            if _fits(token, trigger, reading):
                found[token.i] = trigger
                break
    for i in [i for i, trigger in found.items() if trigger.pos == "noun"]:
        verb = carrier(doc[i])
        other = found.get(verb.i) if verb is not None else None
        if verb is None or other is None:
            continue
        if other.objects:
            del found[i]  # "signed an agreement": the verb's frame names its objects, so it tells the event
        elif not other.speech or other.type == "Statement":
            del found[verb.i]
    for i in [i for i, trigger in found.items() if trigger.pos == "verb" and trigger.words[0] in TOLL]:
        subject = raw_subject(doc[i])
        if subject is None or is_passive(doc[i]) or is_actor(subject, reading):
            continue
        noun = found.get(subject.i)
        if noun is None or noun.type in VIOLENT:
            del found[i]  # "the attack killed two", "the earthquake killed two"
    for i in only_carried(doc, found, reading):
        del found[i]
    return found


def _fits(token: Token, trigger: Trigger, reading: Reading) -> bool:
    if not _words_fit(token, trigger) or (trigger.pos == "verb" and _is_other_verb(token, trigger)):
        return False
    if trigger.objects and "*" not in trigger.objects and not _object_fits(token, trigger):
        return False
    return not trigger.needs or any(_has(token, need, reading) for need in trigger.needs)


def _is_other_verb(token: Token, trigger: Trigger) -> bool:
    """Say whether a particle makes it another verb ("call off"), or its place an adjective ("the planned visit")."""
    if any(c.dep_ == "prt" and c.lower_ not in trigger.words for c in token.children):
        return True
    return token.tag_ in {"VBN", "VBG"} and token.dep_ == "amod" and trigger.type != "Mediation"


def _words_fit(token: Token, trigger: Trigger) -> bool:
    if len(trigger.words) == 1:
        return True
    if trigger.pos == "noun":
        before = [t.lemma_.lower() for t in token.doc[max(token.i - len(trigger.words) + 1, 0) : token.i]]
        return before == list(trigger.words[:-1])
    rest = trigger.words[1:]
    children = [
        c.lower_ for c in token.children if c.dep_ in {"prt", "prep", "advmod", "dobj", "agent", "attr", "acomp"}
    ]
    nested = [
        g.lower_ for c in token.children if c.dep_ in {"prt", "advmod", "prep"} for g in c.children if g.dep_ == "prep"
    ]
    return all(word in children or word in nested or any(c.lemma_ == word for c in token.children) for word in rest)


def _object_fits(token: Token, trigger: Trigger) -> bool:
    nouns = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass", "attr", "oprd"}]
    if token.dep_ in {"acl", "relcl", "amod"} and not child(token, "dobj"):
        nouns.append(token.head)
    if not nouns:
        return "*self" in trigger.objects and token.pos_ == "VERB"
    return any(
        n.lemma_.lower() in trigger.objects
        or any(c.lemma_.lower() in trigger.objects for n in nouns for c in n.children if c.dep_ in {"conj", "compound"})
        for n in nouns
    )


def _has(token: Token, need: str, reading: Reading) -> bool:
    match need:
        case "clause":
            return any(c.dep_ in CLAUSES for c in token.children)
        case "light":
            return carrier(token) is not None
        case "passive":
            return is_passive(token)
        case "object":
            return child(token, "dobj", "nsubjpass") is not None or token.dep_ in {"acl", "relcl", "amod"}
        case "attr":
            return child(token, "attr", "oprd") is not None
        case "poss":
            return child(token, "poss") is not None
        case "subject:actor":
            subject = raw_subject(token)
            return (subject is not None and is_actor(subject, reading)) or _by_actor(token, reading)
        case "object:actor":
            return any(c.dep_ in {"dobj", "nsubjpass"} and is_actor(c, reading) for c in token.children)
        case preposition:
            return next(phrase(token, preposition), None) is not None


def _by_actor(token: Token, reading: Reading) -> bool:
    return is_passive(token) and any(is_actor(t, reading) for t in phrase(token, "by"))
