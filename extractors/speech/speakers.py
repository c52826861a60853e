"""Who speaks: the subject of the reporting verb, and whom it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ontology.facts import Entity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from extractors.reading import Reading

CUES = frozenset(
    ["say", "tell", "add", "state", "write", "ask", "reply", "respond", "announce", "declare", "comment", "continue", "note", "explain", "tweet", "claim", "insist", "argue", "warn", "conclude", "remark", "read", "stress", "emphasise", "emphasize", "quote", "describe", "call", "accuse", "express", "reiterate", "affirm", "reaffirm", "acknowledge", "admit", "allege", "assert", "believe", "charge", "confirm", "criticise", "criticize", "condemn", "demand", "deny", "exclaim", "hint", "imply", "inform", "mention", "observe", "point", "pledge", "praise", "proclaim", "promise", "recall", "report", "request", "repeat", "shout", "suggest", "testify", "think", "threaten", "urge", "vow", "voice", "welcome", "post", "urge", "quip", "cite", "label", "term", "predict", "hail", "denounce", "dismiss", "issue", "go", "refer", "appeal", "answer", "complain", "concede", "caution", "counter", "interject", "joke", "lament", "maintain", "opine", "underline", "underscore", "utter", "characterise", "characterize", "deem", "dub", "offer", "contend", "agree", "thank", "swear", "propose", "seek", "appear", "blame", "hope", "reveal", "disclose", "elaborate", "tout", "commend", "salute", "blast", "slam", "decry", "deplore", "speak", "cry"]
)
"""Verbs that report words."""
PLAIN = frozenset(
    ["say", "tell", "add", "state", "write", "ask", "reply", "respond", "announce", "declare", "comment", "continue", "note", "explain", "tweet", "claim", "warn", "remark", "read", "stress", "insist", "argue", "conclude", "report", "quip", "joke", "shout", "exclaim", "observe", "inform", "assure", "promise", "vow", "lament", "concede", "admit", "acknowledge", "recall", "testify", "claim", "believe", "affirm", "demand", "urge"]
)
PAPERS = frozenset(
    ["statement", "report", "letter", "resolution", "release", "communique", "communiqué", "document", "declaration", "message", "speech", "email", "announcement", "text", "account", "post", "tweet", "readout", "note", "interview", "article", "editorial", "comment", "words", "obituary"]
)
"""Nouns that speak for somebody: "a statement from the ministry said"."""
RELATIVE = frozenset({"who", "which", "that", "whom"})


def subject_of(cue: Token) -> Token | None:
    """Return the head of the subject of a reporting verb, or None."""
    verb = cue
    for _ in range(8):
        found = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if found is not None and found.lower_ in RELATIVE:
            while verb.dep_ == "conj" and verb.head.i != verb.i:
                verb = verb.head
            return verb.head if verb.dep_ in {"relcl", "acl"} else None
        if found is not None:
            return owner_of(_quoted_one(verb, found) if verb.lemma_ == "quote" else found)
        agent = next((g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
        if agent is not None:
            return owner_of(agent)
        if verb.head.i == verb.i:
            return None
        if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            noun = verb.head
            if noun.lemma_.lower() in PAPERS:  # "issued a statement saying"
                owner = owner_of(noun)
                if owner.i != noun.i:
                    return owner
                verb = noun
                while verb.head.i != verb.i and verb.pos_ not in {"VERB", "AUX"}:
                    verb = verb.head
                continue
            if noun.dep_ == "attr" and noun.head.pos_ in {"VERB", "AUX"}:  # "was the first to reply by saying"
                verb = noun.head
                continue
            return noun
        verb = verb.head
    return None


def _quoted_one(verb: Token, subject: Token) -> Token:
    """Return who is quoted: the object of "Reuters quoted him as saying", the subject of "he was quoted"."""
    return next((c for c in verb.children if c.dep_ in {"dobj", "obj"}), subject)


def owner_of(noun: Token) -> Token:
    """Return whose paper it is that speaks: "a statement by the ministry" -> ministry; the noun itself otherwise."""
    if noun.lower_ in {"some", "one", "many", "several", "others", "most", "both", "two", "none", "number", "group"}:
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
        if c.dep_ == "poss" or (
            c.dep_ in {"compound", "nmod", "amod"} and (c.ent_type_ or c.pos_ in {"PROPN", "NOUN"})
        ):
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


def entity_of(reading: Reading, token: Token) -> Entity | None:
    """Return whom a word refers to: its mention's entity, or a nameless somebody of this article."""
    mention = reading.at(token.i)
    if mention is not None and mention.entities:
        return mention.entities[0]
    if token.pos_ == "PRON":
        return None
    for c in token.children:
        if c.dep_ == "appos" and (named := reading.at(c.i)) is not None and named.entities:
            return named.entities[0]
    words = _noun_phrase(token) if _can_speak(token) else ""
    if not words:
        return None
    kind = "Person" if token.pos_ == "PROPN" and token.ent_type_ == "PERSON" else "Group"
    return Entity(kind, words, re.sub(r"\W+", "-", words.lower()).strip("-"), local=True)


