"""Who speaks: the subject of the reporting verb, read from the parse alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.speech.words import AIMS, BEARERS, CUES, FINDS, HELD_UP, PAPERS, PLAIN, RELATIVE, SAYINGS, WEAK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

VERBS = frozenset({"VERB", "AUX"})
DEPTH = 12
PRESS = frozenset({"press", "news", "media", "video", "audio", "radio", "television"})
"""Words before a paper that are not whose it is: "a press release"."""
MARKS = frozenset({'"', "\u201d", "''", "\u2019", "'", "\u00bb"})
ISSUES = frozenset("issue release publish read circulate".split())
MANY = frozenset("some one many several others most both two none number group".split())


def subject_of(cue: Token) -> Token | None:
    """Return the head of the subject of a reporting verb, or None."""
    verb = cue
    paper = next((c for c in cue.children if c.dep_ == "dobj" and c.lemma_.lower() in PAPERS), None)
    if cue.lemma_ in ISSUES and paper is not None:
        if (owner := owner_of(paper)).i != paper.i:
            return owner  # "the palace issued a statement from the king"
        by = (g for c in cue.children if c.lower_ in {"by", "from"} and c.i > paper.i for g in c.children)
        if cue.lemma_ == "read" and (owner := next(by, paper)).i != paper.i:
            return owner  # '"...," read a statement by the ministry'
    if (inverted := _inverted(cue)) is not None:
        return owner_of(inverted)
    if verb.dep_ == "conj" and verb.head.dep_ == "ccomp" and verb.head.head.lemma_ in PLAIN and not _subjects(verb):
        verb = verb.head.head  # "Lopes said the port was shut but added": Lopes adds, not the port
    for _ in range(8):
        subjects = _subjects(verb)
        found = next((c for c in subjects if not bears(c)), subjects[0] if subjects else None)
        if found is not None and found.lower_ in RELATIVE:
            while verb.dep_ == "conj" and verb.head.i != verb.i:
                verb = verb.head
            return verb.head if verb.dep_ in {"relcl", "acl"} else None
        if found is not None:
            return owner_of(_quoted_one(verb, found))
        agent = next((g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
        if agent is not None:
            return owner_of(agent)
        if verb.head.i == verb.i:
            return None
        if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            noun = verb.head
            lemma = noun.lemma_.lower()
            if lemma in PAPERS and (owner := owner_of(noun)).i != noun.i:
                return owner
            if lemma in PAPERS | AIMS | SAYINGS | HELD_UP:  # "issued a statement saying", "announced his aim to seek"
                verb = verb_above(noun) or noun
                continue
            if noun.dep_ == "attr" and noun.head.pos_ in VERBS:  # "was the first to reply by saying"
                verb = noun.head
                continue
            return noun
        verb = verb.head
    return None


def _subjects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]


def _inverted(cue: Token) -> Token | None:
    """Return the subject that the parse took for the object: '"...," read a statement from the ministry'."""
    before = cue.nbor(-1) if cue.i > 0 else cue
    if before.text == "," and before.i > 0:
        before = before.nbor(-1)
    if before.text not in MARKS or any(c.dep_ in {"nsubj", "nsubjpass"} for c in cue.children):
        return None
    return next((c for c in cue.children if c.dep_ in {"dobj", "attr", "oprd", "dative"} and c.i > cue.i), None)


def bears(token: Token) -> bool:
    """Say whether a word is a title, beside which the name of its bearer may stand."""
    return token.lower_.rstrip(".") in BEARERS


def verb_above(token: Token) -> Token | None:
    """Return the nearest verb above a word, or None."""
    for _ in range(DEPTH):
        if token.head.i == token.i:
            return None
        token = token.head
        if token.pos_ in VERBS:
            return token
    return None


def _quoted_one(verb: Token, subject: Token) -> Token:
    """Return who is quoted: the object of "Reuters quoted him as saying", the subject of "he was quoted"."""
    if verb.lemma_ != "quote" and not (verb.lemma_ == "cite" and any(c.lower_ == "as" for c in verb.children)):
        return subject
    return next((c for c in verb.children if c.dep_ in {"dobj", "obj"}), subject)


def owner_of(noun: Token) -> Token:
    """Return whose paper it is that speaks: "a statement by the ministry" -> ministry; the noun itself otherwise."""
    if noun.lower_ == "one" and (named := next((c for c in noun.children if c.dep_ == "appos"), None)) is not None:
        return named  # "one of them, Kaisa Lehto, said"
    if noun.lower_ in MANY:
        for c in noun.children:
            if c.dep_ == "prep" and c.lower_ == "of":
                return next((p for p in c.children if p.dep_ == "pobj"), noun)
    if noun.lemma_.lower() not in PAPERS:
        return noun
    for c in noun.children:
        if c.dep_ == "prep" and c.lower_ == "in":
            inner = next((p for p in c.children if p.dep_ == "pobj" and p.lemma_.lower() in PAPERS), None)
            if inner is not None:
                return owner_of(inner)
        modifies = c.dep_ in {"compound", "nmod", "amod"} and (c.ent_type_ or c.pos_ in {"PROPN", "NOUN"})
        if c.dep_ == "poss" or (modifies and c.lower_ not in PRESS):
            return c
        if c.dep_ in {"prep", "agent"} and c.lower_ in {"by", "from", "of"}:
            for p in c.children:
                if p.dep_ == "pobj":
                    return p
        if c.dep_ == "acl":
            for a in c.children:
                if a.dep_ == "agent":
                    for p in a.children:
                        return p
    return noun


def governor(token: Token, begin: int, end: int) -> Token | None:
    """Return the word of saying above a quotation's first token and outside its span of characters, or None."""
    for _ in range(DEPTH):
        if token.head.i == token.i:
            return None
        token = token.head
        if begin <= token.idx < end:
            continue
        lemma = token.lemma_.lower()
        if (token.tag_[:2] == "VB" and lemma in CUES - WEAK) or lemma in SAYINGS:
            return token
    return None


