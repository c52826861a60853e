"""Where: the place that a phrase beside an event's trigger names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.placenames import PARTS, WATERS, place_at
from extractors.placewords import (
    CLIMB,
    GATHERS,
    GOES,
    HELD,
    LEAVES,
    LOCATIVE,
    NEXT,
    NOUNS,
    OCCASIONS,
    OCCURS,
    OF,
    RANK,
    SCENE,
    SIDES,
    SPEAKING,
    STEPS,
    STOPS,
    TALKS,
    TIMES,
    TOWARDS,
    TRAVEL,
    VERBS,
    VISITED,
    WINDOW,
)
from extractors.polity import INNER, POLITY, state_of, undergone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity


def place_of(document: Document, reading: Reading, trigger: Token, *, speech: bool = False) -> Entity | None:
    """Return the most specific named place where the event of `trigger` happened, or None.

    A dateline names no place, and a state that acts or is spoken of is none. With `speech` only the phrases of the
    verb itself count, since what is said names places of its own.
    """
    speech = speech or (trigger.pos_ in VERBS and trigger.lemma_ in TALKS)
    found: list[tuple[int, int, int, Entity]] = []
    below = trigger
    for far, head in enumerate(_heads(trigger, speech=speech)):
        shared = below.dep_ == "conj" and head.pos_ in VERBS and far > 0
        below = head
        says = speech and head.lemma_ not in GATHERS
        for place, nouns in _beside(document, reading, head, speech=says, shared=shared):
            found.append((far, RANK[place.kind], nouns, place))
        if found:
            return min(found, key=lambda f: f[:3])[3]
    return None if speech else undergone(document, reading, trigger) or state_of(document, reading, trigger)


def _heads(trigger: Token, *, speech: bool) -> Iterator[Token]:
    """Yield the words whose phrases may say where: the trigger, then the verbs that carry it or share its clause."""
    yield trigger
    token = trigger
    for _ in range(1 if speech and trigger.pos_ in VERBS else 3):
        above = token.head
        if above.i == token.i or token.dep_ not in CLIMB or (token.dep_ == "ccomp" and not _light(above)):
            return
        if token.dep_ == "relcl":
            if not _takes_place(token):
                return
            yield above
        if token.dep_ == "advcl" and token.tag_ != "VBG" and not _same_time(token):
            return
        if token.dep_ == "xcomp" and above.lemma_ in STOPS:
            return
        token = above
        if token.pos_ == "ADP":
            token = token.head
        if token.pos_ in VERBS or token.pos_ in NOUNS:
            yield token


def _same_time(verb: Token) -> bool:
    """Say whether a clause tells of the same time and place: "were killed when a bomb exploded"."""
    return any(c.lower_ in {"when", "as", "while"} and c.dep_ in {"advmod", "mark"} for c in verb.children)


def _light(verb: Token) -> bool:
    return verb.pos_ == "AUX"


def _takes_place(verb: Token) -> bool:
    """Say whether a relative clause tells what happens at its noun: "a speech in which he said"."""
    return any(
        c.lower_ == "where" or (c.dep_ == "prep" and any(g.lower_ == "which" for g in c.children))
        for c in verb.children
    )


def _beside(
    document: Document, reading: Reading, head: Token, *, speech: bool, shared: bool
) -> Iterator[tuple[Entity, int]]:
    """Yield the places that belong to a word, each with the number of nouns between it and the word.

    What verbs that are coordinated share (`shared`) stands before the first of them.
    """
    where = next((c for c in head.children if c.lower_ == "where" and c.dep_ == "advmod"), None)
    if where is not None and head.dep_ in {"relcl", "advcl"}:  # "in Peru, where they met"
        place = place_at(document, reading, _before(where), located=True) or _reached(document, reading, where)
        if place is not None:
            yield place, 0
    if speech and head.pos_ in NOUNS:
        return
    yield from ((p, 0) for t in _whole(head) if (p := place_at(document, reading, t, located=t.dep_ == "pobj")))
    if head.pos_ in NOUNS:
        for child in head.children:
            if child.dep_ in {"poss", "compound", "amod", "nmod"} and not speech:
                place = place_at(document, reading, child)
                if place is not None and _stands_before(child, head, place):
                    yield place, 0
    sentence = document.sentence_of(head)
    begin, end = max(sentence.start, head.i - WINDOW), min(sentence.end, head.i + WINDOW)
    for token in head.doc[begin:end]:
        if token.dep_ not in {"prep", "agent", "dative"} or token.pos_ not in {"ADP", "SCONJ"}:
            continue
        nouns = _between(token, head, speech=speech)
        if speech and nouns is not None:
            yield from ((p, nouns) for p in _occasion(document, reading, token))
        if nouns is None or not _locates(token, head) or (shared and token.i > head.i and not _arrives(token, head)):
            continue
        for noun in objects(token):
            place = place_at(document, reading, noun, located=True)
            stands = token.lower_ != "on" or place is None or place.kind != "State" or head.lemma_ in VISITED
            if place is not None and stands:  # "called on Peru" was not in Peru
                yield place, nouns
    for adverb in head.children:
        if adverb.lower_ in {"there", "here"} and adverb.dep_ == "advmod":
            place = place_at(document, reading, adverb)
            if place is not None:
                yield place, 0


def _arrives(preposition: Token, head: Token) -> bool:
    """Say whether a phrase tells where a journey led, at whose end the next thing is done: "flew to Lima and met"."""
    towards = preposition.lower_ in TOWARDS | {"in"}
    return preposition.head.i == head.i and towards and (head.lemma_ in GOES or head.lemma_ == "be")


def _occasion(document: Document, reading: Reading, preposition: Token) -> Iterator[Entity]:
    """Yield the place before an occasion's name: "during a Lima news conference"."""
    if preposition.lower_ in {"in", "at", "during"}:
        for noun in preposition.children:
            if noun.dep_ == "pobj" and noun.lemma_.lower() in OCCASIONS:
                for child in noun.children:
                    place = place_at(document, reading, child, located=True) if child.dep_ == "compound" else None
                    if place is not None and place.kind in HELD:
                        yield place


