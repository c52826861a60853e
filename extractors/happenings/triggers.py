"""Which words of an article tell an event: one trigger a token, by lemma, part of speech and argument structure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.grammar import carrier, first_conjunct, is_passive, raw_subject
from extractors.happenings.actors import is_actor
from extractors.happenings.needs import has, things
from extractors.happenings.nouns import FORCES
from extractors.happenings.same import FAMILIES
from extractors.happenings.speech import kind_of_object
from extractors.happenings.utterance import only_carried
from extractors.lexicon import PartOfSpeech, Trigger, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from extractors.reading import Reading

POS: dict[str, PartOfSpeech] = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
TOLL = frozenset({"kill", "injure", "wound", "destroy", "target", "hit"})
"""Verbs that tell what an attack did to whom: where the attack itself is the subject, it is the event."""
GOING = frozenset({"Visit", "Meeting", "Call"})
"""Types whose verb and noun in one clause are one: "met at a summit"."""
ABOUT = ("", "on", "upon", "to", "with", "for", "about")
"""Prepositions after which an excluded word excludes: "agreed on the importance"."""
DENYING = frozenset("deny reject refuse dismiss accept consider ignore withdraw decline".split())
"""Verbs whose object is another's act: "rejected the demand"."""
VIOLENT = frozenset({"Attack", "Clash", "Violence"})


def triggers(doc: Doc, reading: Reading, begin: int = 0) -> dict[int, Trigger]:
    """Return the trigger of each token that tells an event, by the token's index.

    Tokens before `begin` (the dateline) tell nothing. A light verb gives way to the noun that it carries.
    """
    found: dict[int, Trigger] = {}
    for token in doc:
        pos = POS.get(token.pos_)
        if pos is None or token.idx < begin or token.dep_ in {"compound", "aux", "auxpass"}:
            continue
        if pos == "noun" and token.pos_ == "PROPN" and token.ent_type_:
            continue
        for trigger in lexicon().get((pos, token.lemma_.lower()), ()):
            if _fits(token, trigger, reading):
                found[token.i] = trigger
                break
    for i in [i for i, trigger in found.items() if trigger.pos == "noun"]:
        if i not in found:
            continue
        if _is_object_of_speech(doc[i], found):
            named, above = found.pop(i), first_conjunct(doc[i]).head.i
            if found[above].type == "Statement":
                kind = kind_of_object(doc[i], named.type)
                found[above] = replace(found[above], type=kind, content=named.content or "told")
            continue
        if found[i].type == "Accusation" and first_conjunct(doc[i]).head.lemma_ in DENYING:
            del found[i]
            continue
        if _is_what_is_agreed(doc[i], found):
            del found[i]
            continue
        if _is_in_phrase(doc[i], found):
            del found[i]
            continue
        verb = carrier(doc[i])
        other = found.get(verb.i) if verb is not None else None
        if verb is None or other is None:
            continue
        if other.objects:
            del found[i]  # "signed an agreement": the verb's frame names its objects, so it tells the event
        elif not other.speech or other.type == "Statement":
            del found[verb.i]
    for i in [i for i, trigger in found.items() if trigger.pos == "verb" and trigger.words[0] in TOLL]:
        if doc[i].dep_ == "advcl" and doc[i].tag_ == "VBG":
            del found[i]  # "crashed, killing two", "bombed the town, killing two"
            continue
        subject = raw_subject(doc[i])
        if subject is None or is_passive(doc[i]) or is_actor(subject, reading):
            continue
        noun = found.get(subject.i)
        if (noun is None and subject.lemma_.lower() not in FORCES) or (noun is not None and noun.type in VIOLENT):
            del found[i]  # "the attack killed two", "the earthquake killed two"
    for i in [i for i, trigger in found.items() if trigger.pos == "verb" and not trigger.speech]:
        head = doc[i].head
        if doc[i].dep_ in {"acl", "relcl"} and head.i in found and _kin(found[head.i].type, found[i].type):
            del found[i]  # "the agreement signed in May", "a deal agreed upon": the noun tells it
    for i, trigger in list(found.items()):
        if trigger.pos == "noun" and _is_of_its_kind(doc[i], found):
            del found[i]
    for i in only_carried(doc, found, reading):
        del found[i]
    return found


