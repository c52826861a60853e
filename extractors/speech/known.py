"""Whom the subject of a reporting verb names: a person beside a title, a nameless somebody under the fullest phrase."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.reading import Mention
from extractors.speech.speakers import bears
from extractors.speech.words import KINDS, MUTE, ORGANS, PAPERS, SINGULAR, THINGS
from extractors.who.gazetteer import adjectives, demonyms
from ontology.facts import Entity
from ontology.uris import slug

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import EntityKind

SPEAKERS = frozenset(
    "activist admiral aide ambassador analyst archbishop bishop campaigner candidate cardinal cleric clergyman"
    " clergywoman colonel commander commissioner congressman congresswoman councillor deputy diplomat envoy"
    " general governor judge lawmaker lawyer legislator mayor mediator minister monarch negotiator official"
    " ombudsman officer politician premier president priest prosecutor secretary senator spokesman spokesperson"
    " spokeswoman".split()
)
"""Nouns of who may be named before: "the clergyman" is the bishop told last."""
NAMELESS = frozenset("aide analyst diplomat officer official spokesman spokesperson spokeswoman".split())
"""Those of them who are often somebody that nobody names."""
ACTING = frozenset("nsubj nsubjpass appos".split())
NEAR = 10
FAR = 120
PART = 2
"""A part of a name is longer than this many letters."""
SENT = frozenset("aide adviser advisor ambassador envoy representative special".split())
"""Those who are somebody's to somebody: "aide to the president"."""
LONGEST = 14
"""Tokens of the longest phrase that names somebody."""


class Known:
    """Who is known in an article, for asking whom a word means."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self.reading = reading
        self._parts: defaultdict[str, set[Entity]] = defaultdict(set)
        self._fuller: dict[Entity, Entity] = {}
        self._within: dict[int, Entity] = {}
        for mention in reading.all(Mention):
            token = document.doc[mention.head]
            for entity in mention.entities:
                if entity.kind == "Person" and not entity.local:
                    for part in re.split(r"[ -]", entity.name):
                        self._parts[part].add(entity)
            if mention.rule == "name" and mention.entities[0].kind == "Person":
                words = document.doc.char_span(mention.span.begin, mention.span.end, alignment_mode="expand")
                self._within.update((t.i, mention.entities[0]) for t in words or ())
            if len(mention.entities) == 1 and mention.rule == "group":
                self._learn(token, mention.entities[0])

    def _learn(self, token: Token, entity: Entity) -> None:
        named = self._beside(token) if bears(token) else None
        fuller = named or self._at_length(token, entity)
        known = self._fuller.get(entity)
        if known is None or (known.local and (not fuller.local or len(fuller.name) > len(known.name))):
            self._fuller[entity] = fuller

    def at(self, token: Token) -> Entity | None:
        """Return the entity of the mention at a token under its fullest name, or None."""
        mention = self.reading.at(token.i)
        if mention is None or not mention.entities:
            return None
        return self._fuller.get(mention.entities[0], mention.entities[0])

    def of(self, token: Token) -> Entity | None:
        """Return whom a word refers to: its mention's entity, or a nameless somebody of this article."""
        found = self.at(token) or self._within.get(token.i)
        if token.pos_ == "PROPN" and found is not None and found.kind in {"Community", "Place"}:
            found = self.part(token) or found  # "Han", of "Han Sang-ryol"
        if token.pos_ == "PRON":
            return None if token.lower_ in SINGULAR and found is not None and not _one(found) else found
        if bears(token) and (found is None or found.local):
            named = self._beside(token)
            if named is not None:
                return named
        if token.lemma_.lower() == "source" and any(c.lower_ == "the" for c in token.children):
            return self._source(token) or found
        if found is not None:
            return found
        if token.pos_ == "PROPN" and (person := self.part(token)) is not None:
            return person
        for c in token.children:
            if c.dep_ == "compound" and token.lemma_.lower() in KINDS and (body := self.at(c)) is not None:
                return body
            apposed = self.at(c) if c.dep_ == "appos" else None
            if apposed is not None and not (apposed.local and token.pos_ == "PROPN"):
                return apposed
        words = _noun_phrase(token) if _can_speak(token) else ""
        if not words:
            return None
        kind: EntityKind = "Person" if token.pos_ == "PROPN" and token.ent_type_ == "PERSON" else "Group"
        return Entity(kind, words, slug(words), local=True)

    def part(self, token: Token) -> Entity | None:
        """Return the only person of the article one of whose names a word is: "Tae-sik" of "Lee Tae-sik"."""
        people = self._parts.get(token.text, set()) if len(token.text) > PART else set()
        return next(iter(people)) if len(people) == 1 else None

    def told_last(self, noun: Token) -> Entity | None:
        """Return the person whom "the bishop" goes on about: told before beside that title, else the last who acted.

        So with "the Swede".
        """
        word = noun.lemma_.lower()
        people = f"{noun.text}s" in demonyms() or (noun.pos_ != "ADJ" and noun.text in adjectives())
        if not (people or word in SPEAKERS) or [c.lower_ for c in noun.lefts] != ["the"] or any(noun.rights):
            return None
        last: Entity | None = None
        for i in range(noun.i - 2, max(noun.i - FAR, -1), -1):
            token, mention = noun.doc[i], self.reading.at(i)
            if token.lemma_.lower() == word and (mention is None or mention.entities[0].local):
                return self._beside(token)
            if last is None and mention is not None and mention.rule == "name" and _person(mention.entities[0]):
                last = mention.entities[0] if token.dep_ in ACTING else None
        return last if word not in NAMELESS else None

    def _source(self, token: Token) -> Entity | None:
        """Return the nameless person told last: "the source" is the official quoted before."""
        for i in range(token.i - 1, max(token.i - FAR, -1), -1):
            mention = self.reading.at(i)
            if mention is not None and mention.rule == "group" and mention.entities[0].kind == "Person":
                return self._fuller.get(mention.entities[0], mention.entities[0])
        return None

    def _beside(self, token: Token) -> Entity | None:
        """Return the person whose title a word is: named right after its phrase, or before it with a comma."""
        doc = token.doc
        for i in range(token.i + 1, min(token.i + NEAR, len(doc))):
            if doc[i].pos_ in {"VERB", "AUX"} or doc[i].text in {";", ".", ":"}:
                break
            mention = self.reading.at(i)
            if mention is not None and mention.entities and _person(mention.entities[0]):
                return mention.entities[0]
        for i in range(token.i - 1, max(token.i - NEAR, -1), -1):
            if doc[i].pos_ in {"VERB", "AUX"}:
                break
            mention = self.reading.at(i)
            if mention is not None and mention.entities:
                return mention.entities[0] if _person(mention.entities[0]) else None
        return None

    def _at_length(self, token: Token, entity: Entity) -> Entity:
        """Return a nameless speaker under the longer phrase that stands here: "official at the ministry"."""
        if entity.kind not in {"Person", "Group", "GovernmentBody"} or token.pos_ not in {"NOUN", "PROPN"}:
            return entity
        words = _noun_phrase(token)
        if len(words) <= len(entity.name) or token.text not in words:
            return entity
        return replace(entity, name=words, key=slug(words))


