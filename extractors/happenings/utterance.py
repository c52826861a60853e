"""When a verb of saying tells an act of its own, and when it only carries or attributes what is told beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import carrier, child, conjuncts, is_passive, raw_subject

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from extractors.lexicon import Trigger
    from extractors.reading import Reading

FIRST = frozenset({"we", "i"})
THIRD = frozenset({"he", "she", "they", "it"})
MEDIA = frozenset(
    """
    bbc cnn afp reuters ap newspaper agency media press report reporter journalist correspondent paper magazine
    television tv radio broadcaster website outlet tass interfax xinhua newswire daily channel station network blog
    source witness eyewitness poll survey study article editorial wire
    """.split()
)
"""Who reports but does not act: "the paper says" is only attribution."""
CARRIED = frozenset("say tell call note cite state describe write read".split())
"""Participles that go on with the act of the verb above them: "condemned the raid, calling it a crime"."""
REPORTING = frozenset("say report tell write claim state suggest note indicate estimate show quote".split())


def only_carried(doc: Doc, found: dict[int, Trigger], reading: Reading) -> list[int]:
    """Return the triggers of saying that tell no act of their own: attribution, participles, carriers of an act."""
    framed = [
        i
        for i, trigger in found.items()
        if trigger.type == "Statement" and trigger.pos == "noun" and _is_spelled_out(doc[i], found)
    ]
    return framed + [
        i
        for i, trigger in found.items()
        if trigger.type == "Statement"
        and trigger.pos == "verb"
        and (
            _is_attribution(doc[i], reading)
            or _goes_on(doc[i], found)
            or any(_is_act(act, found, doc[i], reading) for act in _clauses(doc[i]))
        )
    ]


def _is_spelled_out(noun: Token, found: dict[int, Trigger]) -> bool:
    """Say whether a speech or statement goes on to its own verb: "gave a speech in which she urged"."""
    verb = carrier(noun)
    below = [c for c in noun.children if c.dep_ in {"relcl", "acl"}]
    if verb is not None:
        below += [c for c in verb.children if c.dep_ in {"advcl", "xcomp", "conj"}]
    return any(c.i in found and found[c.i].speech for one in below for c in (one, *one.children))


def _is_attribution(verb: Token, reading: Reading) -> bool:
    if verb.lemma_.lower() not in REPORTING:
        return False
    subject = raw_subject(verb)
    if subject is None:
        return False
    mention = reading.at(subject.i)
    if mention is not None and any(e.kind == "MediaOutlet" for e in mention.entities):
        return True
    return subject.lemma_.lower() in MEDIA or (
        subject.pos_ == "PROPN" and any(c.lower_ in MEDIA for c in subject.children if c.dep_ == "compound")
    )


def _goes_on(verb: Token, found: dict[int, Trigger]) -> bool:
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or verb.lemma_ not in CARRIED or child(verb, "nsubj") is not None:
        return False
    governor = found.get(verb.head.i)
    return governor is not None and governor.speech


def _clauses(verb: Token) -> list[Token]:
    clause = child(verb, "ccomp")
    if clause is None:
        return []
    acts = list(conjuncts(clause))
    return acts + [c for a in acts for c in a.children if c.dep_ == "acomp"]


def _is_act(token: Token, found: dict[int, Trigger], verb: Token, reading: Reading) -> bool:
    """Say whether a clause is itself a speech act of the one who speaks: "we condemn it", he said."""
    trigger = found.get(token.i)
    if trigger is None or not trigger.speech or trigger.type == "Statement" or is_passive(token):
        return False
    head = token.head if trigger.pos == "adjective" else token
    words = {c.lower_ for c in head.children if c.dep_ in {"aux", "neg"}}
    if words & {"not", "n't", "n\u2019t", "would", "could", "should", "may", "might", "must"}:
        return False
    actor, speaker = raw_subject(head), raw_subject(verb)
    if actor is None or speaker is None:
        return False
    if actor.lower_ in FIRST or actor.i == speaker.i:
        return True
    a, b = reading.at(actor.i), reading.at(speaker.i)
    if a is not None and b is not None:
        return bool(set(a.entities) & set(b.entities))
    return actor.lower_ in THIRD
