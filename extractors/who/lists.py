"""Who of a group is named ("ten leaders, including A"), and groups that one noun names ("foreign and local troops")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import conjuncts
from ontology.facts import Entity
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.reading import Reading

_CALLS = frozenset({"give", "identify", "name", "call", "know", "introduce"})
"""Verbs by which somebody says how he is called."""
_CLAUSE = 14
"""In how many words of a clause a name is looked for."""


def split(token: Token) -> tuple[Entity, ...]:
    """Return the groups that adjectives joined before one noun name: "Israeli and Palestinian counterparts"."""
    first = next((c for c in token.children if c.dep_ == "amod" and c.i < token.i), None)
    joined = [t for t in conjuncts(first) if t.i < token.i] if first is not None and token.tag_ == "NNS" else []
    if len(joined) < 2 or not any(t.ent_type_ in {"NORP", "GPE"} or t.pos_ == "NOUN" for t in joined):
        return ()
    names = [f"{t.text} {token.text}" for t in joined]
    return tuple(Entity("Group", name, slug(name), local=True) for name in names)


def named_in(token: Token, reading: Reading) -> Iterator[Entity]:
    """Yield who of a group is named: "ten leaders, including Ayuk Tarh", "two ministers, among them Aihi"."""
    for c in token.children:
        if c.dep_ == "prep" and c.lower_ in {"including", "among"} and c.i > token.i:
            for t in (g for first in c.children if first.dep_ == "pobj" for g in conjuncts(first)):
                mention = reading.at(t.i)
                if mention is not None and mention.rule in {"name", "title"}:
                    yield from mention.entities


def self_named(token: Token, reading: Reading) -> Entity | None:
    """Return whom a phrase names in its own clause: "a driver, who gave his name only as Tarh"."""
    for clause in (c for c in token.children if c.dep_ in {"relcl", "acl"} and c.i > token.i):
        for t in token.doc[clause.left_edge.i : min(clause.right_edge.i + 1, clause.left_edge.i + _CLAUSE)]:
            mention = reading.at(t.i) if t.pos_ == "PROPN" else None
            if mention is None or mention.rule != "name" or mention.entities[0].kind != "Person":
                continue
            over = t.head
            if (over.lower_ == "as" and over.head.lemma_ in _CALLS) or (t.dep_ == "appos" and over.lemma_ == "name"):
                return mention.entities[0]
            if over.i == clause.i and over.lemma_ in {"name", "call"} and clause.dep_ == "acl":
                return mention.entities[0]  # "a student named Tarh"
            if over.lemma_ == "be" and any(c.dep_ == "nsubj" and c.lemma_ == "name" for c in over.children):
                return mention.entities[0]  # "whose real name is Tarh"
    return None


def examples(token: Token, reading: Reading) -> tuple[Entity, ...]:
    """Return those whom a phrase lists: "countries such as Chad and Mali", "its partners, Japan and South Korea"."""
    found: list[Entity] = []
    for c in token.children:
        listed = [c] if c.dep_ == "appos" else []
        if c.dep_ == "prep" and c.lower_ in {"as", "like"} and c.i > token.i:
            listed = [g for g in c.children if g.dep_ == "pobj"]
        for first in listed:
            for t in conjuncts(first):
                mention = reading.at(t.i)
                if mention is not None and mention.rule == "name":
                    found += [e for e in mention.entities if e.kind not in {"City", "Region", "Place"}]
    return tuple(dict.fromkeys(found))
