"""Who has left an office by what an article tells: the minister who resigned holds it no more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.document import Document
    from ontology.facts import Claim, Entity, Event, Holding

_STAYS = frozenset("die dead death kill assassinate perish submit tender offer bow refuse reject".split())
"""Words of deaths, and of resignations that are not yet taken."""


def departed(document: Document, holdings: Iterable[Holding], events: Iterable[Event]) -> tuple[Holding, ...]:
    """Return the holdings, those as former that an event of the article ended.

    It ended those that stand beside the name in the same sentence. Who offers to resign holds the office until that is
    accepted, and of the dead the office is told as they held it.
    """
    ends: dict[Entity, set[int]] = {}
    for event in events:
        if event.type == "Departure" and event.status == "happened":
            persons = [e for e in event.recipients if e.kind == "Person"] or [
                e for e in event.agents if e.kind == "Person" and not event.recipients
            ]
            for person in persons:
                ends.setdefault(person, set()).update(
                    n
                    for n in _sentences(document, event.claims)
                    if not any(t.lemma_.lower() in _STAYS for t in document.sentences[n])
                )
    return tuple(
        replace(h, phase="former")
        if h.phase == "current"
        and ends.get(h.holder, set()) & _sentences(document, (c for c in h.claims if c.rule != "office:predicate"))
        else h
        for h in holdings
    )


def _sentences(document: Document, claims: Iterable[Claim]) -> set[int]:
    return {document.sentence_at(span.begin) for claim in claims for span in claim.evidence}
