"""Bodies that no name names: "the general secretary of the mill workers' federation", "the commission's head"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.who.owners import called
from ontology.facts import Entity
from ontology.uris import slug

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.who.titles import Title

_BODIES = frozenset(
    "administration agency alliance army assembly association authority bank bloc board body brigade bureau"
    " cartel centre center chamber charity church city club coalition commission committee company confederation"
    " conference congregation consortium cooperative corporation council court delegation department diocese"
    " directorate exchange expedition faction federation firm force foundation front fund garrison group guild"
    " hospital inquiry institute institution junta laboratory league magazine militia mine ministry mission"
    " monastery movement museum network newspaper observatory office operator opposition organisation organization"
    " panel parliament party police port programme province refinery regiment school secretariat senate service"
    " society squad station syndicate task team tribunal union unit university wing works".split()
)
"""Nouns that call a body which somebody heads or speaks for."""
_WITHIN = frozenset("compound amod nmod poss case nummod".split())
_SPARED = frozenset("same own other new former late current whole entire very".split())
"""Modifiers that are no part of what a body is called."""


def unnamed(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the body that a title's own phrase calls by common nouns; one that its name tells elsewhere, by that."""
    noun = _of(title, document)
    return nameless(noun, document, reading) if noun is not None else None


def nameless(noun: Token, document: Document, reading: Reading) -> Entity | None:
    """Return the body that a common noun calls with its modifiers: "the locust control centre"."""
    if noun.lemma_.lower() not in _BODIES or noun.tag_ not in {"NN", "NNP"}:
        return None
    mention = reading.at(noun.i)
    if mention is not None and mention.rule == "name":
        return None
    return called(noun, document, reading) or _phrase(noun)


def _of(title: Title, document: Document) -> Token | None:
    """Return the noun whose head or voice a title tells: "of the board", "for the armed opposition", "the guild's"."""
    doc = document.doc
    for token in doc[title.core + 1 : title.end]:
        if token.dep_ == "pobj" and token.head.lower_ in {"of", "for", "at"} and token.head.i >= title.core:
            return token
    for token in reversed(doc[title.start : title.core]):
        if token.tag_ == "POS" and token.i > title.start:
            return token.nbor(-1)
    return None


def _phrase(noun: Token) -> Entity | None:
    """Return the body as its phrase calls it; None where the noun stands alone and so says little."""
    begin = noun.i
    while begin > 0:
        left = noun.doc[begin - 1]
        if left.dep_ not in _WITHIN and left.tag_ != "POS" and left.text not in {"-", "\u2019", "'"}:
            break
        if left.lower_ in _SPARED or left.tag_ in {"PRP$", "DT", "WP$"} or left.is_space:
            break
        begin -= 1
    name = " ".join(noun.doc[begin : noun.i + 1].text.split())
    return Entity("Organization", name, slug(name), local=True) if begin < noun.i else None
