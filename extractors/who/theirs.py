"""Whose an office is by a person: "her spokesman", "Merkel's spokesman", and the minister whom a president sacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import raw_subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.who.titles import Title
    from ontology.facts import Entity

_OFFICIALS = frozenset(
    "deputy-head foreign-minister defence-minister interior-minister finance-minister other-minister deputy-minister"
    " head-of-government intelligence-chief security-adviser envoy ambassador spokesperson".split()
)
"""Kinds of those whom a head of a state has."""
_OWN = frozenset({"his", "her"})
_APPOINT = frozenset("appoint dismiss sack fire replace reshuffle nominate reappoint oust remove".split())
"""Verbs of what heads of a state do with its own officials."""


def superior(title: Title, document: Document, reading: Reading, states: Mapping[Entity, Entity]) -> Entity | None:
    """Return the state of the person whose official somebody is; `states` are those of persons with an office."""
    if title.kind not in _OFFICIALS:
        return None
    doc = document.doc
    token = next((t for t in doc[title.start : title.core] if t.lower_ in _OWN), None)
    if token is None and doc[title.start].tag_ == "POS" and title.start:
        token = doc[title.start - 1]
    if token is None:
        token = _appoints(doc[title.core])
    mention = reading.at(token.i) if token is not None else None
    if mention is None or len(mention.entities) != 1:
        return None
    return states.get(mention.entities[0])


def _appoints(core: Token) -> Token | None:
    """Return the subject of the verb that gives or takes an office, of which its bearer is the object."""
    inner = core.head if core.dep_ in {"compound", "nmod"} else core
    verb = inner.head
    if inner.dep_ != "dobj" or verb.lemma_ not in _APPOINT:
        return None
    return raw_subject(verb)
