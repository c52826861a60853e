"""Noun phrases that name nobody but mean somebody: their words, their modifiers, the bodies and sets they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.grammar import conjuncts
from extractors.who.people import PEOPLE, is_doer
from extractors.who.words import FEW, NUMBERS
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
AMOUNTS = frozenset({"MONEY", "PERCENT", "DATE", "TIME", "QUANTITY"})
_OPEN = frozenset({"those"})
LONG = 9
"""Words of a clause that says who "those" are."""
SHORT = 4
"""Words of a complement without a name that a noun such as "men" or "countries" needs: "men in uniform"."""
_WHOSE = frozenset({"of", "from"})
_WHERE = frozenset("in at to on within across".split())
_WITH = frozenset({"in", "with", "without", "from", "on"})
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
    if token.lower_ in _OPEN:
        return _open(token)
    number = (token.lower_ in NUMBERS or token.pos_ == "NUM") and token.ent_type_ not in AMOUNTS and _counts(token)
    if not number and not (
        token.pos_ in {"NOUN", "PROPN"}
        and (lemma in PEOPLE or ((token.tag_ == "NNS" or lemma.endswith("man")) and is_doer(token)))
    ):
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
    words = token.doc[begin : _right(token, left=begin < token.i)]
    modifiers = frozenset(t.lower_ for t in words if t.is_alpha and t.i != token.i and t.pos_ not in {"ADP", "DET"})
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


def _counts(token: Token) -> bool:
    """Say whether a number stands for people by itself: "four of his aides", "eleven were freed", "nine others"."""
    whole = next((c for c in token.children if c.lower_ == "of"), None)
    if whole is not None:
        return not any(g.pos_ == "PRON" for g in whole.children)  # "many of them": they
    if any(c.dep_ == "nummod" for c in token.children):
        return True
    return token.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.text.isalpha()


def _open(token: Token) -> Phrase | None:
    """Return the phrase of "those" with the clause that says who they are: "those held in the camp"."""
    if not any(c.dep_ in {"relcl", "acl"} and c.i > token.i for c in token.children):
        return None
    words = token.doc[token.i : min(token.right_edge.i + 1, token.i + LONG)]
    name = " ".join(words.text.split())
    span, known = Span(words.start_char, words.end_char), frozenset({name})
    return Phrase(token.i, span, name, "those", known, definite=True, plural=True, kind="Group")


def _own(token: Token, begin: int) -> int:
    """Return where the phrase begins without what "and" joins to it or a common noun owns it by."""
    for n in range(token.i - 1, begin - 1, -1):
        word = token.doc[n]
        owned = word.tag_ == "POS" and word.head.pos_ != "PROPN" and word.head.i < token.i
        if (word.pos_ == "CCONJ" and word.head.dep_ not in {"amod", "nummod"}) or owned or word.text in {",", ";"}:
            return n + 1
    return begin


def _right(token: Token, *, left: bool) -> int:
    """Return where the phrase ends: after what completes its noun, "a spokesman for the guards", "men in uniform".

    What a group is of or from always does; whom it is for, and a place, where nothing before the noun says which.
    """
    for c in token.children:
        if c.dep_ != "prep" or c.i != token.i + 1:
            continue
        noun = next((g for g in c.children if g.dep_ == "pobj"), None)
        if noun is None or noun.tag_ == "PRP":
            continue
        word, named = c.lower_, noun.pos_ == "PROPN"
        if word in _WHOSE or (word == "for" and (named or not left)) or (word in _WHERE and named and not left):
            return _complement(noun, token.i + LONG)
        if token.lemma_ in FEW and word in _WITH and c.right_edge.i - token.i <= SHORT:
            return c.right_edge.i + 1
    return token.i + 1


def _complement(noun: Token, limit: int) -> int:
    """Return where the object of such a preposition ends: with what it is of, what "and" joins, and who "those" are."""
    end = noun.i + 1
    for g in noun.children:
        inner = next((o for o in g.children if o.dep_ == "pobj"), None)
        if g.i == end and g.lower_ == "of" and inner is not None:
            end = _complement(inner, limit)
        elif noun.lower_ in _OPEN and g.dep_ in {"relcl", "acl"} and g.right_edge.i < limit:
            end = g.right_edge.i + 1
    for g in conjuncts(noun)[1:]:
        if g.left_edge.i <= end + 2 and g.i < limit:
            end = max(end, g.i + 1)  # "activists in Boston and Brussels"
    return end