def _reached(document: Document, reading: Reading, where: Token) -> Entity | None:
    """Return where the journey led that a clause goes on from: "flew to Lima the following day, where he met"."""
    sentence = document.sentence_of(where)
    for token in reversed(where.doc[max(sentence.start, where.i - NEXT) : where.i]):
        if token.dep_ == "pobj" and token.head.lower_ in TOWARDS | {"in"} and token.pos_ in NOUNS:
            place = place_at(document, reading, token, located=True)
            if place is not None:
                return place
    return None


def _before(word: Token) -> Token:
    """Return the noun before a word, with at most a comma between them; the word itself where there is none."""
    i = word.i - 1
    while i > 0 and word.doc[i].is_punct:
        i -= 1
    return word.doc[i] if i >= 0 and word.doc[i].pos_ in NOUNS else word


def _stands_before(word: Token, noun: Token, place: Entity) -> bool:
    """Say whether a word before a noun is its place: "the Kabul bombing", not "the Russian war"."""
    lemma = noun.lemma_.lower()
    if place.kind in HELD:
        return word.dep_ != "amod"
    if lemma in POLITY or (lemma == "war" and any(c.lower_ == "civil" for c in noun.children)):
        return True
    return lemma in INNER and word.dep_ == "compound" and word.pos_ == "PROPN"


def _whole(head: Token) -> Iterator[Token]:
    """Yield the object that a word visits, attacks or enters, also as the subject of its passive."""
    if head.lemma_.lower() not in VISITED or head.pos_ not in VERBS:
        return
    if head.lemma_ == "leave" and any(c.lower_ == "for" and c.dep_ == "prep" for c in head.children):
        return  # "left Lima for Quito": the visit is to Quito
    for child in head.children:
        if child.dep_ in {"dobj", "obj"}:
            yield child
            if child.lemma_.lower() in PARTS - WATERS:  # "seized the town of Goma"
                yield from _of(child)
            if child.lemma_ == "control":
                yield from (t for p in child.children if p.lower_ == "of" for n in p.children for t in (n, *_of(n)))
        elif child.dep_ == "nsubjpass":
            yield head.head if child.lower_ in {"which", "that"} and head.dep_ == "relcl" else child


