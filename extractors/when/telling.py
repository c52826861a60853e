"""An event with the place in the text where it is told: what carrying time and place from one to another looks at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.places import place_of
from extractors.when.clauses import WITHIN
from extractors.when.tense import told_simply
from ontology import terms
from ontology.triples import classes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Event

HAPPENS = frozenset({"happened", "ongoing"})
MEETS = frozenset({"Visit", "Meeting", "Call", "Consultation", "Mediation"})
ACTS = MEETS | {"Agreement", "Legislation"}
"""Encounters at which one speaks: what is said there has their day and place."""
REACH = 20
"""How many sentences on, at most, a person still speaks on the same occasion."""
BACK = 80
"""How many occasions are looked through; keeps a long article in linear time."""
NEAR = 12
DEFINITE = frozenset({"the", "this", "these", "that", "those", "their", "his", "her", "its"})


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the place in the text where it is told."""

    event: Event
    at: int
    token: Token | None
    speech: bool
    simple: bool | None


def tell(document: Document, reading: Reading, event: Event, cues: Mapping[str, int]) -> Told:
    """Return an event as it is told; a quotation has the tense and the place of its verb, `cues` by its words."""
    token = document.doc[int(event.handle)] if event.handle.isdigit() else None
    at = token.idx if token is not None else event.claims[0].evidence[0].begin
    cue = next((document.doc[cues[q]] for q in event.quotes if q in cues), None) if token is None else token
    simple = told_simply(cue) if cue is not None else True
    if token is None and cue is not None and event.place is None:
        event = replace(event, place=place_of(document, reading, cue, speech=True))
    return Told(event, at, token, is_speech(event.type), simple)


def is_speech(kind: str) -> bool:
    """Say whether an event type is a speech act."""
    return terms.SpeechAct in classes_of(kind)


def held_within(token: Token | None) -> int:
    """Return the verb whose time a noun has: "said in a meeting"; -1 where there is none."""
    if token is None or token.dep_ != "pobj" or token.head.lower_ not in WITHIN:
        return -1
    return int(token.head.head.i)


def refers_back(now: Told) -> bool:
    """Say whether a noun refers to what was told: "the visit", "their talks"."""
    token = now.token
    return token is not None and token.pos_ == "NOUN" and any(c.lower_ in DEFINITE for c in token.children)
