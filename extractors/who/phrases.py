"""Noun phrases that name nobody but mean somebody: their words, their modifiers, the bodies and sets they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.who.words import NUMBERS, PEOPLE, RELATIONAL
from ontology.facts import EntityKind, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEFT = frozenset("amod compound nmod nummod quantmod poss advmod".split())
_COLLECTIVE: dict[str, EntityKind] = {
    **dict.fromkeys("army military navy".split(), "ArmedForce"),
    **dict.fromkeys(
        "ministry parliament congress senate court tribunal embassy consulate commission committee council cabinet police"
        " authority presidency judiciary".split(),
        "GovernmentBody",
    ),
    **dict.fromkeys("party".split(), "PoliticalParty"),
    **dict.fromkeys("junta regime".split(), "Government"),
    **dict.fromkeys(
        "company firm bank union association organisation organization network charity ngo society institution agency"
        " board movement cartel gang".split(),
        "Organization",
    ),
}
_WHERE = frozenset("in of from for at to on within across".split())
_SETS = frozenset(
    "force troop delegation administration opposition coalition bloc alliance faction public community minority tribe clan"
    " crowd mob people militia crew unit battalion brigade squadron fleet convoy patrol panel group team mission majority"
    " side camp electorate population monarchy press media jury nation country power state".split()
)
"""Nouns that name a set in the singular too."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its head token, its words without article, its modifiers in lower case, and whether it is definite."""

    head: int
    span: Span
    name: str
    lemma: str
    modifiers: frozenset[str]
    definite: bool
    plural: bool
    kind: EntityKind


def phrase_of(token: Token) -> Phrase | None:
    """Return the phrase of a noun that may act, or None where it is no such noun."""
    lemma = token.lemma_.lower()
    number = token.lower_ in NUMBERS and any(c.lower_ == "of" for c in token.children)
    if not number and (token.pos_ not in {"NOUN", "PROPN"} or lemma not in PEOPLE):
        return None
    left = [c for c in token.children if c.i < token.i and c.dep_ in _LEFT and not c.tag_.startswith("PRP")]
    left = [
        c
        for c in left
        if c.lower_ not in {"other", "such", "same", "own", "more", "then", "also", "former"} or c.dep_ == "compound"
    ]
    begin = token.i
    for c in sorted(left, key=lambda c: -c.i):
        if c.right_edge.i >= begin - 3:
            begin = min(begin, c.left_edge.i)
    begin = _own(token, begin)
    while begin < token.i and token.doc[begin].pos_ in {"DET", "PUNCT", "PART", "CCONJ"}:
        begin += 1
    end = _right(token, whole=number or lemma in RELATIONAL, left=begin < token.i)
    words = token.doc[begin:end]
    modifiers = frozenset(t.lower_ for t in token.doc[begin : token.i] if t.is_alpha)
    definite = any(
        c.lower_ in {"the", "these", "those", "this", "that", "both"} or c.tag_ == "PRP$"
        for c in token.children
        if c.i < token.i
    )
    plural = token.tag_ in {"NNS", "NNPS"} or number or lemma in {"people", "police"}
    kind: EntityKind = "Group"
    if not plural:
        kind = _COLLECTIVE.get(lemma, "Group" if lemma in _SETS else "Person")
    return Phrase(
        token.i,
        Span(words.start_char, words.end_char),
        " ".join(words.text.split()),
        lemma,
        modifiers,
        definite,
        plural,
        kind,
    )


def _own(token: Token, begin: int) -> int:
    """Return where the phrase begins without what "and" joins to it or a common noun owns it by."""
    for n in range(token.i - 1, begin - 1, -1):
        word = token.doc[n]
        owned = word.tag_ == "POS" and word.head.pos_ != "PROPN" and word.head.i < token.i
        if (word.pos_ == "CCONJ" and word.head.dep_ not in {"amod", "nummod"}) or owned or word.text in {",", ";"}:
            return n + 1
    return begin


def _right(token: Token, *, whole: bool, left: bool) -> int:
    """Return where the phrase ends: after its "of" phrase where the noun needs one, after a place or body it is of."""
    for c in token.children:
        if c.dep_ == "prep" and c.i == token.i + 1 and c.lower_ in ({"of", "for"} if left else _WHERE):
            noun = next((g for g in c.children if g.dep_ == "pobj"), None)
            if noun is not None and (noun.pos_ == "PROPN" or (whole and c.lower_ == "of")):
                end = noun.i + 1
                for g in noun.children:
                    if g.dep_ == "prep" and g.lower_ == "of" and g.i == end and g.right_edge.i - noun.i < 7:
                        end = g.right_edge.i + 1
                return end
    return token.i + 1