def _person(entity: Entity) -> bool:
    return entity.kind == "Person" and not entity.local


def _one(entity: Entity) -> bool:
    """Say whether an entity can be "he": a person, nameless ones only where a word for people names them."""
    return entity.kind == "Person" and not (entity.local and MUTE.search(entity.name.split()[-1]))


def _can_speak(noun: Token) -> bool:
    """Say whether a common noun names somebody who can speak, as far as its form tells."""
    if noun.pos_ == "PROPN" or noun.lemma_.lower() in ORGANS:
        return True
    lemma = noun.lemma_.lower()
    if lemma == "office":  # "the office of the president", "Lopes's office"
        return any(c.lower_ == "of" or c.dep_ == "poss" for c in noun.children)
    return noun.pos_ == "NOUN" and lemma not in THINGS and lemma not in PAPERS and not MUTE.search(lemma)


def _noun_phrase(token: Token) -> str:
    """Return a noun phrase without its article, with the phrases that say which one: "spokesman for the army"."""
    if token.pos_ not in {"NOUN", "PROPN"} or token.right_edge.i - token.left_edge.i > FAR:
        return ""
    keep: list[Token] = []
    for c in (*token.lefts, token, *token.rights):
        if c.i < token.i and c.dep_ in {"amod", "compound", "poss", "nmod", "nummod"}:
            keep.extend(c.subtree)
        elif c.i == token.i:
            keep.append(c)
        elif (
            c.i > token.i
            and c.dep_ == "prep"
            and (
                c.lower_ in {"of", "for", "at", "within", "from"} or (c.lower_ == "to" and token.lemma_.lower() in SENT)
            )
        ):
            keep.extend(t for t in c.subtree if t.dep_ not in {"relcl", "acl"})
    after = token.nbor(1) if token.i + 1 < len(token.doc) else token
    if after.lower_ in {"at", "for", "of"} and after.dep_ == "prep" and after.head.i != token.i:  # hung on the verb
        keep.extend(after.subtree)
    keep = sorted({t.i: t for t in keep}.values(), key=lambda t: t.i)
    run = [t for n, t in enumerate(keep) if n == 0 or t.i - keep[0].i == n]
    if any(t.tag_ == "WP$" or t.text in {'"', "\u201c", "\u201d"} for t in run):
        return ""
    while run and (run[0].dep_ == "det" or run[0].tag_ == "PRP$"):
        run = run[1:]
    return token.doc[run[0].i : run[-1].i + 1].text if run and len(run) <= LONGEST else ""