_MUTE = re.compile(r"(?:tion|sion|ment|ness|ity|ance|ence|ing|ism|age|ship|ure|dom|al|th)s?$")
_ORGANS = frozenset(
    ["government", "department", "parliament", "administration", "delegation", "organisation", "organization", "commission", "coalition", "opposition", "federation", "association", "committee", "council", "authority", "embassy", "ministry", "agency", "alliance", "intelligence", "community", "majority", "minority", "regiment", "corporation", "institution", "foundation", "union", "official", "general", "principal", "criminal", "admiral", "marshal", "rival"]
)
_THINGS = frozenset(
    ["use", "mistake", "offer", "gain", "vote", "visit", "attack", "test", "deal", "talk", "war", "crisis", "move", "plan", "step", "role", "claim", "word", "promise", "report", "law", "case", "death", "office", "power", "term", "thing", "way", "part", "year", "month", "week", "day", "time", "it", "election", "sanction", "force", "policy", "threat", "appeal", "view", "issue", "fact", "problem", "effort", "result", "number", "question", "point", "home", "incident", "accusation", "media"]
)


def _can_speak(noun: Token) -> bool:
    """Say whether a common noun names somebody who can speak, as far as its form tells."""
    if noun.pos_ == "PROPN" or noun.lemma_.lower() in _ORGANS:
        return True
    lemma = noun.lemma_.lower()
    return noun.pos_ == "NOUN" and lemma not in _THINGS and lemma not in PAPERS and not _MUTE.search(lemma)


def _noun_phrase(token: Token) -> str:
    """Return a noun phrase without its article and without what follows its first phrase."""
    keep: list[Token] = []
    for c in (*token.lefts, token, *token.rights):
        if c.i < token.i and c.dep_ in {"amod", "compound", "poss", "nmod", "nummod"}:
            keep.extend(c.subtree)
        elif c.i == token.i:
            keep.append(c)
        elif c.i > token.i and c.dep_ == "prep" and c.lower_ in {"of", "for", "at", "in", "within", "from"}:
            keep.extend(t for t in c.subtree if t.dep_ not in {"relcl", "acl"})
    if not keep or token.pos_ not in {"NOUN", "PROPN"}:
        return ""
    keep.sort(key=lambda t: t.i)
    run = [t for n, t in enumerate(keep) if n == 0 or t.i - keep[0].i == n]
    if run and run[0].dep_ == "det":
        run = run[1:]
    return token.doc[run[0].i : run[-1].i + 1].text if run and len(run) <= 14 else ""


def cues(tokens: Iterable[Token], words: frozenset[str] = CUES) -> list[Token]:
    """Return the reporting verbs among the words."""
    return [t for t in tokens if t.pos_ in {"VERB", "AUX", "NOUN"} and t.lemma_.lower() in words and t.tag_[:2] == "VB"]