def sayer_of(word: Token) -> Token | None:
    """Return the head of who says what a noun of saying introduces: its owner, or the subject of the verb above it."""
    owner = next((c for c in word.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner
    verb = verb_above(word)
    subject = subject_of(verb) if verb is not None else None
    return subject if subject is not None and subject.i != word.i else None


def cues(tokens: Iterable[Token], words: frozenset[str] = CUES) -> list[Token]:
    """Return the reporting verbs among the words."""
    return [
        t
        for t in tokens
        if t.pos_ in {"VERB", "AUX", "NOUN"}
        and t.tag_[:2] == "VB"
        and (t.lemma_.lower() in words or (t.lemma_ in FINDS and any(c.dep_ == "ccomp" for c in t.children)))
    ]


def over_all(begin: int, after: list[Token]) -> Token | None:
    """Return the verb of saying with which a sentence ends that quotes a few words: "were "tired", Lopes told us."."""
    for cue in reversed(cues(after, PLAIN)):
        inner = next((c for c in cue.children if c.dep_ == "ccomp" and c.left_edge.idx < begin), None)
        if inner is not None and any(c.dep_ == "nsubj" and c.i > after[0].i for c in cue.children):
            return cue
    return None


def uppermost(verb: Token, before: list[Token]) -> Token:
    """Return the verb in whose clause another stands: "the court found that it was"."""
    while verb.dep_ == "ccomp" and verb.head.pos_ == "VERB" and before[0].i <= verb.head.i <= before[-1].i:
        verb = verb.head
    return verb


def word_of(before: list[Token]) -> Token | None:
    """Return whose words they are: "in the words of Ana Lopes", "Lopes's words"."""
    for token in reversed(before):
        if token.lemma_.lower() in {"word", "remark", "slogan"} and token.pos_ == "NOUN":
            owners = [c for c in token.children if c.dep_ == "poss"]
            owners += [g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
            return owners[0] if owners else None
    return None


def put_by(after: list[Token]) -> Token | None:
    """Return the verb of "as Khamenei put it", or None."""
    return next((t for t, it in pairwise(after[:13]) if t.lower_ == "put" and it.lower_ == "it"), None)