def _locates(preposition: Token, head: Token) -> bool:
    word, above = preposition.lower_, preposition.head.lemma_.lower()
    after = preposition.nbor(1) if preposition.i + 1 < len(preposition.doc) else preposition
    if word == "along" and after.lower_ == "with":
        return False
    if word in LOCATIVE:
        return not (word == "on" and preposition.head.pos_ in NOUNS and above not in VISITED | INNER)
    if word in TOWARDS:
        return above in TRAVEL or head.lemma_.lower() in TRAVEL
    if word == "against":
        return above in VISITED
    if word in {"from", "out"}:
        return above in LEAVES
    return word == "of" and above in OF


def _between(preposition: Token, head: Token, *, speech: bool) -> int | None:
    """Return how many nouns stand between a phrase and the word that it belongs to; None where another verb does.

    With `speech` only what is said at, and to whom, may stand between, and the speaker: "the minister in Lima said".
    """
    token, nouns, other = preposition, 0, False
    for _ in range(STEPS):
        if token.head.i == token.i:
            return None
        below, token = token, token.head
        if token.i == head.i:
            if not speech:
                return nouns
            content = below.dep_ == "ccomp" or (below.dep_ == "dobj" and below.lemma_.lower() not in OCCASIONS)
            mine = below.dep_ == "nsubj" or not other
            return nouns if mine and not content and not _inside_words(preposition, head) else None
        if token.pos_ in VERBS and not _passes(token, head) and not _sends(preposition, token, head):
            return None
        if token.lower_ in TIMES and token.dep_ in {"prep", "mark"}:
            return None  # "a week after clashes in the north": there the clashes were
        if token.pos_ in NOUNS | {"PRON"}:
            nouns += 1
            somewhere = token.dep_ == "pobj" and token.head.lower_ in SCENE  # "at a hospital in Lima"
            other = other or not (token.lemma_.lower() in OCCASIONS or somewhere)
            if token.dep_ in {"nsubj", "nsubjpass"} and head.pos_ in VERBS and nouns > 1 and not speech:
                return None
    return None


def _inside_words(preposition: Token, verb: Token) -> bool:
    """Say whether a phrase after a verb of speaking stands rather in what is said: "praised the truce in Gaza"."""
    if preposition.i < verb.i or preposition.i - verb.i < 3:
        return False
    return preposition.i - verb.i > 8 or any(
        c.dep_ in {"dobj", "ccomp"} and verb.i < c.i < preposition.i and c.lemma_.lower() not in OCCASIONS
        for c in verb.children
    )


def _passes(verb: Token, head: Token) -> bool:
    """Say whether a verb between a phrase and a word only helps to say where: "speaking in", "the talks held in"."""
    if verb.dep_ == "advcl" and verb.head.i == head.i and (verb.tag_ == "VBG" or _same_time(verb)):
        return True
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.lemma_ in SPEAKING and verb.head.head.i == head.i:
        return True
    return verb.dep_ in {"acl", "relcl"} and verb.lemma_ in OCCURS


def _sends(preposition: Token, verb: Token, head: Token) -> bool:
    """Say whether "to Haiti" belongs to the verb of sending above: "will send a force numbering 300 to Haiti"."""
    return preposition.lower_ in TOWARDS and verb.dep_ == "acl" and head.lemma_.lower() in TRAVEL


def objects(preposition: Token) -> Iterator[Token]:
    """Yield the nouns of a phrase of place: what follows the preposition, its apposition, and of what it is a part."""
    for child in preposition.children:
        if child.dep_ in {"pobj", "pcomp"} and child.pos_ in NOUNS:
            yield child
            yield from (c for c in child.children if c.dep_ == "appos" and c.pos_ in NOUNS)
            if {child.lemma_.lower(), child.lower_} & ((PARTS | SIDES) - WATERS):  # "in the district of Aley"
                yield from _of(child)
        elif child.dep_ == "prep":
            yield from objects(child)


def _of(noun: Token) -> Iterator[Token]:
    yield from (g for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children)
