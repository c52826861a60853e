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
