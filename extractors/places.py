"""Where: the place that a phrase beside an event's trigger names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ontology.facts import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading

PLACES = frozenset({"City", "Region", "Place", "State"})
RANK = {"Place": 0, "City": 0, "Region": 1, "State": 2}
"""The most specific named place wins; on a tie the one that stands nearest."""
LOCATIVE = frozenset(
    ["in", "at", "near", "outside", "inside", "into", "across", "throughout", "around", "on", "off", "along", "over", "above", "within", "aboard", "beside", "between", "from"]
)
TOWARDS = frozenset({"to", "for", "into", "in", "at"})
TRAVEL = frozenset(
    ["travel", "visit", "go", "fly", "arrive", "come", "return", "head", "journey", "trip", "tour", "land", "depart", "leave", "bring", "send", "deploy", "move"]
)
"""Words whose "to" names the place: the destination is where a visit happens."""
VISITED = frozenset({"visit", "tour", "enter", "reach", "invade", "leave", "bomb", "shell", "hit", "strike", "attack"})
"""Verbs and nouns whose object may be the place."""
NOUNS = frozenset({"NOUN", "PROPN"})
SAYS = frozenset(["say", "tell", "add", "state", "announce", "report", "warn", "note", "write", "declare", "claim"])
LABELS = frozenset({"GPE", "LOC", "FAC"})


def place_of(document: Document, reading: Reading, trigger: Token) -> Entity | None:
    """Return the most specific named place where the event of `trigger` happened, or None.

    A dateline names no place, and a state that acts or is spoken of is none.
    """
    dateline = document.dateline
    found: list[tuple[int, int, Entity]] = []
    for head in _heads(trigger):
        for noun in _located(head):
            if dateline is not None and noun.idx < dateline.end:
                continue
            place = _place(reading, noun)
            if place is not None:
                found.append((RANK[place.kind], abs(noun.i - trigger.i), place))
        if found:
            return min(found, key=lambda f: f[:2])[2]
    return None


def _heads(trigger: Token) -> Iterator[Token]:
    """Yield the words whose phrases may say where: the trigger, then the verb that carries it or shares its clause."""
    yield trigger
    token = trigger
    for _ in range(3):
        above = token.head
        if above.i == token.i:
            return
        if token.dep_ in {"dobj", "nsubj", "nsubjpass", "attr", "conj", "xcomp", "pobj", "prep", "compound"}:
            if above.pos_ in {"VERB", "AUX"} and above.lemma_ in SAYS:
                return
            token = above
            if token.pos_ in {"VERB", "AUX"} or token.pos_ in NOUNS:
                yield token
        else:
            return


def _located(head: Token) -> Iterator[Token]:
    """Yield the nouns of a word's phrases of place, also one phrase inside another ("at a base near Herat")."""
    travels = head.lemma_.lower() in TRAVEL
    for child in head.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in (LOCATIVE | TOWARDS if travels else LOCATIVE):
            if child.lower_ == "from" and not travels:
                continue
            yield from _objects(child)
        elif child.dep_ in {"dobj", "obj"} and head.lemma_.lower() in VISITED:
            yield child
            yield from _inner(child)
        elif child.dep_ in {"dobj", "obj", "nsubjpass", "attr"} and head.pos_ in {"VERB", "AUX"}:
            yield from _inner(child)
        elif child.dep_ == "advmod" or (child.dep_ == "advcl" and child.tag_ == "VBG"):
            yield from (o for p in child.children if p.dep_ == "prep" and p.lower_ in LOCATIVE for o in _objects(p))


def _inner(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in LOCATIVE - {"on", "over", "between", "from"}:
            yield from _objects(child)


def _objects(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ in {"pobj", "pcomp"}:
            yield child
            yield from _inner(child)
            for c in child.children:
                if (c.dep_ in {"appos", "conj"} and c.pos_ in NOUNS) or (c.dep_ == "poss" and child.lemma_.lower() in {"capital", "city", "province", "region", "town"}):
                    yield c
        elif child.dep_ == "prep":
            yield from _objects(child)


def _place(reading: Reading, noun: Token) -> Entity | None:
    mention = reading.at(noun.i)
    if mention is not None:
        return next((e for e in mention.entities if e.kind in PLACES), None)
    for ent in noun.doc[noun.i : noun.i + 1].ents or (
        noun.doc[noun.i : noun.i + 1].sent.ents if noun.ent_type_ else ()
    ):
        if ent.start <= noun.i < ent.end and ent.label_ in LABELS:
            name = re.sub(r"^the ", "", ent.text, flags=re.IGNORECASE).removesuffix("'s")
            return Entity("Place", name, re.sub(r"\W+", "-", name.lower()).strip("-"), local=True)
    return None