def _is_of_its_kind(noun: Token, found: dict[int, Trigger]) -> bool:
    """Say whether another word of its family tells what a noun tells: "a war of aggression", "EU-brokered talks"."""
    kind = found[noun.i].type
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.i in found:
        return found[noun.head.head.i].pos == "noun" and _kin(kind, found[noun.head.head.i].type)
    return any(
        c.dep_ == "amod" and c.i in found and found[c.i].pos == "verb" and _kin(kind, found[c.i].type)
        for c in noun.children
    )


def _is_in_phrase(noun: Token, found: dict[int, Trigger]) -> bool:
    """Say whether the verb above already tells what a noun tells: by its words, its objects or its kind.

    "Tendered his resignation", "eased the sanctions", "arrived for a visit".
    """
    word = noun.lemma_.lower()
    first = first_conjunct(noun)
    above = first.head
    through = first.dep_ == "pobj"
    if through and above.lower_ == "of" and above.head.dep_ == "dobj":
        verb = found.get(above.head.head.i)
        return verb is not None and word in verb.objects  # "declared a state of emergency"
    if through:
        if above.lower_ not in {"for", "in", "on", "at", "to", "under", "into"}:
            return False
        above = above.head
    head = found.get(above.i)
    if head is None or head.pos != "verb":
        return False
    if word in head.words or (word in head.objects and not through and not head.speech):
        return True
    return through and not head.speech and head.type in GOING and _kin(head.type, found[noun.i].type)


def _is_object_of_speech(noun: Token, found: dict[int, Trigger]) -> bool:
    """Say whether a noun names the act that its verb performs: "reaffirmed his support", "made an appeal"."""
    verb = first_conjunct(noun).head
    other = found.get(verb.i)
    return (
        found[noun.i].speech
        and other is not None
        and other.pos == "verb"
        and other.speech
        and first_conjunct(noun).dep_ in {"dobj", "nsubjpass"}
        and verb.lemma_ not in DENYING
    )


def _is_what_is_agreed(noun: Token, found: dict[int, Trigger]) -> bool:
    """Say whether a noun is what a verb of agreement is about: "agreed to a ceasefire"."""
    prep = noun.head
    return (
        found[noun.i].type == "Agreement"
        and noun.dep_ == "pobj"
        and prep.head.i in found
        and found[prep.head.i].type == "Agreement"
    )


def _kin(one: str, other: str) -> bool:
    return FAMILIES.get(one, one) == FAMILIES.get(other, other)


def _fits(token: Token, trigger: Trigger, reading: Reading) -> bool:
    """Say whether a word stands as its frame asks: every test of `all`, one of `needs`, the right object."""
    if not _words_fit(token, trigger) or (trigger.pos == "verb" and _is_other_verb(token, trigger)):
        return False
    if trigger.pos == "noun":
        near = {c.lemma_.lower() for c in token.children if c.dep_ in {"compound", "amod", "nmod"}}
        if near & set(trigger.excludes) or (trigger.modifiers and not near & set(trigger.modifiers)):
            return False
    elif trigger.objects or trigger.excludes:
        found = {t.lemma_.lower() for t in things(token, trigger.words)}
        if trigger.excludes and set(trigger.excludes) & {t.lemma_.lower() for t in things(token, ABOUT)}:
            return False
        if trigger.objects and not found & set(trigger.objects) and (found or "*self" not in trigger.objects):
            return False
    return all(has(token, need, reading) for need in trigger.every) and (
        not trigger.needs or any(has(token, need, reading) for need in trigger.needs)
    )


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
    near: set[str] = set()
    for c in token.children:
        if c.dep_ == "prep" and any(g.ent_type_ in {"DATE", "TIME"} for g in c.children):
            continue  # "fired on Sunday"
        near |= {c.lower_, c.lemma_.lower()}
        if c.dep_ in {"prt", "advmod", "prep", "dobj"}:
            near |= {g.lower_ for g in c.children if g.dep_ in {"prep", "pobj", "pcomp"}}
        elif c.dep_ == "acomp":
            near |= {g.lower_ for g in c.children if g.dep_ == "neg"}  # "pleaded not guilty"
        elif c.dep_ in {"ccomp", "advcl", "xcomp"}:
            near |= {g.lower_ for g in c.children if g.dep_ == "mark"}  # "called for members to spend more"
    return all(word in near for word in trigger.words[1:])
